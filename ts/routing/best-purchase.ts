import type { Curve } from "../venues/pool.ts";
import type { SaleTerms } from "./best-sale.ts";

const LOOKS = 48;
const SMALLEST = 1e-5;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
const NARROWINGS = 24;

/**
 * How much to sell to one pool that lends what it pays and is paid afterwards, so that most is left of what is seized for it: units of the
 * token in. Where no amount leaves the share of the bonus, the amount that leaves most without it. Pure, in plain numbers.
 * @param most units of the token in that are seized for the largest repay
 */
export function bestPurchase(curve: Curve, most: number, terms: SaleTerms): number {
  // for what the pool pays as much is seized as repays it, and the difference is kept
  const left = (sold: number) => {
    const seized = Math.min(curve(sold) / terms.owed, most);
    const value = (seized - sold) * terms.worth;
    return { value, isShort: value < terms.bonusShare * seized * Math.max(terms.worth - terms.repaid, 0) };
  };
  const better = (a: number, b: number) => {
    const [one, other] = [left(a), left(b)];
    return one.isShort === other.isShort ? one.value > other.value : other.isShort;
  };
  const ratio = (1 / SMALLEST) ** (1 / (LOOKS - 1));
  const amounts = Array.from({ length: LOOKS }, (_, index) => most * SMALLEST * ratio ** index);
  let at = 0;
  for (const index of amounts.keys()) if (better(amounts[index]!, amounts[at]!)) at = index;
  let [low, high] = [amounts[at - 1] ?? 0, amounts[at + 1] ?? amounts[at]!];
  for (let step = 0; step < NARROWINGS; step++) {
    const [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    if (better(a, b)) high = b;
    else low = a;
  }
  const found = (low + high) / 2;
  return better(found, amounts[at]!) ? found : amounts[at]!;
}
