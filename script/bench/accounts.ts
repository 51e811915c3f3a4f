import { RAY } from "../../ts/core/math/math.ts";
import type { AaveV3Market, AaveV3Position, AaveV3Reserve } from "../../ts/protocols/aave-v3/state.ts";
import { type Random, randomFrom } from "../../ts/protocols/differential/random.ts";

const USD = 10n ** 8n;
/** As many reserves as Ethereum's core market had while it was young, with the decimals that tokens have there. */
const DECIMALS = [18, 6, 6, 8, 18, 18, 18, 18, 6, 18, 18, 18, 2, 18, 18, 8, 18, 18, 6, 18, 18, 18, 18, 18];
/** In so many accounts one can be liquidated. */
const LIQUIDATABLE = 0.02;

/** A market and accounts in it: the same for the same seed. */
export function accountsOf(seed: number, count: number): { market: AaveV3Market; positions: AaveV3Position[] } {
  const random = randomFrom(seed);
  const reserves = DECIMALS.map((decimals, id) => reserveOf(random, id, decimals));
  const market: AaveV3Market = {
    pool: addressOf(0),
    revision: 10,
    baseCurrencyUnit: USD,
    sentinelAllowsLiquidation: true,
    flashLoanPremiumBps: 5n,
    reserves,
    eModes: [],
    unpricedEModes: [],
    baseIsUsd: true,
  };
  return { market, positions: Array.from({ length: count }, () => positionIn(random, reserves)) };
}

function reserveOf(random: Random, id: number, decimals: number): AaveV3Reserve {
  return {
    id,
    token: { address: addressOf(3 * id + 1), symbol: `TOKEN${id}`, decimals },
    aToken: addressOf(3 * id + 2),
    variableDebtToken: addressOf(3 * id + 3),
    liquidityIndex: random.integer(RAY, (RAY * 12n) / 10n),
    variableBorrowIndex: random.integer(RAY, (RAY * 14n) / 10n),
    liquidityRate: random.integer(0n, RAY / 20n),
    variableBorrowRate: random.integer(0n, RAY / 10n),
    scaledVariableDebt: 10n ** 40n,
    // few decimals are a dollar's
    price: decimals <= 6 ? USD : random.magnitude(USD, 99_999n * USD),
    liquidationThresholdBps: random.integer(6_500n, 8_600n),
    liquidationBonusBps: random.integer(10_400n, 11_000n),
    protocolFeeBps: 1_000n,
    active: true,
    paused: false,
    liquidationGraceUntil: 0n,
    availableLiquidity: 10n ** 40n,
    flashLoanEnabled: true,
  };
}

/** One to three collaterals and one or two debts, worth so much that the health factor is the one drawn. */
function positionIn(random: Random, reserves: readonly AaveV3Reserve[]): AaveV3Position {
  const held = new Set<AaveV3Reserve>();
  const [collaterals, debts] = [Number(random.integer(1n, 3n)), Number(random.integer(1n, 2n))];
  while (held.size < collaterals + debts) held.add(random.pick(reserves));
  const factorBps = random.chance(LIQUIDATABLE) ? random.integer(9_000n, 9_990n) : random.integer(10_200n, 30_000n);
  const worth = random.magnitude(100n * USD, 999_999n * USD);
  const owed = [...held].slice(0, collaterals).reduce((sum, one) => sum + worth * one.liquidationThresholdBps, 0n);
  const debt = owed / factorBps / BigInt(debts);
  const holdings = [...held].map((reserve, place) => {
    const isDebt = place >= collaterals;
    const [value, index] = isDebt ? [debt, reserve.variableBorrowIndex] : [worth, reserve.liquidityIndex];
    const scaled = (value * 10n ** BigInt(reserve.token.decimals) * RAY) / (reserve.price! * index);
    return {
      reserveId: reserve.id,
      scaledATokenBalance: isDebt ? 0n : scaled,
      scaledVariableDebt: isDebt ? scaled : 0n,
      stableDebt: 0n,
      usedAsCollateral: !isDebt,
    };
  });
  return { eModeCategory: 0, holdings };
}

function addressOf(place: number): `0x${string}` {
  return `0x${(place + 1).toString(16).padStart(40, "0")}`;
}
