import { type Address, concat, type Hex, numberToHex } from "viem";
import type { Route } from "../venue.ts";

/**
 * Packs a path as pools, quoter and liquidator take it: token (20 bytes), fee (3 bytes), token, ... in the direction of the
 * trade, also for an exact output.
 * @param fees one per hop, hundredths of a basis point
 * @throws RangeError unless there is exactly one more token than fees, and at least one fee.
 * @example encodePath([weth, usdc], [500])
 */
export function encodePath(tokens: readonly Address[], fees: readonly number[]): Hex {
  if (fees.length === 0 || tokens.length !== fees.length + 1) {
    throw new RangeError(`a path of ${tokens.length} tokens cannot have ${fees.length} fees`);
  }
  const hops = fees.map((fee, index) => concat([numberToHex(fee, { size: 3 }), tokens[index + 1]!]));
  return concat([tokens[0]!, ...hops]);
}

/** A route over Uniswap V3 pools, whose addresses are not known yet. Errors as {@link encodePath}. */
export function uniswapV3Route(tokens: readonly Address[], fees: readonly number[]): Route {
  return { venue: "uniswap-v3", tokens, fees, path: encodePath(tokens, fees), pools: [] };
}
