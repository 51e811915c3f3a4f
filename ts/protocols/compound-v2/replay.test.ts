import { describe, expect, it } from "vitest";
import { fieldsOf } from "../../core/records/fields.ts";
import { REPLAYS } from "./replay.ts";

const DEBT = "0x00000000000000000000000000000000000000d1";
const INPUT = {
  repayAmount: "40",
  cTokenBorrowed: DEBT,
  cTokenCollateral: "0x00000000000000000000000000000000000000c1",
  priceBorrowed: "1000000000000000000",
  priceCollateral: "1000000000000000000",
  exchangeRate: "1000000000000000000",
  liquidationIncentive: "1080000000000000000",
};
const CLOSE_FACTOR = { closeFactor: "500000000000000000" };
const OWED = { borrowBalance: "101" };

const played = (changes: Readonly<Record<string, unknown>>) =>
  REPLAYS.kinds.seize!({ input: fieldsOf({ ...INPUT, ...changes }), reads: [], contract: null }, null);

describe("what the close factor leaves to a recorded call", () => {
  it.each([
    ["both are told", { ...CLOSE_FACTOR, ...OWED }, 50n],
    [
      "the account's snapshot tells what is owed",
      { ...CLOSE_FACTOR, accountSnapshots: [{ cToken: DEBT, ...OWED }] },
      50n,
    ],
    ["nobody tells what is owed", CLOSE_FACTOR, undefined],
    ["the snapshot does not either", { ...CLOSE_FACTOR, accountSnapshots: [{ cToken: DEBT }] }, undefined],
    ["there is no close factor", OWED, undefined],
  ])("is a figure of it where it is known: %s", (_, changes, most) => {
    // of a call that goes through, and of one that is refused
    for (const repayAmount of ["40", "0"]) {
      const { refusal, figures } = played({ ...changes, repayAmount });
      expect(refusal?.error).toBe(repayAmount === "0" ? "InvalidAmount" : undefined);
      expect(figures.find(({ field }) => field === "maxRepay")?.planned).toBe(most);
    }
  });
});
