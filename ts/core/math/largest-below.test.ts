import { describe, expect, it } from "vitest";
import { largestBelow } from "./largest-below.ts";

const REFUSED = 10n ** 30n;

describe("largestBelow", () => {
  it.each([
    ["where it is", 0n],
    ["one below", -1n],
    ["one above", 1n],
    ["far below", -(10n ** 20n)],
    ["far above", 10n ** 20n],
    ["below everything", -REFUSED],
    ["above everything", 2n * REFUSED],
  ])("finds the edge with a guess %s", (_, off) => {
    for (const edge of [1n, 2n, 15n, 16n, 17n, 10n ** 18n, 10n ** 24n + 7n, REFUSED - 2n, REFUSED - 1n]) {
      expect(largestBelow(REFUSED, edge + off, (amount) => amount <= edge)).toBe(edge);
    }
  });

  it("is zero where nothing is accepted", () => {
    for (const guess of [-1n, 0n, 1n, 10n ** 18n, REFUSED]) expect(largestBelow(REFUSED, guess, () => false)).toBe(0n);
  });

  it("is the last one below what is refused where all is accepted", () => {
    for (const guess of [0n, 5n, REFUSED - 1n, REFUSED])
      expect(largestBelow(REFUSED, guess, () => true)).toBe(REFUSED - 1n);
  });

  it("never asks for an amount outside", () => {
    const asked: bigint[] = [];
    for (const guess of [-5n, 0n, 3n, 99n, 100n, 1_000n]) {
      largestBelow(100n, guess, (amount) => {
        asked.push(amount);
        return amount < 40n;
      });
    }
    expect(asked.every((amount) => amount > 0n && amount < 100n)).toBe(true);
  });

  it("looks a few times with a good guess and never much oftener than by halving", () => {
    const edge = 10n ** 24n;
    const looks = (guess: bigint) => {
      let count = 0;
      largestBelow(REFUSED, guess, (amount) => {
        count += 1;
        return amount <= edge;
      });
      return count;
    };
    expect(looks(edge)).toBe(2);
    expect(looks(edge + 3n)).toBeLessThan(10);
    expect(looks(0n)).toBeLessThanOrEqual(100);
    expect(looks(1n)).toBeLessThan(130);
  });
});
