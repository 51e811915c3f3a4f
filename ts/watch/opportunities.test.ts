import { type Address, toHex } from "viem";
import { describe, expect, it } from "vitest";
import type { TargetRow } from "../flow/find-targets.ts";
import { accountTarget, targetKey } from "../protocols/target.ts";
import { bestOpportunity, nextOpportunities, type Opportunities } from "./opportunities.ts";

const POOL: Address = "0x00000000000000000000000000000000000000aa";
const NONE: Opportunities = new Map();
const REASON = { code: "below-min-profit", message: "too little" } as const;

const targetOf = (user: number) => accountTarget({ protocol: "aave-v3", market: POOL }, toHex(user, { size: 20 }));
const keyOf = (user: number) => targetKey(targetOf(user));

/** Of a row only what an opportunity looks at. */
function rowOf(user: number, netUsd: bigint | null = 1n, reason: TargetRow["reason"] = null): TargetRow {
  const plan = netUsd === null ? null : { expected: { netUsd } };
  return { assessment: { target: targetOf(user) }, plan, alternatives: [], reason } as unknown as TargetRow;
}

const NOBODY: ReadonlySet<string> = new Set();
const seen = (rows: readonly TargetRow[], block: bigint, unread = NOBODY) => ({ rows, unread, block });

const resting = (user: number, restsUntil: bigint): Opportunities =>
  new Map([[keyOf(user), { key: keyOf(user), since: 1n, row: rowOf(user), restsUntil }]]);

describe("opportunities after a block", () => {
  it("open once, and carry their last row from block to block", () => {
    const first = nextOpportunities(NONE, seen([rowOf(1), rowOf(2)], 10n));
    expect(first.opened.map(({ key, since }) => [key, since])).toEqual([
      [keyOf(1), 10n],
      [keyOf(2), 10n],
    ]);
    const second = nextOpportunities(first.now, seen([rowOf(1, 7n), rowOf(2)], 11n));
    expect([second.opened, second.gone]).toEqual([[], []]);
    const { row, since } = second.now.get(keyOf(1))!;
    expect([row.plan!.expected.netUsd, since]).toEqual([7n, 10n]);
  });

  it("are gone once, and another one when they come back", () => {
    const { now } = nextOpportunities(NONE, seen([rowOf(1), rowOf(2)], 10n));
    const left = nextOpportunities(now, seen([rowOf(2)], 11n));
    expect(left.gone).toEqual([now.get(keyOf(1))]);
    expect([...left.now.keys()]).toEqual([keyOf(2)]);
    const back = nextOpportunities(left.now, seen([rowOf(1), rowOf(2)], 12n));
    expect(back.gone).toEqual([]);
    expect(back.opened).toEqual([back.now.get(keyOf(1))]);
    expect(back.opened[0]!.since).toBe(12n);
  });

  it("that were acted on rest, and are another one afterwards", () => {
    const still = nextOpportunities(resting(1, 15n), seen([rowOf(1)], 14n));
    expect([still.opened, still.now.get(keyOf(1))!.restsUntil]).toEqual([[], 15n]);
    const rested = nextOpportunities(still.now, seen([rowOf(1)], 15n));
    expect(rested.opened).toEqual([{ key: keyOf(1), since: 15n, row: rowOf(1), restsUntil: null }]);
  });

  it("that were acted on are not said to be gone: their row is written", () => {
    const { now, gone } = nextOpportunities(resting(1, 15n), seen([], 12n));
    expect([now.size, gone]).toEqual([0, []]);
  });
});

describe("opportunities of targets that could not be read", () => {
  const unread = new Set([keyOf(1), keyOf(3)]);

  it("stay as they were, and are neither gone nor opened", () => {
    const { now } = nextOpportunities(NONE, seen([rowOf(1, 7n), rowOf(2)], 10n));
    const hidden = nextOpportunities(now, seen([], 11n, unread));
    expect([hidden.opened, hidden.gone]).toEqual([[], [now.get(keyOf(2))]]);
    expect([...hidden.now.values()]).toEqual([now.get(keyOf(1))]);
    const back = nextOpportunities(hidden.now, seen([rowOf(1, 8n)], 12n));
    expect([back.opened, back.gone, back.now.get(keyOf(1))!.since]).toEqual([[], [], 10n]);
    const over = nextOpportunities(hidden.now, seen([], 12n));
    expect(over.gone).toEqual([now.get(keyOf(1))]);
  });

  it("rest on, and are not the best", () => {
    const hidden = nextOpportunities(resting(1, 15n), seen([], 12n, unread));
    expect(hidden.now.get(keyOf(1))!.restsUntil).toBe(15n);
    const { now } = nextOpportunities(NONE, seen([rowOf(1, 7n), rowOf(2, 3n)], 10n));
    expect(bestOpportunity(now, unread)!.key).toBe(keyOf(2));
  });
});

describe("the best opportunity", () => {
  it("is the one that earns the most of those that would be done and do not rest", () => {
    const rows = [rowOf(1, 5n), rowOf(2, 9n), rowOf(3, 100n, REASON), rowOf(4, null, REASON)];
    const { now } = nextOpportunities(resting(5, 20n), seen([...rows, rowOf(5, 1_000n)], 10n));
    expect(bestOpportunity(now, NOBODY)!.key).toBe(keyOf(2));
  });

  it("is none when nothing would be done", () => {
    const { now } = nextOpportunities(
      resting(1, 20n),
      seen([rowOf(1), rowOf(2, 5n, REASON), rowOf(3, null, REASON)], 10n),
    );
    expect(bestOpportunity(now, NOBODY)).toBeNull();
  });
});
