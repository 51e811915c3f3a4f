import type { Context } from "../../core/context.ts";
import { doubtLogs } from "../../core/logs/doubt-logs.ts";
import type { AnyProtocol, Discovered } from "../../protocols/protocol.ts";
import { marketKey } from "../../protocols/target.ts";
import { type DebtGap, debtGaps, nowhere } from "./debt-gaps.ts";
import type { States } from "./states.ts";

/**
 * Where not everybody who owes is known to be found: the markets of those who were, and those in which nobody was, which are
 * read for it. Log scans that lack somebody are marked, and the next one looks at every block again.
 * @throws InterruptedError
 */
export async function findGaps(
  context: Context,
  protocol: AnyProtocol,
  { markets, scans }: Pick<Discovered, "markets" | "scans">,
  states: States,
  blockNumber: bigint,
): Promise<readonly DebtGap[]> {
  const others = [...new Map(markets.map((market) => [marketKey(market), market]))].flatMap(([key, market]) =>
    states.markets.has(key) ? [] : [market],
  );
  if (others.length === 0 && states.markets.size === 0) {
    return protocol.markets(context.book).map(({ address }) => nowhere({ protocol: protocol.name, market: address }));
  }
  const read = await protocol.readMarkets(context, others, blockNumber);
  const gaps = debtGaps(protocol, { ...states, markets: new Map([...states.markets, ...read]) }, others);
  if (gaps.some(({ tally }) => tally !== null && tally.missing > 0n)) {
    for (const path of scans) await doubtLogs(context, path);
  }
  return gaps;
}
