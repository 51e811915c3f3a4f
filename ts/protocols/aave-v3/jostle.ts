import { max, min, RAY } from "../../core/math/math.ts";
import { collateralValue, debtValue } from "../aave/health.ts";
import type { AaveV3Balance } from "./balance.ts";
import type { AaveV3Instant } from "./instant.ts";
import type { AaveV3Pair } from "./pair.ts";
import type { AaveV3Rules } from "./rules.ts";
import { totalsOf } from "./totals.ts";

/** What a stranger must give away to stop a call: base currency, meant as USD with 8 decimals, and a share of the debt. */
const MARGIN_BASE = 10n * 10n ** 8n;
const DEBT_PER_MARGIN = 1_000n;
/** At most so much of the collateral: the bonus has to pay for debt that is fetched and not taken. */
const COLLATERAL_PER_MARGIN = 200n;

/** A pair as it may be when the call arrives, because anybody may supply to the borrower, repay for him, or liquidate him first. */
export interface JostledPairs {
  /** Each time one thing happened: a little more of the collateral, a little less of a debt, a little less of both. */
  readonly pairs: readonly AaveV3Pair[];
  /** That little, in units of the pair's debt, rounded up. */
  readonly marginDebt: bigint;
}

/**
 * The rules have edges: leftovers below 1,000 USD are refused, positions below 2,000 USD and health factors up to 0.95 may be
 * closed whole. A call that only just stands on the right side of one is pushed over it by a few units of anybody; to push one
 * that stands here as well takes 10 USD and a thousandth of the debt, or a two-hundredth of the collateral, and they are the
 * borrower's.
 */
export function jostledPairs(pair: AaveV3Pair, rules: AaveV3Rules): JostledPairs {
  const { balances } = pair.now;
  const { debt, debtPrice, unit } = balances[pair.debtIndex]!;
  const seized = balances[pair.collateralIndex]!;
  const marginBase = min(
    MARGIN_BASE + debtValue(debt, debtPrice, unit, rules) / DEBT_PER_MARGIN,
    collateralValue(seized.collateral, seized.price, seized.unit) / COLLATERAL_PER_MARGIN,
  );
  const supplied = changed(pair, pair.collateralIndex, (balance) => withCollateral(balance, marginBase), rules);
  const debts = [...balances.keys()].filter((place) => balances[place]!.debt > 0n);
  const repaid = (place: number) => changed(pair, place, (balance) => withLessDebt(balance, marginBase), rules);
  const taken = (balance: AaveV3Balance) => withCollateral(balance, -marginBase);
  const liquidated = changed(repaid(pair.debtIndex), pair.collateralIndex, taken, rules);
  return { pairs: [supplied, ...debts.map(repaid), liquidated], marginDebt: (marginBase * unit) / debtPrice + 1n };
}

function withLessDebt(balance: AaveV3Balance, base: bigint): AaveV3Balance {
  const debt = max(balance.debt - (base * balance.unit) / balance.debtPrice, 0n);
  return { ...balance, debt, stableDebt: min(balance.stableDebt, debt) };
}

/** @param base negative: less of it */
function withCollateral(balance: AaveV3Balance, base: bigint): AaveV3Balance {
  const scaled = max(
    balance.scaledCollateral + (((base * balance.unit) / balance.price) * RAY) / balance.liquidityIndex,
    0n,
  );
  const collateral = (scaled * balance.liquidityIndex) / RAY;
  return { ...balance, collateral, scaledCollateral: scaled };
}

/** The pair with one balance changed at both of its instants, under the health factor that the change leaves at the block. */
function changed(
  pair: AaveV3Pair,
  place: number,
  change: (balance: AaveV3Balance) => AaveV3Balance,
  rules: AaveV3Rules,
): AaveV3Pair {
  const at = ({ balances }: AaveV3Instant): AaveV3Instant => {
    const after = balances.map((balance, index) => (index === place ? change(balance) : balance));
    return { balances: after, account: totalsOf(after, rules) };
  };
  const now = at(pair.now);
  if (pair.later === pair.now) return { ...pair, now, later: now };
  const later = at(pair.later);
  return { ...pair, now, later: { ...later, account: { ...later.account, healthFactor: now.account.healthFactor } } };
}
