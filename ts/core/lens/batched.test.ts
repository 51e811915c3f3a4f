import { describe, expect, it } from "vitest";
import { InterruptedError, RevertError, RpcError } from "../errors/errors.ts";
import { type BatchedRead, readBatched } from "./batched.ts";

const ITEMS = Array.from({ length: 100 }, (_, index) => index);

async function run(changes: Partial<BatchedRead<number, string>>) {
  const batches: (readonly number[])[] = [];
  const progress: number[] = [];
  const results = await readBatched<number, string>(ITEMS, {
    batchSize: 30,
    concurrency: 3,
    signal: new AbortController().signal,
    failed: (item, error) => `${item} failed: ${(error as Error).message}`,
    onDone: (done) => void progress.push(done),
    ...changes,
    read: async (batch) => {
      batches.push(batch);
      await new Promise((resolve) => setTimeout(resolve, batch[0]! % 7));
      return changes.read ? changes.read(batch) : batch.map(String);
    },
  });
  return { results, batches, progress };
}

describe("readBatched", () => {
  it("keeps the order, with as few batches as the size allows", async () => {
    const { results, batches, progress } = await run({});
    expect(results).toEqual(ITEMS.map(String));
    expect(batches.map((batch) => batch.length)).toEqual([25, 25, 25, 25]);
    expect(progress.at(-1)).toBe(100);
  });

  it("goes on where a call stopped early", async () => {
    const { results } = await run({ read: async (batch) => batch.slice(0, 7).map(String) });
    expect(results).toEqual(ITEMS.map(String));
  });

  it("finds the one item that makes calls fail, and reads all others", async () => {
    const read = async (batch: readonly number[]) => {
      if (batch.includes(42)) throw new RevertError("poison");
      return batch.map(String);
    };
    const { results, batches } = await run({ read });
    expect(results).toEqual(ITEMS.map((item) => (item === 42 ? "42 failed: poison" : String(item))));
    expect(batches.length).toBeLessThan(20);
  });

  it("does not ask a node again that cannot be reached", async () => {
    const read = async () => {
      throw new RpcError("unreachable", "gone", { retryable: true });
    };
    const { results, batches } = await run({ read });
    expect(results).toEqual(ITEMS.map((item) => `${item} failed: gone`));
    expect(batches).toHaveLength(4);
  });

  it("gives up on a node that fails every call", async () => {
    const read = async () => {
      throw new RevertError("always");
    };
    const { results, batches } = await run({ read, batchSize: 100 });
    expect(results).toEqual(ITEMS.map((item) => `${item} failed: always`));
    expect(batches.length).toBeLessThan(135);
  });

  it("rejects when it is interrupted", async () => {
    const controller = new AbortController();
    const read = async (batch: readonly number[]) => {
      controller.abort();
      return batch.map(String);
    };
    await expect(run({ signal: controller.signal, read, concurrency: 1 })).rejects.toBeInstanceOf(InterruptedError);
  });

  it("never has more calls under way than it may", async () => {
    let [now, most] = [0, 0];
    // counted as soon as it is called, so that no timer decides how many are seen
    const read = async (batch: readonly number[]) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, batch[0]! % 7));
      now--;
      return batch.map(String);
    };
    const { signal } = new AbortController();
    const results = await readBatched(ITEMS, { read, batchSize: 5, concurrency: 4, signal, failed: String });
    expect(results).toEqual(ITEMS.map(String));
    expect(most).toBe(4);
  });

  it("has nothing to do for no items", async () => {
    const read = async () => {
      throw new Error("called");
    };
    const signal = new AbortController().signal;
    expect(await readBatched([], { batchSize: 1, concurrency: 1, signal, read, failed: String })).toEqual([]);
  });
});
