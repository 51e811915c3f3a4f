import type { Reason } from "../../core/errors/reason.ts";
import { formatDecimal } from "../../core/math/decimal.ts";
import { BPS, divUp } from "../../core/math/math.ts";
import type { AnyProtocol, DebtTally, MarketReads } from "../../protocols/protocol.ts";
import { type MarketRef, marketKey, type Target } from "../../protocols/target.ts";
import type { States } from "./states.ts";

/** A market of which it is not known that everybody who owes was found. */
export interface DebtGap {
  readonly market: MarketRef;
  /** What does not add up; null where nothing could be added up. */
  readonly tally: DebtTally | null;
  readonly reason: Reason;
}

/**
 * Compares what the positions owe with what each of their markets says that all do. Pure. A market with a position that could
 * not be read is left out: that is told already, and what it owes is not known.
 * @param others markets in which nobody was found, each once
 */
export function debtGaps(
  protocol: Pick<AnyProtocol, "tallyDebts">,
  { targets, markets, positions }: States,
  others: readonly MarketRef[] = [],
): DebtGap[] {
  const found = new Map<string, { readonly market: MarketRef; readonly states: unknown[]; unread: boolean }>();
  for (const market of others) found.set(marketKey(market), { market, states: [], unread: false });
  for (const [index, target] of targets.entries()) {
    const key = marketKey(target);
    const one = found.get(key) ?? { market: marketOf(target), states: [], unread: false };
    const position = positions[index]!;
    if (position.ok) one.states.push(position.state);
    else one.unread = true;
    found.set(key, one);
  }
  return [...found].flatMap(([key, { market, states, unread }]) =>
    unread ? [] : gapsIn(protocol, market, markets.get(key), states),
  );
}

/** The gap of a protocol without any market: nothing can tell that there is nobody. */
export function nowhere(market: MarketRef): DebtGap {
  const message =
    "no market is known from which could be borrowed: nobody was found, and nothing tells that there is nobody";
  return { market, tally: null, reason: { code: "no-market", message } };
}

function gapsIn(
  protocol: Pick<AnyProtocol, "tallyDebts">,
  market: MarketRef,
  read: ReturnType<MarketReads<unknown>["get"]>,
  positions: readonly unknown[],
): DebtGap[] {
  if (!read?.ok) {
    // where somebody was found, everybody in it is told to be unread
    const reason = read?.reason ?? { code: "market-unreadable", message: "the market was not read" };
    return positions.length > 0 ? [] : [{ market, tally: null, reason }];
  }
  return protocol.tallyDebts(read.state, positions).flatMap((tally) => {
    const reason = reasonOf(tally);
    return reason === null ? [] : [{ market, tally, reason }];
  });
}

/** Null when everything is found. */
function reasonOf({ token, whole, found, missing }: DebtTally): Reason | null {
  if (whole === null) {
    return { code: "debt-unknown", message: `what is owed of ${token.symbol} is not said by the market` };
  }
  if (found === whole) return null;
  if (found > whole) {
    const message = `more ${token.symbol} is owed by those who were found than by everybody: the reads are of different states`;
    return { code: "debt-exceeded", message, numbers: { whole, found } };
  }
  const missingBps = divUp((whole - found) * BPS, whole);
  const amount = `${formatDecimal(missing, token.decimals)} ${token.symbol}`;
  return {
    code: "debt-missing",
    message: `${amount}, ${formatDecimal(missingBps, 2)} % of all that is owed, is owed by accounts that were not found`,
    numbers: { missing, missingBps, whole, found },
  };
}

function marketOf({ protocol, market, marketId }: Target): MarketRef {
  return { protocol, market, ...(marketId && { marketId }) };
}
