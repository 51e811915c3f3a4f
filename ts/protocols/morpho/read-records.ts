import { type Address, concatHex, type Hex, numberToHex } from "viem";
import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { morphoLensAbi } from "../../generated/MorphoLens.ts";
import type { Read } from "../protocol.ts";
import { type Target, userOf } from "../target.ts";
import { bySingleton } from "./by-singleton.ts";
import { decodePositions, type PositionRecord } from "./lens.ts";
import { failedCall, NO_MARKET_ID, unread } from "./unread.ts";

type RecordRead = Read<PositionRecord>;

/** A position as the lens is asked for it; the id in lower case. */
interface Query {
  /** Of the target that it answers. */
  readonly index: number;
  readonly morpho: Address;
  readonly id: Hex;
  readonly user: Address;
}

export interface RecordsOptions {
  /** Contracts of which is asked whether the user has authorised them, by the market's id in lower case. */
  readonly candidatesOf: (id: Hex) => readonly Address[];
  readonly blockNumber: bigint;
  readonly onDone?: (done: number) => void;
}

/** Rarely more than 35 bytes each. */
const POSITIONS_PER_CALL = 700;
/** What the lens takes at once. Of more, it is asked again about the next so many. */
const CANDIDATES_PER_CALL = 255;

const NO_ACCOUNT: Reason = { code: "no-account", message: "what is not an account has no position in Morpho" };

/**
 * Positions at one block, 700 a call, and which of some contracts their owners have authorised: their numbers are those of
 * `candidatesOf`. Order is kept; what cannot be read is a result with the reason.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function readRecords(
  context: Context,
  targets: readonly Target[],
  { candidatesOf, blockNumber, onDone }: RecordsOptions,
): Promise<RecordRead[]> {
  const reads: RecordRead[] = [];
  const queries: Query[] = [];
  for (const [index, target] of targets.entries()) {
    const user = userOf(target);
    reads.push(unread(blockNumber, user === null ? NO_ACCOUNT : NO_MARKET_ID));
    if (user === null || !target.marketId) continue;
    queries.push({ index, morpho: target.market, id: target.marketId.toLowerCase() as Hex, user });
  }
  for (let from = 0, rest = queries; rest.length > 0; from += CANDIDATES_PER_CALL) {
    const part = (id: Hex) => candidatesOf(id).slice(from, from + CANDIDATES_PER_CALL);
    await readPass(
      context,
      rest,
      { candidatesOf: part, blockNumber, ...(from === 0 && onDone && { onDone }) },
      (index, read) => {
        reads[index] = from === 0 ? read : joined(reads[index]!, read, from);
      },
    );
    rest = rest.filter(({ index, id }) => {
      const read = reads[index]!;
      return read.ok && read.state.borrowShares > 0n && candidatesOf(id).length > from + CANDIDATES_PER_CALL;
    });
  }
  return reads;
}

async function readPass(
  context: Context,
  queries: readonly Query[],
  { candidatesOf, blockNumber, onDone }: RecordsOptions,
  take: (index: number, read: RecordRead) => void,
): Promise<void> {
  let before = 0;
  for (const [morpho, all] of bySingleton(queries)) {
    const found = await readBatched<Query, RecordRead>(all, {
      batchSize: POSITIONS_PER_CALL,
      concurrency: context.config.concurrency,
      signal: context.signal,
      onDone: (done) => onDone?.(before + done),
      read: async (batch) => {
        const ids = [...new Set(batch.map(({ id }) => id))];
        const indexOf = new Map(ids.map((id, index) => [id, BigInt(index)]));
        const keys = batch.map(({ id, user }) => (indexOf.get(id)! << 160n) | BigInt(user));
        const [done, timestamp, records] = await callDeployless(context.client, {
          contract: "MorphoLens",
          abi: morphoLensAbi,
          functionName: "positions",
          args: [morpho, ids, concatHex(ids.map((id) => listOf(candidatesOf(id)))), keys],
          blockNumber,
        });
        return decodePositions(records, Number(done)).map((state) => ({ ok: true, blockNumber, timestamp, state }));
      },
      failed: (_, error) => unread(blockNumber, failedCall("read-failed", "the position could not be read", error)),
    });
    for (const [at, read] of found.entries()) take(all[at]!.index, read);
    before += all.length;
  }
}

const listOf = (candidates: readonly Address[]): Hex =>
  concatHex([numberToHex(candidates.length, { size: 1 }), ...candidates]);

/** What a later pass has read of the same position; a pass that failed leaves nothing known. */
function joined(before: RecordRead, read: RecordRead, from: number): RecordRead {
  if (!before.ok || !read.ok) return read;
  const authorized = [...before.state.authorized, ...read.state.authorized.map((number) => number + from)];
  return { ...before, state: { ...before.state, authorized } };
}
