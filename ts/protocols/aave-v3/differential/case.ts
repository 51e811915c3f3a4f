import type { Address } from "viem";
import { BPS, MAX_UINT256, max, RAY, rayMulHalfUp, WAD } from "../../../core/math/math.ts";
import { linearInterest } from "../../aave/interest.ts";
import { reservesOf } from "../../aave/reserves-of.ts";
import type { Random } from "../../differential/random.ts";
import { balancesOf } from "../balance.ts";
import { compoundedInterest } from "../project.ts";
import type { AaveV3Rules } from "../rules.ts";
import type { AaveV3Holding, AaveV3Reserve, AaveV3State } from "../state.ts";
import { totalsOf } from "../totals.ts";
import type { MarketHandle } from "./market.ts";

/** A reserve as the pool stores it. */
export interface ReserveCase {
  readonly decimals: number;
  readonly thresholdBps: bigint;
  readonly bonusBps: bigint;
  readonly protocolFeeBps: bigint;
  readonly active: boolean;
  readonly paused: boolean;
  readonly graceUntil: bigint;
  readonly price: bigint;
  readonly liquidityIndex: bigint;
  readonly liquidityRate: bigint;
  readonly variableBorrowIndex: bigint;
  readonly variableBorrowRate: bigint;
  readonly lastUpdate: bigint;
  /** Underlying in the reserve, token units. */
  readonly cash: bigint;
}

/** One account in one market, at one time. */
export interface AaveCase {
  readonly time: bigint;
  readonly user: Address;
  /** All reserves of the market, by id. */
  readonly reserves: readonly ReserveCase[];
  readonly holdings: readonly AaveV3Holding[];
  /** False while the market's sentinel keeps healthier accounts from being liquidated. */
  readonly sentinelAllows: boolean;
  /** Category 1 of the market; the user may be in it. */
  readonly eMode: {
    readonly entered: boolean;
    readonly thresholdBps: bigint;
    readonly bonusBps: bigint;
    readonly bitmap: bigint;
    readonly price: bigint | null;
  };
}

export interface CaseOptions {
  /** Leave out paused and inactive reserves, grace periods and disabled collateral. */
  readonly orderly?: boolean;
  /** Keep away from health factors whose rules interest alone would change within minutes. */
  readonly calm?: boolean;
  /** Reserves have less cash than the accounts hold. */
  readonly scarce?: boolean;
}

const USD = 10n ** 8n;
const CENT = USD / 100n;
const TEN_MILLION = 10_000_000n * USD;
const LOTS = 2n ** 110n;

/** A random account whose health factor is near where rules change: around 1, around 0.95, or anywhere below. */
export function randomCase(
  random: Random,
  market: MarketHandle,
  rules: AaveV3Rules,
  options: CaseOptions = {},
): AaveCase {
  const time = market.time + random.integer(1n, 10_000n);
  const reserves = market.reserves.map(() => randomReserve(random, time, options));
  const picked = market.reserves.map(({ id }) => id).filter(() => random.chance(0.4));
  if (picked.length === 0) picked.push(random.pick(market.reserves).id);
  // Every tenth account has one collateral and owes more than that is worth: its liquidation writes debt off.
  const insolvent = random.chance(0.1);
  const hasStable = market.reserves[0]!.stableDebtToken !== null;
  const holdings = picked.map((id, place) => {
    const side = insolvent ? (place === 0 ? "both" : "debt") : random.pick(SIDES);
    const holding = randomHolding(random, id, reserves[id]!, side, options);
    if (!hasStable || holding.scaledVariableDebt === 0n || random.chance(0.8)) return holding;
    const scaledVariableDebt = random.pick([0n, holding.scaledVariableDebt]);
    return { ...holding, scaledVariableDebt, stableDebt: holding.scaledVariableDebt };
  });
  const covered = random.chance(0.5) ? 2n ** BigInt(market.reserves.length) - 1n : random.integer(0n, 127n);
  const eMode = {
    entered: random.chance(0.4),
    thresholdBps: random.integer(8_500n, 9_700n),
    bonusBps: random.integer(10_050n, 10_400n),
    bitmap: covered,
    price: market.eModePrice !== null && random.chance(0.5) ? randomPrice(random) : null,
  };
  const user = `0x${random
    .integer(2n ** 100n, 2n ** 120n)
    .toString(16)
    .padStart(40, "0")}` as const;
  const sentinelAllows = market.sentinel === null || options.orderly === true || random.chance(0.9);
  return aim({ time, user, reserves, holdings, sentinelAllows, eMode }, random, market, rules, {
    ...options,
    insolvent,
  });
}

const randomPrice = (random: Random): bigint => random.magnitude(100n, 10n ** 13n);

function randomReserve(random: Random, time: bigint, { orderly, scarce }: CaseOptions): ReserveCase {
  const rate = () => (random.chance(0.2) ? 0n : random.magnitude(10n ** 24n, 2n * RAY));
  const index = () => (random.chance(0.2) ? RAY : RAY + random.magnitude(1n, 2n * RAY));
  const grace = () => (random.chance(0.9) ? 0n : time + random.integer(-1n, 1n));
  return {
    decimals: random.pick([2, 6, 8, 18]),
    thresholdBps: !orderly && random.chance(0.1) ? 0n : random.integer(1_000n, 9_500n),
    bonusBps: random.integer(10_010n, 11_500n),
    protocolFeeBps: random.pick([0n, 1_000n, 2_000n, 10_000n, random.integer(1n, 9_999n)]),
    active: orderly || random.chance(0.98),
    paused: !orderly && random.chance(0.02),
    graceUntil: orderly ? 0n : grace(),
    price: random.chance(0.2) ? USD : randomPrice(random),
    liquidityIndex: index(),
    liquidityRate: rate(),
    variableBorrowIndex: index(),
    variableBorrowRate: rate(),
    lastUpdate: time - random.magnitude(1n, 5_000_000n),
    cash: scarce ? random.magnitude(1n, 10n ** 22n) : LOTS,
  };
}

