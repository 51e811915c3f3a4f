import type { Address } from "viem";
import { max } from "../../ts/core/math/math.ts";
import { NO_PREMIUM, type Offer } from "../../ts/funding/funding.ts";
import { assess } from "../../ts/protocols/aave-v3/assess.ts";
import type { AaveV3Market, AaveV3Position, AaveV3Reserve } from "../../ts/protocols/aave-v3/state.ts";
import { isLoanAction, isPlannable, type PlannableAction } from "../../ts/protocols/action.ts";
import type { Assessment } from "../../ts/protocols/assessment.ts";
import type { Random } from "../../ts/protocols/differential/random.ts";
import { accountTarget } from "../../ts/protocols/target.ts";
import { findPaths } from "../../ts/routing/find-paths.ts";
import type { Path } from "../../ts/routing/path.ts";
import type { Pool } from "../../ts/venues/pool.ts";
import { addressOf, holdingOf, marketOf, reserveOf, USD } from "./market.ts";
import { randomPool } from "./random-pool.ts";

const DECIMALS = [18, 6, 8, 18, 6, 18, 18, 18] as const;
const MOST_BONUS_BPS = 11_200n;
const ZERO: Address = `0x${"0".repeat(40)}`;
/** As when plans are made. */
export const HORIZON_SECONDS = 120n;

/** A market, an account in it that can be liquidated, the pools around it, and who lends what is owed. */
export interface PlanCase {
  readonly market: AaveV3Market;
  readonly position: AaveV3Position;
  readonly assessment: Assessment;
  /** With the ways that there are for it. */
  readonly actions: readonly {
    readonly action: PlannableAction;
    readonly paths: readonly Path[];
    readonly offers: readonly Offer[];
  }[];
}

/** One to four collaterals, one to three debts, pools of every depth, some with gaps, reserves without cash, lenders without money. */
export function planCase(random: Random): PlanCase | null {
  const reserves = DECIMALS.map((decimals, id) => partlyLent(random, reserveOf(random, id, decimals, MOST_BONUS_BPS)));
  const market = marketOf(addressOf(900), reserves);
  const [collaterals, debts] = [Number(random.integer(1n, 4n)), Number(random.integer(1n, 3n))];
  // the last token is what routes pass through
  const held = shuffled(random, reserves.slice(0, -1)).slice(0, collaterals + debts);
  const size = random.magnitude(2_000n * USD, 9_999_999n * USD);
  const position = positionOf(random, held, collaterals, size);
  const read = { ok: true, blockNumber: 1n, timestamp: 1n } as const;
  const assessment = assess(
    accountTarget({ protocol: "aave-v3", market: market.pool }, addressOf(901)),
    { ...read, state: market },
    { ...read, state: position },
    { horizonSeconds: HORIZON_SECONDS, realizeBadDebt: true, usdPrices: new Map(), liquidationPrices: false },
  );
  const sold = assessment.actions.filter(isLoanAction).filter(isPlannable);
  const plannable = sold.filter(({ receives }) => receives.keptAs === null);
  if (plannable.length === 0) return null;
  const pools = poolsAround(random, held, collaterals, reserves.at(-1)!, size);
  return {
    ...{ market, position, assessment },
    actions: plannable.map((action) => ({
      action,
      paths: findPaths(pools, action.receives.token.address, action.pays.token.address, [
        reserves.at(-1)!.token.address,
      ]),
      offers: offersOf(random, action, pools),
    })),
  };
}

/** Every eighth is nearly lent out. */
function partlyLent(random: Random, reserve: AaveV3Reserve): AaveV3Reserve {
  if (!random.chance(0.125)) return reserve;
  return { ...reserve, availableLiquidity: unitsOf(reserve.token.decimals, random.magnitude(1n, 5_000n)) };
}

/** @param size USD with 8 decimals of each collateral, about */
function positionOf(random: Random, held: readonly AaveV3Reserve[], collaterals: number, size: bigint): AaveV3Position {
  const worth = held.map(() => (size * random.integer(20n, 100n)) / 100n);
  const owed = held
    .slice(0, collaterals)
    .reduce((sum, one, place) => sum + worth[place]! * one.liquidationThresholdBps, 0n);
  const factorBps = random.integer(8_500n, 9_990n);
  const all = worth.slice(collaterals).reduce((sum, one) => sum + one, 0n);
  const holdings = held.map((reserve, place) => {
    const isDebt = place >= collaterals;
    const value = isDebt ? (owed * worth[place]!) / all / factorBps : worth[place]!;
    return holdingOf(reserve, value, isDebt);
  });
  return { eModeCategory: 0, holdings };
}

/** Up to three pools of each pair of collateral and debt, and up to two of each of them with what routes pass through. */
function poolsAround(
  random: Random,
  held: readonly AaveV3Reserve[],
  collaterals: number,
  via: AaveV3Reserve,
  size: bigint,
): Pool[] {
  const [sold, bought] = [held.slice(0, collaterals), held.slice(collaterals)];
  const pairs: [AaveV3Reserve, AaveV3Reserve, most: bigint][] = [
    ...sold.flatMap((one) => bought.map((other): [AaveV3Reserve, AaveV3Reserve, bigint] => [one, other, 3n])),
    ...[...sold, ...bought].map((one): [AaveV3Reserve, AaveV3Reserve, bigint] => [one, via, 2n]),
  ];
  let place = 1_000;
  return pairs.flatMap(([one, other, most]) =>
    Array.from({ length: Number(random.integer(0n, most)) }, () => {
      // from a tenth of what is held to fifty times as much
      const depth = max((size * random.magnitude(1n, 500n)) / 10n, USD);
      return randomPool(random, addressOf(place++), [one, other], depth);
    }),
  );
}

function offersOf(random: Random, { pays }: PlannableAction, pools: readonly Pool[]): Offer[] {
  const offer = (changes: Partial<Offer>): Offer => ({
    funding: "aave",
    source: 3,
    lender: addressOf(902),
    sale: "exact-input",
    available: null,
    premium: NO_PREMIUM,
    locks: [],
    gas: 62_000n,
    ...changes,
  });
  const part = () => (pays.most * random.integer(5n, 120n)) / 100n;
  const lends = pools.filter((pool) => pool.buy !== undefined && pool.venue === "uniswap-v3");
  return [
    // from Aave, which may have less than is owed
    offer({
      available: random.chance(0.2) ? part() : pays.most * 100n,
      premium: { rate: 5n, scale: 10_000n, rounding: "ceil" },
    }),
    // from one that asks nothing, which may have none of it
    ...(random.chance(0.6) ? [offer({ funding: "spark", lender: addressOf(903), available: part() })] : []),
    ...(lends.length > 0
      ? [offer({ funding: "flash-swap", source: 2, lender: ZERO, sale: "exact-output", venue: "uniswap-v3", gas: 0n })]
      : []),
  ];
}

function unitsOf(decimals: number, whole: bigint): bigint {
  return whole * 10n ** BigInt(decimals);
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const left = [...list];
  return list.map(() => left.splice(Number(random.integer(0n, BigInt(left.length - 1))), 1)[0]!);
}
