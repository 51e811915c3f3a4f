import { WAD } from "../../core/math.ts";
import { collateralValue, debtValue, healthFactorOf } from "./account.ts";
import { type AaveV3Position, countsAsCollateral } from "./position.ts";
import type { AaveV3Rules } from "./rules.ts";

/** No feed of a live market comes near; the search for a rising price ends here. */
const HIGHEST_PRICE = 2n ** 128n;
/** How far rounding may make the health factor of a two-sided asset flicker around 1, in price units. */
const FLICKER = 256n;

/**
 * The price at which the account turns liquidatable, all else equal: its health factor is below 1 there and at or above 1
 * one unit nearer to the healthy side. Coming from a healthy account it is the first such price; for an account that is
 * already liquidatable it is the last one before it would be healthy again.
 *
 * An asset on one side only is searched exactly. An asset on both sides can cross 1 several times within a few units,
 * because both values round; among crossings at most 256 units apart the first is returned.
 * @param positions the whole account, priced
 * @param moving those whose price moves together: one asset, or all that an eMode price covers
 * @returns base currency; null when no price makes the difference
 */
export function liquidationPrice(
  positions: readonly AaveV3Position[],
  moving: readonly AaveV3Position[],
  rules: AaveV3Rules,
): bigint | null {
  const current = moving[0]?.price;
  if (current === undefined) return null;
  const totals = totalsAt(positions, moving, rules);
  const below = (price: bigint) => healthFactorAt(totals(price), rules) < WAD;
  const unhealthyNow = below(current);

  const other = oppositePrice(below, current, unhealthyNow);
  if (other === null) return null;
  if (unhealthyNow) return lastBelow(below, current, other);
  const crossing = lastBelow(below, other, current);
  const first = rules.healthFactor === "average" ? firstThroughSteps(totals, below, current, crossing) : crossing;
  return isTwoSided(moving, rules) ? firstThroughFlicker(below, current, first) : first;
}

const isTwoSided = (moving: readonly AaveV3Position[], rules: AaveV3Rules): boolean =>
  moving.some((position) => position.debt > 0n) &&
  moving.some((position) => position.collateral > 0n && countsAsCollateral(position, rules));

interface Totals {
  readonly collateral: bigint;
  readonly weighted: bigint;
  readonly debt: bigint;
}
type TotalsAt = (price: bigint) => Totals;

const healthFactorAt = (totals: Totals, rules: AaveV3Rules): bigint =>
  healthFactorOf(totals.collateral, totals.weighted, totals.debt, rules);

/** The account's totals as a function of the moving price; the rest is summed once. */
function totalsAt(
  positions: readonly AaveV3Position[],
  moving: readonly AaveV3Position[],
  rules: AaveV3Rules,
): TotalsAt {
  const sum = (over: readonly AaveV3Position[], price: bigint | null, from: Totals): Totals => {
    let { collateral, weighted, debt } = from;
    for (const position of over) {
      const at = price ?? position.price;
      if (countsAsCollateral(position, rules)) {
        const value = collateralValue(position.collateral, at, position.unit);
        collateral += value;
        weighted += value * position.liquidationThresholdBps;
      }
      debt += debtValue(position.debt, at, position.unit, rules);
    }
    return { collateral, weighted, debt };
  };
  const still = positions.filter((position) => !moving.includes(position));
  const rest = sum(still, null, { collateral: 0n, weighted: 0n, debt: 0n });
  return (price) => sum(moving, price, rest);
}

/** Some price whose answer differs from the one at `current`: 1 when the price must fall, else the next power of two. */
function oppositePrice(below: (price: bigint) => boolean, current: bigint, unhealthyNow: boolean): bigint | null {
  if (below(1n) !== unhealthyNow) return 1n;
  for (let price = current * 2n; price <= HIGHEST_PRICE; price *= 2n) {
    if (below(price) !== unhealthyNow) return price;
  }
  return null;
}

/** Between an unhealthy and a healthy price, one that is unhealthy while its neighbour on the healthy side is not. */
function lastBelow(below: (price: bigint) => boolean, unhealthy: bigint, healthy: bigint): bigint {
  let [bad, good] = [unhealthy, healthy];
  while (bad - good > 1n || good - bad > 1n) {
    const middle = (bad + good) / 2n;
    if (below(middle)) bad = middle;
    else good = middle;
  }
  return bad;
}

/** The crossing nearest to `current` among those that rounding scatters around the one found. */
function firstThroughFlicker(below: (price: bigint) => boolean, current: bigint, crossing: bigint): bigint {
  const step = current > crossing ? 1n : -1n;
  let first = crossing;
  for (let i = 1n, price = crossing + step; i <= FLICKER && price !== current; i++, price += step) {
    if (below(price)) first = price;
  }
  return first;
}

/**
 * Until v3.4 the mean threshold is floored to a basis point, so the health factor falls in steps as the weights shift: it
 * can dip below 1 and rise again while the price keeps moving one way. Between two steps it moves one way only, so the dips
 * lie at the far ends of the steps. Those are visited from `current` on, starting where a whole basis point less would cross.
 */
function firstThroughSteps(
  totals: TotalsAt,
  below: (price: bigint) => boolean,
  current: bigint,
  crossing: bigint,
): bigint {
  const step = current > crossing ? -1n : 1n;
  const threshold = (price: bigint) => {
    const { weighted, collateral } = totals(price);
    return collateral === 0n ? 0n : weighted / collateral;
  };
  const mightBeBelow = (price: bigint) => {
    const { weighted, collateral, debt } = totals(price);
    return weighted - collateral - 10_000n < debt * 10_000n;
  };
  let start = mightBeBelow(current) ? current : lastBelow(mightBeBelow, crossing, current);
  while (start !== crossing) {
    const stepThreshold = threshold(start);
    const onStep = (price: bigint) => threshold(price) === stepThreshold;
    const end = onStep(crossing) ? crossing : lastBelow(onStep, start, crossing);
    if (below(end)) return below(start) ? start : lastBelow(below, end, start);
    start = end + step;
  }
  return crossing;
}
