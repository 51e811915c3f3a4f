import { describe, expect, it } from "vitest";
import type { DebtTally, Read } from "../../protocols/protocol.ts";
import { accountTarget, type MarketRef, marketKey } from "../../protocols/target.ts";
import { debtGaps } from "./debt-gaps.ts";
import type { States } from "./states.ts";

const address = (digit: number) => `0x${String(digit).repeat(40)}` as `0x${string}`;
const [one, other, empty] = [1, 2, 3].map((digit): MarketRef => ({ protocol: "aave-v3", market: address(digit) }));
const token = { address: address(9), symbol: "USDC", decimals: 6 };

const read = <State>(state: State): Read<State> => ({ ok: true, blockNumber: 1n, timestamp: 1n, state });
const unread: Read<never> = { ok: false, blockNumber: 1n, timestamp: 0n, reason: { code: "x", message: "not read" } };

/** A market is what it says that all owe, a position what it owes. */
const protocol = {
  tallyDebts(whole: unknown, positions: readonly unknown[]): DebtTally[] {
    const found = (positions as bigint[]).reduce((sum, debt) => sum + debt, 0n);
    const missing = typeof whole === "bigint" && whole > found ? whole - found : 0n;
    return [{ token, whole: whole as bigint | null, found, missing }];
  },
};

function states(
  markets: readonly (readonly [MarketRef, Read<unknown>])[],
  debts: [MarketRef, Read<unknown>][],
): States {
  return {
    targets: debts.map(([market], index) => accountTarget(market, address(index))),
    markets: new Map(markets.map(([market, state]) => [marketKey(market), state])),
    positions: debts.map(([, position]) => position),
  };
}

const gapsOf = (...[given, others]: [States, (readonly MarketRef[])?]) =>
  debtGaps(protocol, given, others).map(({ market, reason }) => [market, reason.code]);

describe("gaps", () => {
  it("are none where the debts of every market add up to the last unit", () => {
    const given = states(
      [
        [one!, read(30n)],
        [other!, read(5n)],
        [empty!, read(0n)],
      ],
      [
        [one!, read(10n)],
        [other!, read(5n)],
        [one!, read(20n)],
      ],
    );
    expect(gapsOf(given, [empty!])).toEqual([]);
  });

  it("are where a unit is missing, and say how much and which share, rounded up", () => {
    const given = states([[one!, read(3_000_000n)]], [[one!, read(1_999_999n)]]);
    const [gap, ...rest] = debtGaps(protocol, given);
    expect(rest).toEqual([]);
    expect(gap).toMatchObject({
      market: one,
      reason: {
        code: "debt-missing",
        message: "1.000001 USDC, 33.34 % of all that is owed, is owed by accounts that were not found",
        numbers: { missing: 1_000_001n, missingBps: 3_334n },
      },
    });
  });

  it("are in markets where nobody was found and something is owed, or which could not be read", () => {
    expect(gapsOf(states([[empty!, read(7n)]], []), [empty!])).toEqual([[empty, "debt-missing"]]);
    expect(gapsOf(states([[empty!, unread]], []), [empty!])).toEqual([[empty, "x"]]);
    expect(gapsOf(states([], []), [empty!])).toEqual([[empty, "market-unreadable"]]);
  });

  it("are where more was found than is owed, or nobody says what is owed", () => {
    expect(gapsOf(states([[one!, read(7n)]], [[one!, read(8n)]]))).toEqual([[one, "debt-exceeded"]]);
    expect(gapsOf(states([[one!, read(null)]], [[one!, read(8n)]]))).toEqual([[one, "debt-unknown"]]);
  });

  it("are not concluded from positions that could not be read: these are told of themselves", () => {
    const given = states(
      [[one!, read(30n)]],
      [
        [one!, read(10n)],
        [one!, unread],
      ],
    );
    expect(gapsOf(given)).toEqual([]);
  });
});
