import { type Hex, toHex } from "viem";
import { describe, expect, it } from "vitest";
import type { Head } from "./head.ts";
import { continuationOf, type History, withBlock } from "./history.ts";

const hash = (number: number, branch = 0): Hex => toHex(branch * 1_000 + number, { size: 32 });

function headOf(number: number, on: { branch?: number; parent?: number } = {}): Head {
  const { branch = 0, parent = branch } = on;
  const common = { number: BigInt(number), timestamp: 0n, baseFeePerGas: null };
  return { ...common, hash: hash(number, branch), parentHash: hash(number - 1, parent) };
}

/** Blocks up to a number, each of which touched a target of its own. */
function historyTo(last: number, first = 1): History {
  let history: History = [];
  for (let number = first; number <= last; number++) {
    history = withBlock(history, headOf(number), new Set([`target ${number}`]));
  }
  return history;
}

/** The chain as it is now, and what it was asked for. */
function chainOf(hashes: Readonly<Record<number, Hex | undefined>>) {
  const asked: bigint[] = [];
  const hashOf = async (number: bigint) => {
    asked.push(number);
    return hashes[Number(number)] ?? null;
  };
  return { asked, hashOf };
}

describe("the history", () => {
  it("keeps the last 128 blocks", () => {
    const history = historyTo(200);
    expect([history.length, history[0]!.number, history.at(-1)!.number]).toEqual([128, 73n, 200n]);
  });

  it("goes on with a child of its last block, and with the last block itself, without asking", async () => {
    const history = historyTo(5);
    for (const number of [5, 6]) {
      const { asked, hashOf } = chainOf({});
      expect(await continuationOf(history, headOf(number), hashOf)).toEqual({ kind: "follows", history });
      expect(asked).toEqual([]);
    }
  });

  it("goes on after blocks that were not seen", async () => {
    const history = historyTo(5);
    const { asked, hashOf } = chainOf({ 5: hash(5) });
    expect(await continuationOf(history, headOf(9), hashOf)).toEqual({ kind: "follows", history });
    expect(asked).toEqual([5n]);
  });

  it.each([
    { name: "of the same height", head: headOf(5, { branch: 1 }), now: { 3: hash(3), 4: hash(4, 1) } },
    { name: "that is longer", head: headOf(6, { branch: 1 }), now: { 3: hash(3), 4: hash(4, 1), 5: hash(5, 1) } },
    { name: "that is shorter", head: headOf(4, { branch: 1, parent: 0 }), now: { 3: hash(3) } },
  ])("gives up the blocks that another branch $name replaces, with what they touched", async ({ head, now }) => {
    // a head of another branch at the height of its parent
    const parent = head.number === 5n ? { ...head, parentHash: hash(4, 1) } : head;
    expect(await continuationOf(historyTo(5), parent, chainOf(now).hashOf)).toEqual({
      kind: "reorganised",
      history: historyTo(3),
      abandoned: new Set(["target 4", "target 5"]),
      blocks: 2,
    });
  });

  it("is lost when no block of it is left", async () => {
    expect(await continuationOf(historyTo(5), headOf(9, { branch: 1 }), chainOf({}).hashOf)).toEqual({ kind: "lost" });
    expect(await continuationOf([], headOf(9), chainOf({}).hashOf)).toEqual({ kind: "lost" });
  });
});
