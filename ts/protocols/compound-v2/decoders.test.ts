import { describe, expect, it } from "vitest";
import { DECODERS } from "./decoders.ts";

const notesOf = (words: Readonly<Record<string, bigint>>) => DECODERS["account-liquidity"]!.notes(words);

describe("what a comptroller says of an account", () => {
  it.each([0n, 1n])("without a shortfall leaves debts that are given up, and interest: liquidity %i", (liquidity) => {
    const [healthy, accrual, ...others] = notesOf({ error: 0n, liquidity, shortfall: 0n });
    expect(healthy).toEqual({
      code: "healthy",
      message:
        "the account has no shortfall: only debts of markets that the comptroller has given up could be liquidated",
    });
    expect([accrual!.code, others]).toEqual(["stored-interest", []]);
  });
});
