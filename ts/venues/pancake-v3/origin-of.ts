import type { ChainBook } from "../../core/chain-book.ts";
import type { PoolOrigin } from "../uniswap-v3/family.ts";
import { PANCAKE_V3_ADDRESSES } from "./addresses.ts";

/** `PancakeV3Pool` of contracts/types/Venue.sol. */
export const VENUE_ID = 5;

/** Fees with which the factory makes pools from the start, hundredths of a basis point. */
const FEE_TIERS = [100, 500, 2_500, 10_000] as const;

/** Of a swap that stays inside one range: more than Uniswap's, for it keeps a part of every fee. Measured: snapshots/Venues.json. */
const GAS = 95_000n;

/** Where a chain's pools come from; none where there is no PancakeSwap V3. */
export function originOf(book: ChainBook): PoolOrigin[] {
  const deployment = PANCAKE_V3_ADDRESSES.of(book);
  if (deployment === null) return [];
  const { factory, poolDeployer: deployer, poolInitCodeHash } = deployment;
  const from = { factory, deployer, poolInitCodeHash, key: "fee", tiers: FEE_TIERS } as const;
  return [{ ...from, venue: "pancake-v3", title: "PancakeSwap V3", gas: GAS, leafVenue: null, sellerVenue: VENUE_ID }];
}
