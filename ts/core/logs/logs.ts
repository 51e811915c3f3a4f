import { setTimeout as sleep } from "node:timers/promises";
import type { AbiEvent, Address, Log, PublicClient } from "viem";
import { InterruptedError, RpcError } from "../errors/errors.ts";
import { divisible } from "../rpc/divisible.ts";
import { classifyReadError, describeReadError, isNotYet } from "../rpc/read-errors.ts";
import { suggestedRange } from "./log-range.ts";

/** A log as the scan returns it: decoded, and mined. Of several events, one of each is a case. */
export type ScannedLog<event extends AbiEvent> = event extends AbiEvent
  ? Log<bigint, number, false, event, true>
  : never;

/** Which logs, and how hard to ask for them. */
export interface LogScan<event extends AbiEvent> {
  readonly client: Pick<PublicClient, "getLogs">;
  readonly address: Address;
  readonly events: readonly event[];
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
  /** Blocks of the first queries. Never exceeded. */
  readonly chunkBlocks: bigint;
  /** Queries under way at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Waits before the repetitions of a query that was refused for its frequency, milliseconds. */
  readonly waitsMs?: readonly number[];
}

/** Logs of one contiguous part, in order. Parts follow each other without gap or overlap. */
export interface ScannedRange<event extends AbiEvent> {
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
  readonly logs: readonly ScannedLog<event>[];
}

const WAITS_MS = [500, 1_000, 2_000, 4_000, 8_000];
/** Queries in a row that must succeed before a larger one is tried. */
const CALM = 8;
/** Pieces of a refused range that are asked for one after the other; of more than these, several at once. */
const MOST_PIECES = 8n;

/** The size of the next query: shrinks on refusal, grows slowly back, never above what the provider said it takes. */
interface Pace {
  blocks: bigint;
  ceiling: bigint;
  calm: number;
}

/**
 * Scans a range of blocks of any length for some events, in queries that the provider accepts.
 * @throws RpcError when a single block is refused, or the provider refuses for another reason; InterruptedError when
 * aborted. What was yielded until then is complete.
 */
export async function* scanLogs<const event extends AbiEvent>(
  scan: LogScan<event>,
): AsyncGenerator<ScannedRange<event>, void, void> {
  const pace: Pace = { blocks: scan.chunkBlocks, ceiling: scan.chunkBlocks, calm: 0 };
  for (let from = scan.fromBlock; from <= scan.toBlock; ) {
    const ranges = nextRanges(from, scan, pace.blocks);
    const found = await Promise.all(ranges.map((range) => fetchRange(scan, range.from, range.to, pace)));
    // what follows a range that was left unfinished is asked for again, in pieces of the new size
    const unfinished = found.findIndex(({ next }, index) => next <= ranges[index]!.to);
    const whole = unfinished < 0 ? found : found.slice(0, unfinished + 1);
    const { next } = whole.at(-1)!;
    if (next > from) yield { fromBlock: from, toBlock: next - 1n, logs: whole.flatMap(({ logs }) => logs) };
    from = next;
  }
}

/** As many ranges of the current size as may be under way at once. */
function nextRanges<event extends AbiEvent>(start: bigint, scan: LogScan<event>, blocks: bigint) {
  const ranges: { from: bigint; to: bigint }[] = [];
  for (let from = start; from <= scan.toBlock && ranges.length < Math.max(1, scan.concurrency); from += blocks) {
    const to = from + blocks - 1n;
    ranges.push({ from, to: to < scan.toBlock ? to : scan.toBlock });
  }
  return ranges;
}

/** One range, in as many queries as it takes; when these are many, only until `next`, so that the rest is shared out. */
async function fetchRange<event extends AbiEvent>(
  scan: LogScan<event>,
  from: bigint,
  to: bigint,
  pace: Pace,
): Promise<{ readonly logs: readonly ScannedLog<event>[]; readonly next: bigint }> {
  const logs: ScannedLog<event>[] = [];
  let next = from;
  while (next <= to) {
    const last = next + pace.blocks - 1n < to ? next + pace.blocks - 1n : to;
    const found = await query(scan, next, last, pace);
    if (!found) {
      if (to - next + 1n > pace.blocks * MOST_PIECES) break;
      continue;
    }
    for (const log of found) logs.push(log);
    next = last + 1n;
  }
  return { logs, next };
}

/** The logs of one query, or null when the pace was lowered and a smaller one has to be asked. */
async function query<event extends AbiEvent>(scan: LogScan<event>, from: bigint, to: bigint, pace: Pace) {
  const waits = scan.waitsMs ?? WAITS_MS;
  for (let attempt = 0; ; attempt++) {
    if (scan.signal.aborted) throw new InterruptedError();
    try {
      const { client, address, events } = scan;
      const filter = { address, events, fromBlock: from, toBlock: to, strict: true };
      const logs = await divisible(to > from, () => client.getLogs(filter as never));
      relax(pace);
      return logs as unknown as ScannedLog<event>[];
    } catch (error) {
      if (scan.signal.aborted) throw new InterruptedError();
      const failure = classifyReadError(error);
      if (failure === "shrink" && to > from) {
        shrink(pace, to - from + 1n, error, from);
        return null;
      }
      if (failure !== "wait" || attempt >= waits.length) throw refused(error, failure, from, to);
      await sleep(waits[attempt], undefined, { signal: scan.signal }).catch(() => undefined);
    }
  }
}

/** A suggestion counts only when it is smaller than what was refused; otherwise half of that. */
function shrink(pace: Pace, tried: bigint, error: unknown, from: bigint): void {
  const suggested = suggestedRange(error, from);
  const useful = suggested !== null && suggested.blocks < tried;
  const blocks = useful ? suggested.blocks : tried / 2n;
  if (useful && suggested.lasting && blocks < pace.ceiling) pace.ceiling = blocks;
  if (blocks < pace.blocks) pace.blocks = blocks;
  pace.calm = 0;
}

function relax(pace: Pace): void {
  pace.calm++;
  if (pace.calm < CALM || pace.blocks >= pace.ceiling) return;
  pace.calm = 0;
  pace.blocks = pace.blocks * 2n < pace.ceiling ? pace.blocks * 2n : pace.ceiling;
}

function refused(error: unknown, failure: string, from: bigint, to: bigint): RpcError {
  const message = `logs of blocks ${from} to ${to} cannot be read: ${describeReadError(error)}`;
  const options = { cause: error, numbers: { fromBlock: from, toBlock: to } };
  if (isNotYet(error)) {
    return new RpcError("node-error", message, {
      ...options,
      retryable: true,
      hint: "try again, or use another endpoint",
    });
  }
  if (failure === "wait") {
    return new RpcError("rate-limited", message, { ...options, retryable: true, hint: "lower FLIQ_CONCURRENCY" });
  }
  return new RpcError("node-error", message, { ...options, retryable: false, hint: "try another endpoint" });
}
