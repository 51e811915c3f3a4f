import { type Address, getAddress, type Hex } from "viem";
import { accountTarget, type Target } from "../target.ts";

/** A position of a user in a market, whatever is in it. */
export function positionTarget(morpho: Address, marketId: Hex, user: Address): Target {
  return accountTarget({ protocol: "morpho", market: getAddress(morpho), marketId }, getAddress(user));
}
