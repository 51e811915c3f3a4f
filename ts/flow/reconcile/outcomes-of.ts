import type { TransactionReceipt } from "viem";
import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import type { RevertWords } from "../../core/errors/revert-words.ts";
import { FUNDINGS } from "../../funding/index.ts";
import { sourcesIn } from "../../funding/source-text.ts";
import type { OutcomeRow } from "../../ledger/outcome-row.ts";
import type { SentLeg, SentRow } from "../../ledger/sent-row.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { revertReason } from "../../simulators/revert-reason.ts";
import { VENUES } from "../../venues/index.ts";
import { plainReason } from "../account/account.ts";
import { figuresOf } from "../account/figures-of.ts";
import { costShares, failedLeg } from "../batch/cost-shares.ts";
import { UNSAID } from "../batch/legs-of.ts";
import { realisedLegs } from "../batch/realised-legs.ts";
import { revertOf } from "../submit/revert-of.ts";

type Ending = Pick<OutcomeRow, "status" | "reason" | "realised">;

/** The rows of a transaction whose legs all ended alike: it is in no block. */
export function failedOutcomes(sent: SentRow, reason: Reason, time: string): OutcomeRow[] {
  return sent.legs.map((leg) => rowOf(sent, leg, failed(reason), time));
}

/** The rows of a transaction that is in a block, by its receipt and what was written down before it was sent. */
export async function minedOutcomes(
  context: Context,
  sent: SentRow,
  receipt: TransactionReceipt,
  time: string,
): Promise<OutcomeRow[]> {
  const { legs, to, data, from, gas: gasLimit } = sent;
  if (legs.length === 0) return [];
  const shares = costShares(
    receipt,
    legs.map(({ gasAlone }) => gasAlone),
  );
  const ends = receipt.status === "success" ? realisedLegs(receipt, to, legs.length) : null;
  const words = legs.flatMap(wordsOf);
  const revert = ends === null ? await revertOf(context, { from, to, data }, receipt, { gasLimit, words }) : null;
  return legs.map((leg, index) => {
    const [end, share] = [ends?.[index], shares[index]!];
    if (end === undefined) return rowOf(sent, leg, failed(failedLeg(revert!, share)), time);
    if (!("profit" in end)) {
      const why = end.data === null ? UNSAID : revertReason(end.data, wordsOf(leg));
      return rowOf(sent, leg, failed(failedLeg(why, share)), time);
    }
    const { debtPriceUsd, pair } = leg;
    const { nativePriceUsd } = sent;
    const realised = figuresOf(end, { debt: pair!.debt, debtPriceUsd, nativePriceUsd, ...share });
    return rowOf(sent, leg, { status: "liquidated", reason: null, realised }, time);
  });
}

function failed(reason: Reason): Ending {
  return { status: "failed", reason: plainReason(reason), realised: null };
}

function rowOf(
  { chainId, chain, txHash }: SentRow,
  { debtPriceUsd: _, gasAlone: __, deadline: ___, ...attempted }: SentLeg,
  ending: Ending,
  time: string,
): OutcomeRow {
  return { time, chainId, chain, ...attempted, ...ending, txHash };
}

/** The errors of every contract that a leg may have called. */
export function wordsOf({ protocol, funding }: SentLeg): RevertWords[] {
  const ofLenders = sourcesIn(funding ?? "").flatMap((name) => FUNDINGS[name]?.errors ?? []);
  return [PROTOCOLS[protocol].errors, ...ofLenders, ...Object.values(VENUES).map(({ errors }) => errors)];
}
