import type { Moment } from "../action.ts";
import type { CompoundMarket } from "./state.ts";

/** No chain of this project makes more blocks a second. */
const MOST_PER_SECOND = 3n;

/** The blocks at which amounts must hold: that of the market's state, and the last at which a call may be included. */
export function blocksOf({ block }: Pick<CompoundMarket, "block">, { horizonSeconds }: Pick<Moment, "horizonSeconds">) {
  return { now: block, later: block + horizonSeconds * MOST_PER_SECOND };
}
