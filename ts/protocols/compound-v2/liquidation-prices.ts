import { accrue, storedBooks } from "./accrue.ts";
import { debtAt } from "./debt.ts";
import { type Liquidity, sum, weigh } from "./liquidity.ts";
import type { CompoundHolding, CompoundState, CompoundToken } from "./state.ts";

/** Prices are searched up to a billion times the present one. */
const HIGHEST = 10n ** 9n;

/**
 * For each holding the price of its token, oracle's scale, at which the account turns, all else equal and every market's interest
 * counted: of a collateral the highest at which it is short, of a debt the lowest. Null where no price makes the difference.
 */
export function liquidationPricesOf({ market, position }: CompoundState): (bigint | null)[] {
  const tokenOf = (holding: CompoundHolding) => market.tokens.find(({ id }) => id === holding.id);
  const weighAt = (holding: CompoundHolding, token: CompoundToken, price: bigint): Liquidity => {
    const { exchangeRate, index } = accrue(token, market.block) ?? storedBooks(token);
    const { collateralFactor } = token;
    const supplied = holding.entered ? holding.cTokens : 0n;
    return weigh({ collateralFactor, exchangeRate, price, cTokens: supplied, debt: debtAt(holding, index) });
  };
  const { holdings } = position;
  const now = holdings.map((holding) => {
    const token = tokenOf(holding);
    return weighAt(holding, token!, token?.price ?? 0n);
  });
  return holdings.map((holding, index) => {
    const token = tokenOf(holding);
    if (!token?.price) return null;
    const others = sum([...now.filter((_, other) => other !== index), { collateral: 0n, borrowed: position.dollars }]);
    const isShort = (price: bigint) => {
      const { collateral, borrowed } = sum([others, weighAt(holding, token, price)]);
      return borrowed > collateral;
    };
    return turningPrice(token.price * HIGHEST, isShort);
  });
}

/** Where it turns between zero and the highest, on the short side; it turns once. */
function turningPrice(highest: bigint, isShort: (price: bigint) => boolean): bigint | null {
  const atZero = isShort(0n);
  if (isShort(highest) === atZero) return null;
  let [low, high] = [0n, highest];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (isShort(middle) === atZero) low = middle;
    else high = middle;
  }
  return atZero ? low : high;
}
