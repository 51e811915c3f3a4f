import { describe, expect, it } from "vitest";
import { onceAt } from "./once-at.ts";

describe("the memory of a block", () => {
  it("is one for all who ask about it, and another for another block and another endpoint", async () => {
    const [one, other] = [{}, {}];
    let reads = 0;
    const read = async () => ++reads;
    expect(await onceAt(one, 5n)("key", read)).toBe(1);
    expect(await onceAt(one, 5n)("key", read)).toBe(1);
    expect(await onceAt(other, 5n)("key", read)).toBe(2);
    expect(await onceAt(one, 6n)("key", read)).toBe(3);
    expect(await onceAt(one, 6n)("other key", read)).toBe(4);
  });

  it("is forgotten when a later one begins", async () => {
    const owner = {};
    let reads = 0;
    for (const block of [5n, 6n, 5n]) await onceAt(owner, block)("key", async () => ++reads);
    expect(reads).toBe(3);
  });
});
