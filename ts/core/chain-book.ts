import type { Address, Hex } from "viem";
import type { LiquidatorName } from "./names/names.ts";

/** One Aave V3 market of a chain. */
export interface AaveV3Book {
  readonly name: string;
  readonly pool: Address;
  readonly addressesProvider: Address;
  /** First block worth scanning for borrowers. */
  readonly fromBlock: bigint;
}

/** The Morpho Blue singleton of a chain. */
export interface MorphoBook {
  readonly morpho: Address;
  readonly fromBlock: bigint;
}

/** A Uniswap V3 deployment: pools are proven by factory and init-code hash. */
export interface UniswapV3Book {
  readonly factory: Address;
  readonly poolInitCodeHash: Hex;
  /** Fee tiers worth quoting, in hundredths of a basis point. */
  readonly feeTiers: readonly number[];
}

/** What the project knows about one chain. Addresses have no other home. */
export interface ChainBook {
  readonly chainId: number;
  readonly name: string;
  readonly wrappedNative: Address;
  readonly aaveV3: readonly AaveV3Book[];
  readonly morpho: MorphoBook | null;
  readonly uniswapV3: UniswapV3Book | null;
  /** Tokens that two-hop routes may pass through, deepest first. */
  readonly routeTokens: readonly Address[];
  /** Deployed liquidators of this project, by contract name; empty when none is recorded. */
  readonly liquidators: Readonly<Partial<Record<LiquidatorName, Address>>>;
}
