import type { Hex } from "viem";
import { describe, expect, it } from "vitest";
import type { OutcomeRow } from "../../ledger/outcome-row.ts";
import type { SentRow } from "../../ledger/sent-row.ts";
import type { SettledRow } from "../../ledger/settled-row.ts";
import { entriesOf } from "./entries-of.ts";
import { totalsOf } from "./totals-of.ts";

const USD = 10n ** 8n;
const hash = (digit: string): Hex => `0x${digit.repeat(64)}`;
const target = (digit: string) => `aave-v3/0x${"8".repeat(40)}/0x${digit.repeat(40)}`;
const place = (time: string, chainId = 1) => ({ time, chainId, chain: chainId === 1 ? "ethereum" : "base" });
const figures = (netProfitUsd: bigint | null) => ({
  ...{ repaid: 10n, seized: 5n, profit: 2n, netProfitUsd, tip: 0n, gasUsed: 1n, gasCostWei: 1n },
});
const attempted = (who: string) => ({
  ...({ protocol: "aave-v3", target: target(who), action: null, pair: null, block: 1n, funding: null } as const),
  planned: figures(100n * USD),
  simulated: figures(90n * USD),
});

function outcome(who: string, row: Partial<OutcomeRow>): OutcomeRow {
  const rest = { status: "liquidated", reason: null, realised: figures(80n * USD), txHash: hash("1") } as const;
  return { ...place("2026-11-20T10:00:00.000Z"), ...attempted(who), ...rest, ...row };
}

function sent(who: string[], row: Partial<SentRow> = {}): SentRow {
  return {
    kind: "sent",
    ...place("2026-11-20T09:00:00.000Z"),
    purpose: "liquidation",
    ...{ txHash: hash("1"), replaces: null, from: `0x${"a".repeat(40)}`, nonce: 3, to: `0x${"b".repeat(40)}` },
    ...{ data: "0x12", gas: 1n, maxFeePerGas: 1n, maxPriorityFeePerGas: 1n, seen: null },
    nativePriceUsd: 2_000n * USD,
    legs: who.map((one) => ({ ...attempted(one), debtPriceUsd: USD, gasAlone: 1n, deadline: 1n })),
    ...row,
  };
}

function settled(row: Partial<SettledRow>): SettledRow {
  const rest = { fate: "succeeded", block: null, gasUsed: 1n, gasCostWei: 10n ** 16n, final: false } as const;
  return { kind: "settled", ...place("2026-11-20T09:01:00.000Z"), txHash: hash("1"), ...rest, ...row };
}

const failed = (code: string, numbers: Record<string, string> = {}): Partial<OutcomeRow> => ({
  status: "failed",
  reason: { code, message: code, numbers },
  realised: null,
});
const shown = (rows: Parameters<typeof entriesOf>[0]) =>
  entriesOf(rows).map(({ status, netUsd, reason }) => [status, netUsd, reason?.code ?? null]);

