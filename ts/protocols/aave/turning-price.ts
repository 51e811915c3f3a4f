import { BPS, max, WAD } from "../../core/math/math.ts";
import { collateralValue, debtValue, type HealthRules, healthFactorOf } from "./health.ts";

/** What a price moves. */
export interface PricedBalance {
  /** 10^decimals. */
  readonly unit: bigint;
  /** Base currency per whole token. */
  readonly price: bigint;
  /** Token units. */
  readonly collateral: bigint;
  readonly debt: bigint;
  readonly liquidationThresholdBps: bigint;
}

/** How health is computed from balances. */
export interface TurningRules<Balance extends PricedBalance> extends HealthRules {
  /** Whether its collateral counts. */
  readonly counts: (balance: Balance) => boolean;
}

/** No feed of a live market comes near; the search for a rising price ends here. */
const HIGHEST_PRICE = 2n ** 128n;
/** How many prices are tried one by one where rounding makes the health factor of a two-sided asset flicker around 1. */
const FLICKER = 4_096n;

/**
 * The price at which the account turns liquidatable, all else equal: its health factor is below 1 there and at or above 1
 * one unit nearer to the healthy side. Coming from a healthy account it is the first such price; for an account that is
 * already liquidatable it is the last one before it would be healthy again.
 *
 * An asset on one side only is searched exactly. An asset on both sides can cross 1 several times, because both values
 * round; of those crossings the first is found when it lies within 4096 units of the first that rounding allows.
 * @param balances the whole account, priced
 * @param moving those whose price moves together: one asset, or all that an eMode price covers
 * @returns base currency; null when no price makes the difference, or when there is none to start from
 */
export function turningPrice<Balance extends PricedBalance>(
  balances: readonly Balance[],
  moving: readonly Balance[],
  rules: TurningRules<Balance>,
): bigint | null {
  const current = moving[0]?.price;
  if (current === undefined || current === 0n) return null;
  const rest = sumOf(
    balances.filter((balance) => !moving.includes(balance)),
    null,
    NOTHING,
    rules,
  );
  const totals = (price: bigint) => sumOf(moving, price, rest, rules);
  const below = (price: bigint) => healthFactorAt(totals(price), rules) < WAD;
  const unhealthyNow = below(current);

  const other = oppositePrice(below, current, unhealthyNow);
  if (other === null) return null;
  if (unhealthyNow) return lastBelow(below, current, other);
  const crossing = lastBelow(below, other, current);
  const mightBeBelow = lowerBound(rest, moving, rules);
  const start = mightBeBelow(current) ? current : lastBelow(mightBeBelow, crossing, current);
  const first = rules.healthFactor === "average" ? firstThroughSteps(totals, below, start, crossing) : crossing;
  return isTwoSided(moving, rules) ? firstThroughFlicker(below, start, first) : first;
}

const isTwoSided = <Balance extends PricedBalance>(moving: readonly Balance[], rules: TurningRules<Balance>): boolean =>
  moving.some((balance) => balance.debt > 0n) &&
  moving.some((balance) => balance.collateral > 0n && rules.counts(balance));

interface Totals {
  readonly collateral: bigint;
  readonly weighted: bigint;
  readonly debt: bigint;
}
type TotalsAt = (price: bigint) => Totals;

const NOTHING: Totals = { collateral: 0n, weighted: 0n, debt: 0n };

const healthFactorAt = (totals: Totals, rules: HealthRules): bigint =>
  healthFactorOf(totals.collateral, totals.weighted, totals.debt, rules);

/** Adds balances to totals, at one price for all of them or each at its own. */
function sumOf<Balance extends PricedBalance>(
  balances: readonly Balance[],
  price: bigint | null,
  from: Totals,
  rules: TurningRules<Balance>,
): Totals {
  let { collateral, weighted, debt } = from;
  for (const balance of balances) {
    const at = price ?? balance.price;
    if (rules.counts(balance)) {
      const value = collateralValue(balance.collateral, at, balance.unit);
      collateral += value;
      weighted += value * balance.liquidationThresholdBps;
    }
    debt += debtValue(balance.debt, at, balance.unit, rules);
  }
  return { collateral, weighted, debt };
}

/**
 * Where rounding could at worst put the health factor below 1: everything that rounds is taken a whole step down, the mean
 * threshold included, which leaves a straight line in the price. Wherever it says no, the account is healthy.
 */
function lowerBound<Balance extends PricedBalance>(
  rest: Totals,
  moving: readonly Balance[],
  rules: TurningRules<Balance>,
): (price: bigint) => boolean {
  const step = rules.healthFactor === "average" ? 1n : 0n;
  const unit = moving.reduce((largest, balance) => max(largest, balance.unit), 1n);
  let slope = 0n;
  let surplus = rest.weighted - step * rest.collateral - BPS * (rest.debt + 1n);
  for (const balance of moving) {
    const scale = unit / balance.unit;
    slope -= BPS * balance.debt * scale;
    surplus -= BPS + balance.liquidationThresholdBps;
    if (rules.counts(balance)) {
      slope += (balance.liquidationThresholdBps - step) * balance.collateral * scale;
    }
  }
  return (price) => surplus * unit + slope * price < 0n;
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

/** The first price from `start` on that is below 1 among those that are tried one by one, else the crossing that is known. */
function firstThroughFlicker(below: (price: bigint) => boolean, start: bigint, crossing: bigint): bigint {
  const step = start > crossing ? -1n : 1n;
  for (let tried = 0n, price = start; tried < FLICKER && price !== crossing; tried++, price += step) {
    if (below(price)) return price;
  }
  return crossing;
}

/**
 * Until v3.4 the mean threshold is floored to a basis point, so the health factor falls in steps as the weights shift: it
 * can dip below 1 and rise again while the price keeps moving one way. Between two steps it moves one way only, so the dips
 * lie at the far ends of the steps, which are visited one after the other.
 */
function firstThroughSteps(
  totals: TotalsAt,
  below: (price: bigint) => boolean,
  start: bigint,
  crossing: bigint,
): bigint {
  const towards = start > crossing ? -1n : 1n;
  const threshold = (price: bigint) => {
    const { weighted, collateral } = totals(price);
    return collateral === 0n ? 0n : weighted / collateral;
  };
  for (let price = start; price !== crossing; ) {
    const stepThreshold = threshold(price);
    const onStep = (other: bigint) => threshold(other) === stepThreshold;
    const end = onStep(crossing) ? crossing : lastBelow(onStep, price, crossing);
    if (below(end)) return below(price) ? price : lastBelow(below, end, price);
    price = end + towards;
  }
  return crossing;
}
