import { getAddress } from "viem";
import { describe, expect, it } from "vitest";
import { inOrder, isSame, pairKey } from "./in-order.ts";

// the letters of the lower one are capital where the number is spelt with a checksum, and capitals come before small letters
const LOW = "0xab00000000000000000000000000000000000001";
const HIGH = "0xAC00000000000000000000000000000000000001";

describe("two tokens", () => {
  it("have the lower address first, whatever the case of its letters", () => {
    for (const low of [LOW, getAddress(LOW)] as const) {
      expect(inOrder(low, HIGH)).toEqual([low, HIGH]);
      expect(inOrder(HIGH, low)).toEqual([low, HIGH]);
    }
  });

  it("are the same in any case, and others are not", () => {
    expect([isSame(LOW, getAddress(LOW)), isSame(HIGH, HIGH.toLowerCase() as typeof HIGH), isSame(LOW, HIGH)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("have one key in both orders and in any case", () => {
    const keys = [pairKey(LOW, HIGH), pairKey(HIGH, LOW), pairKey(getAddress(LOW), HIGH.toLowerCase() as typeof HIGH)];
    expect(new Set(keys).size).toBe(1);
    expect(pairKey(LOW, "0x0000000000000000000000000000000000000001")).not.toBe(keys[0]);
  });
});
