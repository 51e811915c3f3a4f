import type { Address, Hex } from "viem";
import type { VenueName } from "../../core/names/names.ts";

/** Where pools of the Uniswap V3 kind come from, as data: Uniswap's own factory, or that of a copy. */
export interface PoolOrigin {
  readonly venue: VenueName;
  /** For people, before the fee; empty for Uniswap's own. */
  readonly title: string;
  readonly factory: Address;
  /** Creates the pools, so that their addresses can be computed: the factory, or a contract of its own. Null: the factory is asked. */
  readonly deployer: Address | null;
  /** Of the pools' creation code; null where the factory is asked. */
  readonly poolInitCodeHash: Hex | null;
  /** What tells two pools of the same tokens apart. */
  readonly key: "fee" | "tick-spacing";
  /** Fees or tick spacings to look at beside those that the factory names. */
  readonly tiers: readonly number[];
  /** `Venue` of contracts/types/Venue.sol by which the leaf trades; null where it cannot. */
  readonly leafVenue: number | null;
  /** Gas of a swap that stays inside one range. */
  readonly gas: bigint;
  /** The seller's, whose parameters are the pool. */
  readonly sellerVenue: number;
}