describe("what a ledger comes to", () => {
  it("is the rows of one that is older than transactions in it", () => {
    const skipped = outcome("2", { ...failed("gas-price"), status: "skipped", txHash: null });
    expect(shown([outcome("1", {}), skipped, skipped])).toEqual([
      ["liquidated", 80n * USD, null],
      ["skipped", 0n, "gas-price"],
      ["skipped", 0n, "gas-price"],
    ]);
  });

  it("has of one transaction and target the last row, at the time when it was sent", () => {
    const again = outcome("1", { time: "2026-11-22T00:00:00.000Z", ...failed("reorganised") });
    const rows = [sent(["1"]), outcome("1", {}), settled({}), again, settled({ fate: "expired", gasCostWei: null })];
    expect(shown(rows)).toEqual([["failed", 0n, "reorganised"]]);
    expect(entriesOf(rows)[0]!.time).toBe("2026-11-20T09:00:00.000Z");
  });

  it("has every round of a target for itself", () => {
    const [first, second] = [sent(["1"]), sent(["1"])].map(({ legs }) => legs[0]!) as [
      SentRow["legs"][number],
      SentRow["legs"][number],
    ];
    const legs = [first, { ...second, round: 2 }];
    const realised = figures(30n * USD);
    const again = outcome("1", { round: 2, realised });
    const rounds = (rows: Parameters<typeof entriesOf>[0]) =>
      entriesOf(rows).map(({ round, status, netUsd }) => [round, status, netUsd]);
    expect(rounds([sent([], { legs }), outcome("1", {}), settled({})])).toEqual([
      [1, "liquidated", 80n * USD],
      [2, "open", null],
    ]);
    const all = [
      sent([], { legs }),
      outcome("1", {}),
      again,
      settled({}),
      outcome("1", { round: 2, ...failed("lost") }),
    ];
    expect(rounds(all.slice(0, 4))).toEqual([
      [1, "liquidated", 80n * USD],
      [2, "liquidated", 30n * USD],
    ]);
    expect(rounds(all)[1]).toEqual([2, "failed", 0n]);
  });

  it.each([
    ["that nothing was said of", []],
    ["whose fate is unknown", [outcome("1", failed("rpc-timeout"))]],
    ["that a reorganisation opened again", [outcome("1", {}), settled({}), settled({ fate: "reorganised" })]],
    ["whose outcome was not written down yet", [settled({})]],
  ])("has a transaction as open %s", (_, rows) => {
    expect(shown([sent(["1"]), ...rows])).toEqual([["open", null, null]]);
  });

  it("has each leg of a batch, and of those without an outcome that they are open", () => {
    const rows = [sent(["1", "2"]), outcome("1", {}), settled({})];
    expect(shown(rows)).toEqual([
      ["liquidated", 80n * USD, null],
      ["open", null, null],
    ]);
  });

  it("has what failed at what it cost, which is unknown without a price", () => {
    const row = outcome("1", failed("paused", { gasCostWei: String(10n ** 16n) }));
    expect(shown([sent(["1"]), row, settled({ fate: "reverted" })])).toEqual([["failed", -20n * USD, "paused"]]);
    const priceless = sent(["1"], { nativePriceUsd: null });
    expect(shown([priceless, row, settled({ fate: "reverted" })])).toEqual([["failed", null, "paused"]]);
  });

  it("has what was cancelled, and what cancelling cost", () => {
    const cancel = sent([], { txHash: hash("2"), purpose: "cancel", to: `0x${"a".repeat(40)}`, data: "0x" });
    const ends = [settled({ fate: "replaced", gasCostWei: null }), settled({ txHash: hash("2") })];
    expect(shown([sent(["1"]), cancel, outcome("1", failed("replaced")), ...ends])).toEqual([
      ["failed", 0n, "replaced"],
      ["used", -20n * USD, null],
    ]);
  });

  it("has once what was made faster, and twice the same on two chains", () => {
    const faster = sent(["1"], { txHash: hash("2"), maxFeePerGas: 2n });
    const ends = [settled({ fate: "replaced" }), outcome("1", { txHash: hash("2") }), settled({ txHash: hash("2") })];
    const rows = [sent(["1"]), faster, outcome("1", failed("replaced")), ...ends];
    expect(shown(rows)).toEqual([["liquidated", 80n * USD, null]]);
    expect(shown([...rows, sent(["1"], { chainId: 8453 })])).toHaveLength(2);
  });

  it("does not have what the node refused beside the row that says so", () => {
    const rows = [
      sent(["1"]),
      outcome("1", { ...failed("rpc-node-error"), txHash: null }),
      settled({ fate: "refused" }),
    ];
    expect(shown(rows)).toEqual([["failed", 0n, "rpc-node-error"]]);
  });
});

describe("sums", () => {
  const entries = entriesOf([
    outcome("1", { txHash: hash("1") }),
    outcome("2", { txHash: hash("2"), time: "2026-11-21T00:00:00.000Z", realised: figures(1n) }),
    outcome("3", { txHash: hash("3"), realised: figures(null) }),
    outcome("4", { ...failed("gas-price"), status: "skipped", txHash: null }),
  ]);

  it("keep every digit, count what is not known, and leave out what was only planned", () => {
    expect(totalsOf(entries, null)).toEqual([
      {
        key: "all",
        counts: { liquidated: 3, failed: 0, skipped: 1, "dry-run": 0, open: 0, used: 0 },
        plannedUsd: 300n * USD,
        simulatedUsd: 270n * USD,
        netUsd: 80n * USD + 1n,
        unknown: 1,
      },
    ]);
  });

  it.each([
    ["day", ["2026-11-20", "2026-11-21"]],
    ["protocol", ["aave-v3"]],
    ["reason", ["gas-price", "liquidated"]],
  ] as const)("are by %s", (by, keys) => {
    const totals = totalsOf(entries, by);
    expect(totals.map(({ key }) => key)).toEqual(keys);
    expect(totals.reduce((sum, { netUsd }) => sum + netUsd, 0n)).toBe(80n * USD + 1n);
  });

  it("of nothing are none", () => {
    expect(totalsOf([], "day")).toEqual([]);
  });
});
