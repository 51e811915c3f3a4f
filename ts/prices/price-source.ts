import type { Address } from "viem";
import type { AdapterAddresses } from "../core/adapter/define-addresses.ts";
import type { Context } from "../core/context.ts";
import type { PriceSourceName } from "../core/names/names.ts";

/**
 * USD per whole token with 8 decimals, by lower-case token address. A token without a price is absent, never zero; null is one
 * whose price could not be read: it may have one.
 */
export type UsdPrices = ReadonlyMap<string, bigint | null>;

/**
 * The least of one token that has to be sold on the chain's venues to get exactly each amount of another, base units; null
 * for an amount that nobody sells.
 * @throws RpcError when the venues could not be asked, InterruptedError
 */
export type CostOnVenues = (
  tokenIn: Address,
  tokenOut: Address,
  amountsOut: readonly bigint[],
) => Promise<readonly (bigint | null)[]>;

/** What is wanted, and what a source may use besides the chain, since adapters do not import each other. */
export interface PriceQuestion {
  /** Each of them once. */
  readonly tokens: readonly Address[];
  readonly blockNumber: bigint;
  /** Prices of any tokens by the sources that are asked before this one. */
  readonly earlier: (tokens: readonly Address[]) => Promise<UsdPrices>;
  readonly costs: CostOnVenues;
}

/** Knows what tokens are worth, for reports and thresholds: what a transaction may lose is judged on chain. */
export interface PriceSource {
  readonly name: PriceSourceName;
  /** What it has on each chain; absent where it asks other systems. */
  readonly addresses?: AdapterAddresses<unknown>;
  /**
   * The prices that this source has at the block. A read that fails leaves null for its token and is told in a warning.
   * @throws when the source could not be asked at all, InterruptedError
   */
  read(context: Context, question: PriceQuestion): Promise<UsdPrices>;
}
