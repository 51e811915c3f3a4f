import { InterruptedError } from "../errors/errors.ts";
import { divisible } from "../rpc/divisible.ts";
import { classifyReadError } from "../rpc/read-errors.ts";

/** A read of many items in few calls. */
export interface BatchedRead<Item, Result> {
  /** Items of the first calls; a call that answers fewer, or fails for its size, is continued with smaller ones. */
  readonly batchSize: number;
  /** Calls under way at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Results of the first items of the batch, at least one, or a failure. */
  readonly read: (batch: readonly Item[]) => Promise<readonly Result[]>;
  /** Result of an item whose call failed for good. */
  readonly failed: (item: Item, error: unknown) => Result;
  readonly onDone?: (done: number) => void;
}

/** One bad item in a thousand costs a dozen failed calls until it stands alone; a node that is down must not cost thousands. */
const MOST_FAILED_CALLS = 64;

/**
 * One result for every item, in the order of the items. Never rejects for a failed read: that is a result as well.
 * @throws InterruptedError when the signal is aborted.
 */
export async function readBatched<Item, Result>(
  items: readonly Item[],
  options: BatchedRead<Item, Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const queue: { start: number; end: number }[] = evenly(items.length, options.batchSize);
  let done = 0;
  let running = 0;
  let failedCalls = 0;

  const finish = (start: number, found: readonly Result[]) => {
    for (const [index, result] of found.entries()) results[start + index] = result;
    done += found.length;
    options.onDone?.(done);
  };
  const readOne = async ({ start, end }: { start: number; end: number }) => {
    const batch = items.slice(start, end);
    try {
      const found = await divisible(batch.length > 1, () => options.read(batch));
      if (found.length === 0) throw new RangeError("the call answered for no item");
      finish(start, found);
      if (found.length < batch.length) queue.unshift({ start: start + found.length, end });
    } catch (error) {
      if (options.signal.aborted) throw new InterruptedError();
      if (batch.length > 1 && ++failedCalls <= MOST_FAILED_CALLS && classifyReadError(error) === "shrink") {
        const middle = start + Math.ceil(batch.length / 2);
        queue.unshift({ start, end: middle }, { start: middle, end });
      } else {
        finish(
          start,
          batch.map((item) => options.failed(item, error)),
        );
      }
    }
  };

  await new Promise<void>((resolve, reject) => {
    const pump = () => {
      if (options.signal.aborted) return reject(new InterruptedError());
      if (queue.length === 0 && running === 0) return resolve();
      while (running < Math.max(1, options.concurrency) && queue.length > 0) {
        running++;
        readOne(queue.shift()!).then(
          () => {
            running--;
            pump();
          },
          (error: unknown) => reject(error),
        );
      }
    };
    pump();
  });
  return results;
}

/** As few batches as the size allows, all of about the same size. */
function evenly(count: number, size: number): { start: number; end: number }[] {
  const batches = Math.ceil(count / size);
  return Array.from({ length: batches }, (_, index) => ({
    start: Math.floor((index * count) / batches),
    end: Math.floor(((index + 1) * count) / batches),
  }));
}
