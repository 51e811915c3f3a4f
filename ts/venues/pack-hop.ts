import { type Address, concat, type Hex, numberToHex, size } from "viem";

/**
 * Packs a hop as contracts/types/Route.sol takes it.
 * @param venue `Venue` of contracts/types/Venue.sol
 * @param parameters the venue's own, packed
 */
export function packHop(venue: number, tokenOut: Address, parameters: Hex): Hex {
  return concat([numberToHex(venue, { size: 1 }), numberToHex(size(parameters), { size: 2 }), tokenOut, parameters]);
}
