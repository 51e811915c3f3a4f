import type { AaveV3Market, AaveV3Position, AaveV3Reserve } from "../../ts/protocols/aave-v3/state.ts";
import { type Random, randomFrom } from "../../ts/protocols/differential/random.ts";
import { addressOf, holdingOf, marketOf, reserveOf, USD } from "./market.ts";

/** As many reserves as Ethereum's core market had while it was young, with the decimals that tokens have there. */
const DECIMALS = [18, 6, 6, 8, 18, 18, 18, 18, 6, 18, 18, 18, 2, 18, 18, 8, 18, 18, 6, 18, 18, 18, 18, 18];
/** In so many accounts one can be liquidated. */
const LIQUIDATABLE = 0.02;
const MOST_BONUS_BPS = 11_000n;

/** A market and accounts in it: the same for the same seed. */
export function accountsOf(seed: number, count: number): { market: AaveV3Market; positions: AaveV3Position[] } {
  const random = randomFrom(seed);
  const reserves = DECIMALS.map((decimals, id) => reserveOf(random, id, decimals, MOST_BONUS_BPS));
  const market = marketOf(addressOf(0), reserves);
  return { market, positions: Array.from({ length: count }, () => positionIn(random, reserves)) };
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
    return holdingOf(reserve, isDebt ? debt : worth, isDebt);
  });
  return { eModeCategory: 0, holdings };
}
