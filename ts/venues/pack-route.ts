import { concat, type Hex, numberToHex } from "viem";
import type { Route } from "./venue.ts";

/**
 * Packs a route as a plan takes it (contracts/types/Route.sol): one split of everything, a hop a fee.
 * @param venue `Venue` of contracts/types/Venue.sol, whose parameters are the fee (3 bytes)
 * @throws RangeError unless there is exactly one more token than fees, and at least one fee.
 */
export function packRoute({ tokens, fees }: Pick<Route, "tokens" | "fees">, venue: number): Hex {
  if (fees.length === 0 || tokens.length !== fees.length + 1) {
    throw new RangeError(`a route over ${tokens.length} tokens cannot have ${fees.length} fees`);
  }
  const hops = fees.map((fee, index) =>
    concat([
      byte(venue),
      numberToHex(FEE_BYTES, { size: 2 }),
      tokens[index + 1]!,
      numberToHex(fee, { size: FEE_BYTES }),
    ]),
  );
  return concat([numberToHex(EVERYTHING, { size: 2 }), byte(hops.length), ...hops]);
}

const FEE_BYTES = 3;
/** Share of the last split: all that is left. */
const EVERYTHING = 0;

function byte(value: number): Hex {
  return numberToHex(value, { size: 1 });
}
