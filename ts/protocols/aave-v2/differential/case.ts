import { type Address, isAddressEqual } from "viem";
import { max, RAY, WAD } from "../../../core/math/math.ts";
import type { Random } from "../../differential/random.ts";
import { instantAt } from "../instant.ts";
import type { AaveV2Holding, AaveV2Reserve, AaveV2State } from "../state.ts";
import type { MarketHandle } from "./market.ts";

/** One account in one market, at one time: what the reader of this project would report. */
export interface AaveV2Case {
  readonly user: Address;
  readonly state: AaveV2State;
  /** Of the market's block. */
  readonly time: bigint;
}

export interface CaseOptions {
  /** Leave out a paused pool, inactive reserves and disabled collateral. */
  readonly orderly?: boolean;
  /** Reserves have less cash than the accounts hold. */
  readonly scarce?: boolean;
  /** Keep away from health factors that interest alone would heal within minutes. */
  readonly calm?: boolean;
}

const LOTS = 2n ** 110n;

/** A random account whose health factor is near 1, or anywhere below. */
export function randomCase(random: Random, market: MarketHandle, options: CaseOptions = {}): AaveV2Case {
  const time = market.time + random.integer(1n, 10_000n);
  const reserves = market.reserves.map((handle) => {
    const isBase = market.baseToken !== null && isAddressEqual(handle.token, market.baseToken);
    const figures = randomReserve(random, time, market.baseUnit, options);
    return {
      id: handle.id,
      aToken: handle.aToken,
      variableDebtToken: handle.variableDebtToken,
      ...figures,
      token: { address: handle.token, symbol: handle.symbol, decimals: random.pick([2, 6, 8, 18]) },
      price: isBase ? market.baseUnit : figures.price,
      scaledVariableDebt: null,
    } satisfies AaveV2Reserve;
  });
  const picked = reserves.filter(() => random.chance(0.5));
  if (picked.length === 0) picked.push(random.pick(reserves));
  const holdings = picked.map((reserve) => randomHolding(random, reserve, time, market.baseUnit, options));
  const user = `0x${random
    .integer(2n ** 100n, 2n ** 120n)
    .toString(16)
    .padStart(40, "0")}` as const;
  const { pool, baseToken, baseUnit } = market;
  const paused = !options.orderly && random.chance(0.02);
  const state: AaveV2State = {
    market: { pool, timestamp: time, base: { token: baseToken, unit: baseUnit }, paused, reserves },
    position: { holdings },
  };
  return { user, time, state: aim(state, random, options) };
}

function randomReserve(random: Random, time: bigint, unit: bigint, { orderly, scarce }: CaseOptions) {
  const rate = () => (random.chance(0.2) ? 0n : random.magnitude(10n ** 24n, 2n * RAY));
  const index = () => (random.chance(0.2) ? RAY : RAY + random.magnitude(1n, 2n * RAY));
  return {
    liquidityIndex: index(),
    variableBorrowIndex: index(),
    liquidityRate: rate(),
    variableBorrowRate: rate(),
    lastUpdate: time - random.magnitude(1n, 5_000_000n),
    price: random.chance(0.2) ? unit : random.magnitude(max(1n, unit / 10n ** 6n), unit * 10n ** 5n),
    liquidationThresholdBps: !orderly && random.chance(0.1) ? 0n : random.integer(1_000n, 9_500n),
    liquidationBonusBps: random.integer(10_010n, 11_500n),
    active: orderly || random.chance(0.98),
    cash: scarce ? random.magnitude(1n, 10n ** 22n) : LOTS,
  };
}

function randomHolding(
  random: Random,
  reserve: AaveV2Reserve,
  time: bigint,
  unit: bigint,
  { orderly }: CaseOptions,
): AaveV2Holding {
  const side = random.pick(["collateral", "collateral", "debt", "debt", "both"] as const);
  const wanted = () => {
    if (random.chance(0.03)) return random.integer(1n, 4n);
    const worth = random.magnitude(max(1n, unit / 10n ** 4n), unit * 10n ** 6n);
    return max(1n, (worth * 10n ** BigInt(reserve.token.decimals)) / reserve.price!);
  };
  const scaled = (index: bigint) => max(1n, (wanted() * RAY) / index);
  const [hasVariable, hasStable] = random.pick([
    [true, false],
    [true, false],
    [true, true],
    [false, true],
  ] as const);
  const owes = side !== "collateral";
  const stable = {
    principal: wanted(),
    rate: random.chance(0.1) ? 0n : random.magnitude(10n ** 24n, RAY),
    since: time - random.magnitude(1n, 5_000_000n),
  };
  return {
    reserveId: reserve.id,
    scaledATokenBalance: side === "debt" ? 0n : scaled(reserve.liquidityIndex),
    scaledVariableDebt: owes && hasVariable ? scaled(reserve.variableBorrowIndex) : 0n,
    stable: owes && hasStable ? stable : null,
    usedAsCollateral: side !== "debt" && (orderly || random.chance(0.93)),
  };
}

/** Scales all debts so that the health factor lands near a target, as near as whole units allow. */
function aim(state: AaveV2State, random: Random, { calm }: CaseOptions): AaveV2State {
  const { healthFactor, totalDebtBase } = instantAt(state, 0n).account;
  if (totalDebtBase === 0n || healthFactor === 0n) return state;
  const percent = (least: bigint, most: bigint) => random.integer((least * WAD) / 100n, (most * WAD) / 100n);
  const target = random.pick([
    calm ? percent(90n, 99n) : WAD + random.integer(-(10n ** 10n), 10n ** 10n),
    percent(95n, 99n),
    percent(95n, 99n),
    percent(10n, calm ? 99n : 105n),
  ]);
  const aimed = (debt: bigint) => (debt === 0n ? 0n : max(1n, (debt * healthFactor) / target));
  const holdings = state.position.holdings.map((holding) => ({
    ...holding,
    scaledVariableDebt: aimed(holding.scaledVariableDebt),
    stable: holding.stable && { ...holding.stable, principal: aimed(holding.stable.principal) },
  }));
  return { ...state, position: { holdings } };
}

/** The same account `seconds` later, untouched. */
export function laterBy({ state, time, user }: AaveV2Case, seconds: bigint): AaveV2Case {
  const timestamp = time + seconds;
  return { user, time: timestamp, state: { ...state, market: { ...state.market, timestamp } } };
}

/** A case in words that can be pasted into a bug report. */
export const describeCase = (given: AaveV2Case): string =>
  JSON.stringify(given, (_, value) => (typeof value === "bigint" ? value.toString() : value), 1);
