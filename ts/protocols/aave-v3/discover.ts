import { parseAbiItem } from "viem";
import type { Context } from "../../core/context.ts";
import { discoverBorrowers } from "../aave/discover.ts";
import type { Discovered, DiscoverOptions } from "../protocol.ts";
import { AAVE_V3_ADDRESSES } from "./addresses.ts";

/** IPool.sol, Aave V3, all revisions; the enum `interestRateMode` is a byte. */
const borrowEvent = parseAbiItem(
  "event Borrow(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint8 interestRateMode, uint256 borrowRate, uint16 indexed referralCode)",
);

/** {@link discoverBorrowers} of the chain's Aave V3 markets. */
export function discover(context: Context, options: DiscoverOptions): Promise<Discovered> {
  const pools = AAVE_V3_ADDRESSES.of(context.book);
  return discoverBorrowers(context, options, { protocol: "aave-v3", pools, borrowEvent });
}
