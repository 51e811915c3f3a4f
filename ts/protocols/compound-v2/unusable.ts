import type { Reason } from "../../core/errors/reason.ts";
import type { CompoundState } from "./state.ts";

/** Why nothing can be computed of the account: something that it holds, and the market does not tell. */
export function unreadablePart({ market, position }: CompoundState): Reason | null {
  const missing = position.holdings.find(({ id }) => !market.tokens.some((token) => token.id === id));
  if (missing === undefined) return null;
  const numbers = { cToken: market.list[missing.id] ?? `number ${missing.id}` };
  return {
    code: "market-unreadable",
    message: "the account is in a market that does not tell what is needed",
    numbers,
  };
}

/** A price that the comptroller would ask for and that is missing or zero. */
export function unusablePrice({ market, position }: CompoundState): Reason | null {
  for (const { id, entered } of position.holdings) {
    const found = market.tokens.find((token) => token.id === id);
    if (!entered || found === undefined || found.price) continue;
    const { symbol } = found.token;
    return found.price === null
      ? { code: "oracle-unavailable", message: `the oracle has no price for ${symbol}`, numbers: {} }
      : { code: "oracle-zero", message: `the oracle's price for ${symbol} is zero`, numbers: {} };
  }
  return null;
}