const SIDES = ["collateral", "collateral", "debt", "debt", "both"] as const;

function randomHolding(
  random: Random,
  id: number,
  reserve: ReserveCase,
  side: (typeof SIDES)[number],
  { orderly }: CaseOptions,
): AaveV3Holding {
  const worth = () =>
    random.chance(0.3) ? random.integer(500n * USD, 4_500n * USD) : random.magnitude(CENT, TEN_MILLION);
  const scaled = (index: bigint) => {
    if (random.chance(0.03)) return random.integer(1n, 4n);
    return max(1n, (((worth() * 10n ** BigInt(reserve.decimals)) / reserve.price) * RAY) / index);
  };
  return {
    reserveId: id,
    scaledATokenBalance: side === "debt" ? 0n : scaled(reserve.liquidityIndex),
    scaledVariableDebt: side === "collateral" ? 0n : scaled(reserve.variableBorrowIndex),
    stableDebt: 0n,
    usedAsCollateral: side !== "debt" && (orderly || random.chance(0.93)),
  };
}

/** Scales all debts so that the health factor lands near a target, as near as whole units allow. */
function aim(
  given: AaveCase,
  random: Random,
  market: MarketHandle,
  rules: AaveV3Rules,
  { calm, insolvent }: CaseOptions & { readonly insolvent: boolean },
): AaveCase {
  const { weightedThreshold, totalDebtBase } = totalsOf(balancesAt(given, market, rules), rules);
  if (weightedThreshold === 0n || totalDebtBase === 0n) return given;
  const nearby = (center: bigint) => center + random.integer(-(10n ** 10n), 10n ** 10n);
  const percent = (least: bigint, most: bigint) => random.integer((least * WAD) / 100n, (most * WAD) / 100n);
  const target = insolvent
    ? percent(10n, 90n)
    : calm
      ? random.pick([percent(96n, 99n), percent(30n, 94n)])
      : random.pick([nearby(WAD), nearby((95n * WAD) / 100n), percent(95n, 100n), percent(30n, 105n)]);
  const [numerator, denominator] = [weightedThreshold * WAD, BPS * totalDebtBase * target];
  const holdings = given.holdings.map((holding) => {
    const aimed = (debt: bigint) => (debt === 0n ? 0n : max(1n, (debt * numerator) / denominator));
    return {
      ...holding,
      scaledVariableDebt: aimed(holding.scaledVariableDebt),
      stableDebt: aimed(holding.stableDebt),
    };
  });
  return { ...given, holdings };
}

/** The account as the reader of this project would report it `later` seconds after the case's time. */
export function stateOf(given: AaveCase, market: MarketHandle, rules: AaveV3Rules, later = 0n): AaveV3State {
  const { eMode } = given;
  const eModes = [
    {
      id: 1,
      label: "under test",
      liquidationThresholdBps: eMode.thresholdBps,
      liquidationBonusBps: eMode.bonusBps,
      collateralBitmap: eMode.bitmap,
      priceOverride: eMode.price,
    },
  ];
  return {
    market: {
      pool: market.pool,
      revision: market.revision,
      baseCurrencyUnit: USD,
      sentinelAllowsLiquidation: given.sentinelAllows,
      flashLoanPremiumBps: 5n,
      reserves: given.reserves.map((reserve, id) =>
        reserveAt(reserve, market.reserves[id]!, given.time + later, rules),
      ),
      eModes,
      unpricedEModes: [],
      baseIsUsd: true,
    },
    position: { eModeCategory: eMode.entered ? 1 : 0, holdings: given.holdings },
  };
}

export const balancesAt = (given: AaveCase, market: MarketHandle, rules: AaveV3Rules) => {
  const state = stateOf(given, market, rules);
  return balancesOf(state, reservesOf(state.market), rules);
};

function reserveAt(
  stored: ReserveCase,
  handle: MarketHandle["reserves"][number],
  time: bigint,
  rules: AaveV3Rules,
): AaveV3Reserve {
  const seconds = time - stored.lastUpdate;
  return {
    id: handle.id,
    token: { address: handle.token, symbol: handle.symbol, decimals: stored.decimals },
    aToken: handle.aToken,
    variableDebtToken: handle.variableDebtToken,
    liquidityIndex: rayMulHalfUp(linearInterest(stored.liquidityRate, seconds), stored.liquidityIndex),
    variableBorrowIndex: rayMulHalfUp(
      compoundedInterest(stored.variableBorrowRate, seconds, rules),
      stored.variableBorrowIndex,
    ),
    liquidityRate: stored.liquidityRate,
    variableBorrowRate: stored.variableBorrowRate,
    price: stored.price,
    liquidationThresholdBps: stored.thresholdBps,
    liquidationBonusBps: stored.bonusBps,
    protocolFeeBps: stored.protocolFeeBps,
    active: stored.active,
    paused: stored.paused,
    liquidationGraceUntil: stored.graceUntil,
    availableLiquidity: stored.cash,
    flashLoanEnabled: true,
    scaledVariableDebt: null,
  };
}

/** A case in words that can be pasted into a bug report. */
export const describeCase = (given: AaveCase): string =>
  JSON.stringify(given, (_, value) => (typeof value === "bigint" ? value.toString() : value), 1);

/** "As much as allowed". */
export const ALL = MAX_UINT256;
