import type { Context } from "../../core/context.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { morphoLensAbi } from "../../generated/MorphoLens.ts";
import { type Answer, failedCall } from "./answer.ts";
import { bySingleton, type PositionKey } from "./by-singleton.ts";
import { decodePositions, type PositionRecord } from "./lens.ts";

/** At most 34 bytes each. */
const POSITIONS_PER_CALL = 700;

/**
 * Borrow shares and collateral of positions at one block, 700 a call. Order is kept; what cannot be read is an answer.
 * @param onDone positions read so far
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function readPositions(
  context: Context,
  positions: readonly PositionKey[],
  blockNumber: bigint,
  onDone: (done: number) => void,
): Promise<Answer<PositionRecord>[]> {
  const answers = new Map<PositionKey, Answer<PositionRecord>>();
  for (const [morpho, all] of bySingleton(positions)) {
    const before = answers.size;
    const found = await readBatched<PositionKey, Answer<PositionRecord>>(all, {
      batchSize: POSITIONS_PER_CALL,
      concurrency: context.config.concurrency,
      signal: context.signal,
      onDone: (done) => onDone(before + done),
      read: async (batch) => {
        const ids = [...new Set(batch.map(({ id }) => id))];
        const indexOf = new Map(ids.map((id, index) => [id, BigInt(index)]));
        const [done, timestamp, records] = await callDeployless(context.client, {
          contract: "MorphoLens",
          abi: morphoLensAbi,
          functionName: "positions",
          args: [morpho, ids, batch.map(({ id, user }) => (indexOf.get(id)! << 160n) | BigInt(user))],
          blockNumber,
        });
        return decodePositions(records, Number(done)).map((record) => ({ ok: true, timestamp, record }));
      },
      failed: (_, error) => failedCall("read-failed", "the position could not be read", error),
    });
    for (const [index, answer] of found.entries()) answers.set(all[index]!, answer);
  }
  return positions.map((position) => answers.get(position)!);
}
