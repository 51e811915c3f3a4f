import { min } from "../../core/math/math.ts";
import { accrue, storedBooks } from "./accrue.ts";
import type { PairAtBlock } from "./call.ts";
import { debtAt } from "./debt.ts";
import { healthFactorOfLiquidity, type Liquidity, NOTHING, sum, weigh } from "./liquidity.ts";
import type { CompoundHolding, CompoundState, CompoundToken } from "./state.ts";

/**
 * An account as the comptroller would weigh it if every market had counted its interest: for people. Null where a price is missing of
 * what it is in.
 */
export function liquidityNow({ market, position }: CompoundState): Liquidity | null {
  const parts = position.holdings
    .filter(({ entered }) => entered)
    .map((holding) => weighNow(market.tokens, holding, market.block));
  if (parts.includes(null)) return null;
  return sum([...(parts as Liquidity[]), { collateral: 0n, borrowed: position.dollars }]);
}

function weighNow(tokens: readonly CompoundToken[], holding: CompoundHolding, block: bigint): Liquidity | null {
  const token = tokens.find(({ id }) => id === holding.id);
  if (token === undefined || !token.price) return null;
  const { exchangeRate, index } = accrue(token, block) ?? storedBooks(token);
  const { collateralFactor, price } = token;
  return weigh({ collateralFactor, exchangeRate, price, cTokens: holding.cTokens, debt: debtAt(holding, index) });
}

/**
 * The lowest health factor that a call would find, WAD: each counts the interest of its own two markets only, so that one may find
 * the account short where another does not.
 * @param pairs every one of the account's; without any, all markets' interest counts
 */
export function lowestHealth(state: CompoundState, pairs: readonly PairAtBlock[]): bigint {
  const found = pairs.map((pair) => pair.liquidityWith(0n) ?? NOTHING);
  const all = found.length > 0 ? found : [liquidityNow(state) ?? NOTHING];
  return all.map(healthFactorOfLiquidity).reduce(min);
}
