import { MAX_UINT256, min } from "../../core/math/math.ts";

/** What a contract paid for an amount that it was asked about. */
export interface Probe {
  readonly amount: bigint;
  readonly paid: bigint;
}

/**
 * A rate from what a contract says of a very large amount: as it rounds down, the rate is at least that and less than a unit more, so that
 * every amount far smaller pays what the contract pays. Where the two differ, by a fraction of a unit that is all but one, it is the lesser.
 */
export function paysBy({ amount: all, paid }: Probe): (amount: bigint) => bigint {
  return (amount) => (amount * paid) / all;
}

/** The most that can be given for no more than `cash`; never more than an amount can be, whatever rate or cash a contract claims. */
export function mostFor({ amount: all, paid }: Probe, cash: bigint): bigint {
  return min(((cash + 1n) * all - 1n) / paid, MAX_UINT256);
}
