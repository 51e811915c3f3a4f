/** What protocols say of accounts: the first two stages, discover and assess. */
import type { Address, Hex } from "viem";
import type { Reason } from "../core/errors/reason.ts";
import type { ProtocolName } from "../core/names/names.ts";
import type { Token } from "../core/tokens/token.ts";

/** discover: one loan account. Aave: one per user and pool; Morpho: one per user and market id. */
export interface AccountRef {
  readonly protocol: ProtocolName;
  /** The contract that is called to liquidate: Aave pool, Morpho singleton. */
  readonly market: Address;
  /** Sub-market inside `market` (Morpho market id); absent where the contract is the market. */
  readonly marketId?: Hex;
  readonly user: Address;
}

/** Amounts of one liquidation of a pair, exactly as the protocol would compute them. */
export interface SeizeQuote {
  /** Debt units that the protocol takes. */
  readonly repaid: bigint;
  /**
   * Debt units to have ready for the call, at least `repaid`. Aave must be offered a few units more than it takes when the
   * collateral sets the amounts: a call that brings only `repaid` can leave one unit of collateral and be refused as dust.
   */
  readonly funding: bigint;
  /** Collateral units that reach the liquidator, net of the protocol's fee. */
  readonly seized: bigint;
  /** Collateral units kept by the protocol. */
  readonly protocolFee: bigint;
  /** On-chain `Target.amount` that produces this (Aave: debt to cover; Morpho: seized assets or repaid shares). */
  readonly amount: bigint;
  /** On-chain `Target.data` (leaf-specific, ABI-encoded). */
  readonly data: Hex;
}

export type QuoteResult =
  | { readonly ok: true; readonly quote: SeizeQuote }
  | { readonly ok: false; readonly reason: Reason };

/** A debt and a collateral of one account that can be liquidated against each other. */
export interface Pair {
  readonly collateral: Token;
  readonly debt: Token;
  /** Largest repay the protocol's rules allow now, debt units, already clipped by collateral and close factor. */
  readonly maxRepay: bigint;
  /** Liquidation bonus, basis points above 10000 (10500 = 5 %). */
  readonly bonusBps: bigint;
  /** Protocol's own oracle: value in debt units = collateral amount * numerator / denominator, floored. */
  readonly oracle: { readonly numerator: bigint; readonly denominator: bigint };
  /** USD per whole debt token, 8 decimals; null when no price is known. */
  readonly debtPriceUsd: bigint | null;
  /**
   * Pure. What repaying at most `repay` debt units seizes, or why the protocol refuses it. With `inKind` the liquidator takes
   * what stands for the collateral, which needs no cash; only where the protocol has `receipts`, else it means nothing.
   */
  readonly quote: (repay: bigint, inKind?: boolean) => QuoteResult;
}

/** One line of the account for `inspect`. Amounts in token units, prices and values USD with 8 decimals. */
export interface PositionLine {
  readonly token: Token;
  readonly supplied: bigint;
  readonly borrowed: bigint;
  readonly usedAsCollateral: boolean;
  readonly priceUsd: bigint | null;
  readonly liquidationThresholdBps: bigint;
  readonly bonusBps: bigint;
  /** Price of this token, same unit as priceUsd, at which the account becomes liquidatable, all else equal; null: at no price. */
  readonly liquidationPriceUsd: bigint | null;
}

export type AssessmentStatus =
  | { readonly kind: "liquidatable" }
  | { readonly kind: "healthy" | "no-debt"; readonly reason: Reason }
  /** Known to be unusable (oracle reverts, price zero, reserve paused …): never the same as healthy. */
  | { readonly kind: "refused"; readonly reason: Reason };

/** assess: pure result for one account at one block. */
export interface Assessment {
  readonly ref: AccountRef;
  readonly blockNumber: bigint;
  readonly timestamp: bigint;
  readonly status: AssessmentStatus;
  /** WAD (1e18 = threshold); null when it cannot be known; 2^256-1 without debt. */
  readonly healthFactor: bigint | null;
  readonly collateralUsd: bigint | null;
  readonly debtUsd: bigint | null;
  /** Share of the debt that one call may repay, basis points. */
  readonly closeFactorBps: bigint | null;
  readonly positions: readonly PositionLine[];
  /** Every liquidatable pair; empty unless status is liquidatable. */
  readonly pairs: readonly Pair[];
  /** Protocol-specific facts for people (eMode label, revision, lltv …). */
  readonly notes: Readonly<Record<string, string>>;
}
