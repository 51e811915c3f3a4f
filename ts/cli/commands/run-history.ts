import type { Config } from "../../core/config/config.ts";
import { ownIds } from "../../core/config/own-chains.ts";
import { CHAIN_IDS } from "../../core/names/chain-names.ts";
import { readHistory } from "../../flow/history/read-history.ts";
import { reconcile } from "../../flow/reconcile/reconcile.ts";
import { isDone, readTransactions } from "../../ledger/read-transactions.ts";
import { loadSettings, openContext } from "../open-context.ts";
import { historyText } from "../print/history-text.ts";
import type { Session } from "../session.ts";
import type { HistoryRequest } from "./history.ts";

/** Shows what the ledger comes to, after the chain was asked about what is open in it. */
export async function runHistory({ by, since, limit, offline }: HistoryRequest, session: Session): Promise<void> {
  const { output, colors, width, logger } = session;
  const config = loadSettings(session);
  const now = new Date();
  if (!offline) await bringUpToDate(config, session, now);
  const { ledgerPath, chain, chains } = config;
  const from = since === null ? null : "at" in since ? since.at : now.getTime() - since.ago;
  const ids: Readonly<Record<string, number>> = { ...CHAIN_IDS, ...ownIds(chains) };
  const chainId = chain === null ? null : (ids[chain] ?? null);
  const history = await readHistory({ ledgerPath, chainId, since: from, by });
  for (const { line, problem } of history.broken) {
    logger.warn(`line ${line} of ${ledgerPath} cannot be read, and is not counted: ${problem}`);
  }
  const { entries, totals, broken } = history;
  const shown = entries.slice(-limit);
  output.result({ entries: shown, count: entries.length, by, totals, broken }, () =>
    historyText({ shown, count: entries.length, by, totals }, { colors, width }),
  );
}

/** Without anything that is open no endpoint is needed. */
async function bringUpToDate({ ledgerPath, rpcUrls }: Config, session: Session, now: Date): Promise<void> {
  const { logger } = session;
  const { transactions } = await readTransactions(ledgerPath);
  const unsettled = transactions.filter((one) => !isDone(one));
  if (unsettled.length === 0) return;
  const leftOut = (count: number, why: string) =>
    logger.warn(`${count} of the transactions may have changed since and are shown as the ledger has them: ${why}`);
  if (rpcUrls.length === 0) return leftOut(unsettled.length, "there is no endpoint to ask; name one, or use --offline");
  const context = await openContext(session);
  await reconcile(context, now);
  const elsewhere = unsettled.filter(({ sent }) => sent.chainId !== context.book.chainId);
  const chains = [...new Set(elsewhere.map(({ sent }) => sent.chain))].join(", ");
  if (elsewhere.length > 0) leftOut(elsewhere.length, `they are on ${chains}`);
}
