import { execFile } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LedgerError } from "../core/errors/errors.ts";
import { appendRow } from "./append-row.ts";
import type { OutcomeFigures, OutcomeRow } from "./outcome-row.ts";
import { type LedgerLine, readRows } from "./read-rows.ts";

vi.setConfig({ testTimeout: 60_000 });

const FIGURES: OutcomeFigures = {
  repaid: 2n ** 255n,
  seized: 123456789012345678901234567890n,
  profit: -5n,
  netProfitUsd: null,
  tip: 0n,
  gasUsed: 450_000n,
  gasCostWei: 9_000_000_000_000_000n,
};
const ROW: OutcomeRow = {
  time: "2026-11-20T12:00:00.000Z",
  chainId: 1,
  chain: "ethereum",
  protocol: "aave-v3",
  target: "aave-v3/0x87870bca3f3fd6335c3f4ce8392d69350b4fa4e2/0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266",
  action: "liquidate/0/1",
  pair: {
    collateral: { address: "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2", symbol: "WETH", decimals: 18 },
    debt: { address: "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", symbol: "USDC", decimals: 6 },
  },
  block: 23_000_000n,
  status: "liquidated",
  reason: null,
  funding: "flash-swap",
  planned: FIGURES,
  simulated: { ...FIGURES, profit: 7n, netProfitUsd: 100_00000000n },
  realised: FIGURES,
  txHash: `0x${"12".repeat(32)}`,
};
const SKIPPED: OutcomeRow = {
  ...ROW,
  status: "skipped",
  reason: { code: "profit-below-minimum", message: "the profit is too small", numbers: { profitUsd: "4200000000" } },
  pair: null,
  planned: null,
  simulated: null,
  realised: null,
  txHash: null,
  funding: null,
};

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fliq-ledger-"));
  path = join(folder, "deep/er/ledger.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true }));

async function all(): Promise<LedgerLine[]> {
  const lines: LedgerLine[] = [];
  for await (const line of readRows(path)) lines.push(line);
  return lines;
}

describe("the record of outcomes", () => {
  it("is empty before the first row", async () => {
    expect(await all()).toEqual([]);
  });

  it("returns rows as they were appended, every digit", async () => {
    await appendRow(path, ROW);
    await appendRow(path, SKIPPED);
    expect(await all()).toEqual([
      { ok: true, line: 1, row: ROW },
      { ok: true, line: 2, row: SKIPPED },
    ]);
  });

  it("holds amounts as decimal strings", async () => {
    await appendRow(path, ROW);
    expect(JSON.parse(readFileSync(path, "utf8")).planned.seized).toBe("123456789012345678901234567890");
  });

  it.skipIf(process.platform === "win32")("is the owner's alone", async () => {
    await appendRow(path, ROW);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("keeps what comes after a row that was cut short, and reports that row", async () => {
    await appendRow(path, ROW);
    appendFileSync(path, '{"time":"2026-');
    await appendRow(path, SKIPPED);
    expect(await all()).toEqual([
      { ok: true, line: 1, row: ROW },
      { ok: false, line: 2, problem: "is not JSON: the write was probably cut short" },
      { ok: true, line: 3, row: SKIPPED },
    ]);
  });

  it("reports a row that makes no sense by its field", async () => {
    mkdirSync(join(folder, "deep/er"), { recursive: true });
    writeFileSync(path, `${JSON.stringify({ time: "yesterday" })}\n\n[]\n`);
    const lines = await all();
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({ ok: false, line: 1, problem: expect.stringMatching(/^time: /) });
    expect(lines[1]).toMatchObject({ ok: false, line: 3 });
  });

  it.each([
    ["a skipped row without a reason", { ...SKIPPED, reason: null }, "needs a reason"],
    ["a liquidated row without a transaction", { ...ROW, txHash: null }, "needs a transaction"],
    ["a malformed target", { ...ROW, target: "0x12" }, "target"],
    ["a fractional chain id", { ...ROW, chainId: 1.5 }, "chainId"],
  ])("refuses %s", async (_, row, message) => {
    const error = await appendRow(path, row).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(LedgerError);
    expect(String(error)).toContain(message);
    expect(await all()).toEqual([]);
  });

  it("says that it cannot be written or read", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(appendRow(join(folder, "file", "ledger.jsonl"), ROW)).rejects.toThrow("cannot record an outcome in");
    path = folder;
    await expect(all()).rejects.toThrow(LedgerError);
  });

  it("does not mix rows of processes that append at the same time", async () => {
    const script = join(folder, "append.mts");
    const source = new URL("./append-row.ts", import.meta.url).href;
    const row = JSON.stringify(SKIPPED, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
    writeFileSync(
      script,
      `import { appendRow } from ${JSON.stringify(source)};
       const row = JSON.parse(${JSON.stringify(row)}, (_, v) => typeof v === "string" && /^\\d+n$/.test(v) ? BigInt(v.slice(0, -1)) : v);
       row.reason.message = "x".repeat(20_000);
       for (let i = 0; i < 25; i++) await appendRow(${JSON.stringify(path)}, row);`,
    );
    const tsx = new URL("../../node_modules/tsx/dist/cli.mjs", import.meta.url).pathname;
    await Promise.all([1, 2, 3].map(() => promisify(execFile)(process.execPath, [tsx, script])));
    const lines = await all();
    expect(lines).toHaveLength(75);
    expect(lines.every((line) => line.ok)).toBe(true);
  });
});
