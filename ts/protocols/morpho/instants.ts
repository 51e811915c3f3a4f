import type { Moment } from "../action.ts";
import { accrue } from "./accrue.ts";
import type { Totals } from "./shares.ts";
import type { MorphoMarket } from "./state.ts";

/** The borrow side at the block, and at the latest instant at which a call may be included; interest is in both. */
export interface Instants {
  readonly now: Totals;
  readonly later: Totals;
}

/**
 * The instants at which amounts must hold.
 * @returns null when interest is due and its rate is unknown
 */
export function instantsOf(market: MorphoMarket, { timestamp, horizonSeconds }: Moment): Instants | null {
  const now = accrue(market, timestamp);
  const later = accrue(market, timestamp + horizonSeconds);
  return now === null || later === null ? null : { now: now.borrow, later: later.borrow };
}
