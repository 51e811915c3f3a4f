import type { ChainBook } from "../../core/chain-book.ts";
import type { Reason } from "../../core/errors/reason.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import { FieldError, fieldsOf } from "../../core/records/fields.ts";
import type { RecordEntry } from "../../core/records/record-file.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import type { Replay, Replays } from "../../protocols/replay.ts";
import { bonusOf, comparedFigures } from "./compare.ts";
import { earnedOf } from "./earned.ts";
import type { ReplayedGas, ReplayedRecord } from "./replayed.ts";

/** The replays of a protocol by the name that a record uses; null: there is no adapter, or it replays nothing. */
export function replaysOf(protocol: string): Replays | null {
  if (!Object.hasOwn(PROTOCOLS, protocol)) return null;
  return PROTOCOLS[protocol as ProtocolName].replays ?? null;
}

/**
 * Works a recorded call out anew and compares it. Pure: whatever is wrong with the record is a result.
 * @param book of its chain; null: it names none that is known
 */
export function replayRecord(record: RecordEntry, book: ChainBook | null): ReplayedRecord {
  const replays = replaysOf(record.protocol);
  if (replays === null) {
    return unplayed(record, book, { code: "no-adapter", message: `there is no adapter for ${record.protocol}` });
  }
  const play = Object.hasOwn(replays.kinds, record.kind) ? replays.kinds[record.kind] : undefined;
  if (play === undefined) {
    const kinds = Object.keys(replays.kinds).join(", ");
    const message = `${record.kind} of ${record.protocol} is no call that can be replayed; those are ${kinds}`;
    return unplayed(record, book, { code: "no-call", message });
  }
  try {
    const contract = record.ref?.target ?? null;
    const replay = play({ input: fieldsOf(record.input), reads: record.reads ?? [], contract }, book);
    return judged(record, replay, replays, book);
  } catch (error) {
    if (error instanceof FieldError) return unplayed(record, book, { code: "unusable-record", message: error.message });
    if (!(error instanceof RangeError)) throw error;
    const message = `the numbers of the record are no state of the protocol: ${error.message}`;
    return unplayed(record, book, { code: "unusable-record", message });
  }
}

function judged(record: RecordEntry, replay: Replay, replays: Replays, book: ChainBook | null): ReplayedRecord {
  const { refusal, repaidField, receivedField } = replay;
  const figures = comparedFigures(replay, record.expected);
  const plannedOf = (name: string) => figures.find(({ field }) => field === name)?.planned ?? null;
  const [repaid, received] = [plannedOf(repaidField), plannedOf(receivedField)];
  const amounts = repaid === null || received === null ? null : { repaid, received };
  const outcome = record.outcome === undefined ? null : fieldsOf(record.outcome, "outcome");
  const earned = outcome === null ? [] : earnedOf(outcome, replay, amounts, book);
  const reason = differenceOf(record, replay, replays);
  const checked = [...figures, ...earned].filter(({ isExact }) => isExact !== null);
  const isSame = reason === null && checked.every(({ isExact }) => isExact === true);
  const common = {
    ...headOf(record, book),
    refusal: refusal?.reason ?? null,
    figures,
    bonus: bonusOf(replay, figures),
    earned,
  };
  // a call that went through and of which nothing was written down cannot be said to come out as it did
  if (reason === null && refusal === null && checked.length === 0) {
    const nothing = { code: "nothing-recorded", message: "the record says nothing about what the call did" };
    return { ...common, verdict: "not-replayed", reason: nothing };
  }
  return { ...common, verdict: isSame ? "exact" : "different", reason };
}

/** What differs besides numbers: whether the call went through, and the error. */
function differenceOf({ expected }: RecordEntry, { refusal }: Replay, { isSameError }: Replays): Reason | null {
  const reverted = isReverted(expected);
  if (refusal === null) {
    const why = typeof expected.revert === "string" ? ` with ${expected.revert}` : "";
    return reverted ? { code: "went-through", message: `the mathematics let it through, and it reverted${why}` } : null;
  }
  const { message } = refusal.reason;
  if (!reverted) {
    return { code: "refused", message: `the mathematics refuse it, and it went through: ${message}` };
  }
  const { revert } = expected;
  const isSame = (name: string) => name === refusal.error || (isSameError?.(refusal.error, name) ?? false);
  if (typeof revert !== "string" || isSame(revert)) return null;
  return {
    code: "other-error",
    message: `it reverted with ${revert}, and the mathematics say ${refusal.error}: ${message}`,
  };
}

const isReverted = ({ revert, reverted }: Readonly<Record<string, unknown>>): boolean =>
  reverted === true || (typeof revert === "string" && revert !== "");

function headOf(record: RecordEntry, book: ChainBook | null) {
  const { id, protocol, kind, ref, expected, basis = null } = record;
  return {
    id,
    protocol,
    kind,
    basis,
    chain: book?.name ?? null,
    block: ref?.block === undefined ? null : BigInt(ref.block),
    txHash: ref?.tx ?? null,
    reverted: isReverted(expected),
    gas: gasOf(record),
  };
}

function gasOf({ ref }: RecordEntry): ReplayedGas | null {
  const { gasUsedTx, effectiveGasPrice } = ref ?? {};
  if (typeof gasUsedTx !== "string" || typeof effectiveGasPrice !== "string") return null;
  if (!/^\d+$/.test(gasUsedTx) || !/^\d+$/.test(effectiveGasPrice)) return null;
  const used = BigInt(gasUsedTx);
  return { used, costWei: used * BigInt(effectiveGasPrice) };
}

function unplayed(record: RecordEntry, book: ChainBook | null, reason: Reason): ReplayedRecord {
  const nothing = { refusal: null, figures: [], bonus: null, earned: [] } as const;
  return { ...headOf(record, book), ...nothing, verdict: "not-replayed", reason };
}
