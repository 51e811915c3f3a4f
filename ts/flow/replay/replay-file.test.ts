import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { NO_CHAINS } from "../../core/config/own-chains.ts";
import { PROTOCOL_NAMES } from "../../core/names/names.ts";
import { readRecords } from "../../core/records/read-records.ts";
import type { RecordEntry } from "../../core/records/record-file.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { replayFile } from "./replay-file.ts";
import type { ComparedFigure, ReplayedRecord } from "./replayed.ts";

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const OWN = readRecords(pathOf("records.json"), "records.json");
/** Real calls with everything that they read, where they lie beside this repository. */
const SHARED = pathOf("../../../../shared/data/liquidations-traced.json");

type Changes = Partial<Omit<RecordEntry, "input">> & { readonly input?: Readonly<Record<string, unknown>> };

/** A record of the file with changes; of its input only what is named. */
function record(id: string, { input, ...changes }: Changes = {}): RecordEntry {
  const found = OWN.vectors.find((one) => one.id === id)!;
  return { ...found, ...changes, input: { ...found.input, ...input } };
}

const replay = (...vectors: readonly RecordEntry[]) =>
  replayFile({ schema: OWN.schema, vectors: [...vectors] }, () => true, NO_CHAINS);

async function replayOne(entry: RecordEntry): Promise<ReplayedRecord> {
  return (await replay(entry)).records[0]!;
}

const figuresOf = ({ figures, earned, bonus }: ReplayedRecord): ComparedFigure[] => [
  ...figures,
  ...earned,
  ...(bonus ? [bonus] : []),
];
const figureOf = (one: ReplayedRecord, field: string) => figuresOf(one).find((figure) => figure.field === field)!;
const changed = (value: unknown): string => {
  const text = String(value);
  return `${text.slice(0, -1)}${text.endsWith("7") ? "8" : "7"}`;
};

describe("replaying records", () => {
  it("comes out exact for every protocol that there is", async () => {
    const { records, ...counts } = await replay(...OWN.vectors);
    expect(records.flatMap((one) => figuresOf(one).filter(({ isExact }) => isExact === false))).toEqual([]);
    expect(counts).toEqual({ exact: OWN.vectors.length, different: 0, notReplayed: 0, leftOut: 0 });
    expect(new Set(records.map(({ protocol }) => protocol))).toEqual(new Set(PROTOCOL_NAMES));
    for (const name of PROTOCOL_NAMES) expect(PROTOCOLS[name].replays, name).toBeDefined();
  });

  it("says where a call was made, what it was worth and what gas its transaction took", async () => {
    const one = await replayOne(record("aave-v2.in-kind"));
    expect(one).toMatchObject({
      chain: "ethereum",
      block: 13_370_850n,
      basis: "recorded",
      reverted: false,
      earned: [],
    });
    expect(one.gas).toEqual({ used: 506_832n, costWei: 506_832n * 90_448_335_142n });
    const ether = { symbol: "ETH", decimals: 18, address: null };
    const worth = 37_602_223_732_449_941n;
    expect(one.bonus).toMatchObject({ token: ether, planned: worth, real: worth, isExact: true });
  });

  it("accounts for the money that the call itself brought, to the wei", async () => {
    const { earned } = await replayOne(record("aave-v2.flash-swap"));
    expect(earned.map(({ field, planned, isExact }) => [field, planned, isExact])).toEqual([
      ["loan", 26_503_300_291n, true],
      ["proceeds", 8_182_733_924_513_576_561n, true],
      ["grossProfit", 327_033_932_736_386_881n, true],
      ["gasCost", 96_859_120_664_111_354n, true],
      ["netProfit", 26_752_792_771_568_116n, true],
    ]);
  });

  it("takes from the record what a sale brought where the loan was paid back in the debt", async () => {
    const outcome = {
      loanAsset: "USDT",
      loan: "26503300291",
      loanRepaidAsset: "USDT",
      loanRepaid: "26527153261",
      proceeds: "27000000000",
      grossProfit: "472846739",
      netProfit: "400000000",
    };
    const one = await replayOne(record("aave-v2.flash-swap", { outcome }));
    expect(figureOf(one, "grossProfit")).toMatchObject({ planned: 472_846_739n, isExact: true });
    // gas is paid in another token, for which there is no price
    expect(figureOf(one, "netProfit")).toMatchObject({ planned: null, isExact: false });
    expect(one.verdict).toBe("different");
  });

  it("notices a single wrong digit in anything that a record says happened", async () => {
    let count = 0;
    for (const one of OWN.vectors) {
      const numbers = Object.entries(one.expected).filter(([, value]) => typeof value === "string");
      for (const [name, value] of numbers) {
        const expected = { ...one.expected, [name]: name === "revert" ? "SelfLiquidation" : changed(value) };
        expect((await replayOne({ ...one, expected })).verdict, `${one.id} ${name}`).not.toBe("exact");
        count++;
      }
      for (const name of ["loan", "proceeds", "grossProfit", "gasCost", "netProfit"]) {
        if (one.outcome === undefined) continue;
        const outcome = { ...one.outcome, [name]: changed(one.outcome[name]) };
        const { verdict, earned } = await replayOne({ ...one, outcome });
        expect([verdict, earned.filter(({ isExact }) => !isExact).length]).toEqual(["different", 1]);
        count++;
      }
    }
    expect(count).toBeGreaterThan(40);
  });

  it("shows by how much a number differs", async () => {
    const one = record("aave-v2.executed");
    const expected = { ...one.expected, collateralSeized: "4442307692307685203" };
    const seized = figureOf(await replayOne({ ...one, expected }), "collateralSeized");
    expect(seized).toMatchObject({ isExact: false, planned: 4442307692307685200n, real: 4442307692307685203n });
  });
});

describe("what a call read", () => {
  it.each<[string, string, string]>([
    ["aave-v2.flash-swap", "debtPrice", "input.debtPrice is 294041868089701, and the call read 294041868089709"],
    ["aave-v2.in-kind", "collateralPrice", "input.collateralPrice is 278459560000001, and the call read"],
    ["compound-v2.ether", "priceBorrowed", "input.priceBorrowed is 3248079150000000000001, and the call read"],
    ["compound-v2.ether", "exchangeRate", "input.exchangeRate is 202280330438331302163484941, and the call read"],
    [
      "aave-v2.in-kind",
      "userCollateralBalance",
      "input.userCollateralBalance is 6400810571, and the call read 6400810579",
    ],
    ["compound-v2.ether", "borrowBalance", "input.borrowBalance is 837470435618051011, and the call read"],
  ])("of %s decides over %s", async (id, name, sentence) => {
    const one = record(id);
    const entry =
      name === "exchangeRate"
        ? {
            ...one,
            reads: one.reads!.map((read) => (read.fn === "exchangeRateStored" ? { ...read, out: ["1"] } : read)),
          }
        : record(id, { input: { [name]: `${String(one.input[name]).slice(0, -1)}1` } });
    const { verdict, reason } = await replayOne(entry);
    expect(verdict).toBe("not-replayed");
    expect(reason!.message).toContain(sentence);
  });

  it.each([
    ["aave-v2.flash-swap", "collateralSeized", "by what the call read it was 8182733924513576561"],
    ["aave-v2.in-kind", "debtRepaid", "by what the call read it was 752044474949707219"],
    ["compound-v2.ether", "seizeTokens", "by what the call read it was 321973320649"],
  ])("of %s shows what really was its %s", async (id, name, sentence) => {
    const one = record(id);
    const { reason } = await replayOne({ ...one, expected: { ...one.expected, [name]: "5" } });
    expect(reason!.message).toBe(`expected.${name} is 5, and ${sentence}`);
    // and stands in for a record that does not say it
    const { [name]: _, ...expected } = one.expected;
    expect(figureOf(await replayOne({ ...one, expected }), name)).toMatchObject({ isExact: true });
  });

  it("is what the borrower had, as its tokens were asked", async () => {
    for (const [id, name] of [
      ["aave-v2.flash-swap", "variableDebt"],
      ["compound-v2.ether", "cTokenBalance"],
    ] as const) {
      const one = record(id);
      const asset = [one.input.user, one.input.borrower];
      const reads = one.reads!.map((read) =>
        read.fn === "balanceOf" && asset.includes(read.args[0]) && read.out[0] !== "0" ? { ...read, out: ["1"] } : read,
      );
      const { reason } = await replayOne({ ...one, reads: reads.filter(({ fn }) => fn !== "aToken.burn") });
      expect(reason!.message).toMatch(new RegExp(`^input\\.${name} is \\d+, and the call read 1$`));
    }
  });

  it("is the price of a reserve of Aave V3 where its asset is told, and what was paid in", async () => {
    const one = record("spark.half-of-the-reserve");
    const asset = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48";
    const reserves = (one.input.reserves as readonly Record<string, unknown>[]).map((reserve) =>
      reserve.symbol === "USDC" ? { ...reserve, asset } : reserve,
    );
    const readOf = (price: string) => [
      { fn: "getAssetPrice", to: "0x01", args: [asset], out: [price] },
      { fn: "transferFrom", to: asset, args: ["0x02", "0x03", "11000000000"], out: ["1"] },
    ];
    const play = (price: string, expected = one.expected) =>
      replayOne({ ...one, expected, input: { ...one.input, reserves }, reads: readOf(price) });
    const { debtRepaid: _, ...others } = one.expected;
    expect(figureOf(await play("100000000", others), "debtRepaid")).toMatchObject({
      real: 11_000_000_000n,
      isExact: true,
    });
    expect((await play("99999999")).reason!.message).toBe("input.debt price is 100000000, and the call read 99999999");
  });

  it("is the cash that a pool paid out of", async () => {
    const one = record("aave-v2.flash-swap");
    const cash = one.reads!.filter(
      ({ fn, to }) => fn === "balanceOf" && to === "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2",
    );
    expect(cash.length).toBeGreaterThan(0);
    const reads = one.reads!.map((read) => (cash.includes(read) ? { ...read, out: ["1"] } : read));
    const { verdict, reason, refusal } = await replayOne({ ...one, reads });
    expect([verdict, reason!.code, refusal!.code]).toEqual(["different", "refused", "insufficient-liquidity"]);
  });
});

describe("calls that a protocol refuses", () => {
  it("are exact when both do, by the error where it is known", async () => {
    const rejected = await replayOne(record("compound-v2.nothing-paid"));
    expect(rejected).toMatchObject({
      verdict: "exact",
      reverted: true,
      reason: null,
      refusal: { code: "amount-too-small" },
    });
    const refused = await replayOne(record("aave-v3.refused"));
    expect(refused).toMatchObject({
      verdict: "exact",
      reverted: true,
      bonus: null,
      refusal: { code: "must-not-leave-dust" },
    });
    const { expected } = record("aave-v3.refused");
    const byString = await replayOne(record("aave-v3.refused", { expected: { ...expected, revert: "103" } }));
    expect(byString.verdict).toBe("exact");
  });

  it("are different when only one does, or for another reason", async () => {
    const { expected } = record("aave-v3.refused");
    const codeOf = async (entry: RecordEntry) => {
      const { verdict, reason } = await replayOne(entry);
      expect(verdict).toBe("different");
      return reason!.code;
    };
    expect(await codeOf(record("aave-v3.refused", { expected: { ...expected, revert: "InvalidBurnAmount" } }))).toBe(
      "other-error",
    );
    expect(await codeOf(record("aave-v3.refused", { expected: { ...expected, revert: null } }))).toBe("refused");
    expect(await codeOf(record("aave-v3.whole-call", { expected: { revert: "MustNotLeaveDust" } }))).toBe(
      "went-through",
    );
    expect(await codeOf(record("compound-v2.ether", { input: { repayAmount: "418735217809025509" } }))).toBe("refused");
    expect(await codeOf(record("compound-v2.ether", { expected: { reverted: true } }))).toBe("went-through");
  });

  it("are judged by health where the record tells it", async () => {
    const one = record("compound-v2.ether");
    const snapshots = one.input.accountSnapshots as readonly Record<string, string>[];
    const withFactor = (factor: string) => snapshots.map((snapshot) => ({ ...snapshot, collateralFactor: factor }));
    const judged = (factor: string) =>
      replayOne({ ...one, input: { ...one.input, accountSnapshots: withFactor(factor) } });
    expect((await judged("600000000000000000")).verdict).toBe("exact");
    expect((await judged("650000000000000000")).refusal).toMatchObject({ code: "healthy" });
    const held = { collateral: "10000000000000000000", borrowShares: "22000000000000000" };
    const morpho = await replayOne(record("morpho.by-seized", { input: held }));
    expect(morpho.refusal).toMatchObject({ code: "healthy" });
    const poor = { collateral: "3700000000000000000", borrowShares: "22000000000000000" };
    expect((await replayOne(record("morpho.by-seized", { input: poor }))).refusal).toMatchObject({
      code: "amount-too-large",
    });
  });
});

describe("records that are not replayed", () => {
  it.each<[string, RecordEntry, string, RegExp]>([
    ["of other protocols", record("aave-v2.executed", { protocol: "maker" }), "no-adapter", /no adapter for maker/],
    ["of no protocol", record("aave-v2.executed", { protocol: "toString" }), "no-adapter", /no adapter for toString/],
    [
      "of no call",
      record("aave-v2.executed", { kind: "rates" }),
      "no-call",
      /rates of aave-v2 is no call .* are seize$/,
    ],
    ["of no kind", record("aave-v2.executed", { kind: "toString" }), "no-call", /toString of aave-v2 is no call/],
    [
      "of an event alone",
      { ...record("morpho.by-seized"), kind: "liquidation-event", input: { tx: "0x00" } },
      "unusable-record",
      /input\.totalBorrowAssets is missing/,
    ],
    [
      "that lack a price",
      record("aave-v2.executed", { input: { debtPrice: undefined } }),
      "unusable-record",
      /input\.debtPrice is missing: a decimal string is needed/,
    ],
    [
      "with a price of nothing",
      record("aave-v2.executed", { input: { collateralPrice: "0" } }),
      "unusable-record",
      /the numbers of the record are no state of the protocol/,
    ],
    [
      "with decimals that no token has",
      record("aave-v2.executed", { input: { debtDecimals: "1000000000" } }),
      "unusable-record",
      /a token has at most 77 decimals/,
    ],
    [
      "of an unknown release",
      record("aave-v3.whole-call", { input: { version: "9.9" } }),
      "unusable-record",
      /version 9\.9 is not a release/,
    ],
    [
      "of Aave V3 without a release",
      record("aave-v3.whole-call", { input: { version: undefined } }),
      "unusable-record",
      /version is missing/,
    ],
    [
      "that lack what decides",
      record("compound-v2.nothing-paid", { input: { repayAmount: "5" } }),
      "unusable-record",
      /lacks a price, an exchange rate or liquidationIncentive/,
    ],
    [
      "with both amounts",
      record("morpho.by-seized", { input: { repaidShares: "5" } }),
      "unusable-record",
      /has both seizedAssets and repaidShares/,
    ],
    [
      "that do not say what happened",
      record("aave-v2.executed", { expected: {} }),
      "nothing-recorded",
      /says nothing about what the call did/,
    ],
    [
      "that say it in another form",
      record("aave-v2.executed", { expected: { debtRepaid: 5 } }),
      "unusable-record",
      /expected\.debtRepaid has the wrong form/,
    ],
  ])("%s are told with the reason", async (_, entry, code, sentence) => {
    const { verdict, reason } = await replayOne(entry);
    expect([verdict, reason!.code]).toEqual(["not-replayed", code]);
    expect(reason!.message).toMatch(sentence);
  });

  it("are counted, and those not asked for as well", async () => {
    const stranger = record("aave-v2.executed", { protocol: "maker" });
    expect(await replay(stranger, record("aave-v2.executed"))).toMatchObject({
      exact: 1,
      different: 0,
      notReplayed: 1,
    });
    const ofMorpho = OWN.vectors.filter(({ protocol }) => protocol === "morpho").length;
    const asked = await replayFile(OWN, (name) => name === "morpho", NO_CHAINS);
    expect(asked).toMatchObject({ exact: ofMorpho, notReplayed: 0, leftOut: OWN.vectors.length - ofMorpho });
  });

  it("do not pass for exact when they expect what nobody computes", async () => {
    const { expected } = record("aave-v2.executed");
    const one = await replayOne(record("aave-v2.executed", { expected: { ...expected, tip: "5" } }));
    expect(one.verdict).toBe("different");
    expect(figureOf(one, "tip")).toMatchObject({ planned: null, real: 5n, isExact: false });
  });
});

describe("other chains", () => {
  it("count in the currency of their markets, and are known or not", async () => {
    const avalanche = { chainId: "43114", target: "0x4f01aed16d97e3ab5ab2b501154dc9bb0f1a5a2c" };
    const unitOn = async (ref: RecordEntry["ref"], id = "aave-v2.executed") => {
      const { chain, bonus } = await replayOne(record(id, { ref }));
      return [chain, bonus!.token!.symbol, bonus!.token!.decimals];
    };
    expect(await unitOn(avalanche)).toEqual(["avalanche", "USD", 8]);
    expect(await unitOn({ chainId: "1" })).toEqual(["ethereum", "ETH", 18]);
    expect(await unitOn({ chainId: "4242" })).toEqual([null, "ETH", 18]);
    expect(await unitOn({ chainId: "31337" })).toEqual([null, "ETH", 18]);
    // the comptroller that was asked is not known there
    expect(await unitOn({ chainId: "56" }, "compound-v2.ether")).toEqual(["bnb", "of the oracle's currency", 18]);
  });
});

describe("real liquidations", () => {
  it.skipIf(!existsSync(SHARED))("all come out to the wei", async () => {
    const file = readRecords(SHARED, "liquidations-traced.json");
    const { records, ...counts } = await replayFile(file, () => true, NO_CHAINS);
    expect(counts).toEqual({ exact: file.vectors.length, different: 0, notReplayed: 0, leftOut: 0 });
    expect(records.length).toBeGreaterThanOrEqual(6);
    // every number that they tell was compared
    for (const [index, { expected, outcome = {} }] of file.vectors.entries()) {
      const told = Object.keys(expected).filter((name) => name !== "reverted");
      const figures = figuresOf(records[index]!).filter(({ isExact }) => isExact === true);
      expect(figures.map(({ field }) => field)).toEqual(expect.arrayContaining(told));
      if ("netProfit" in outcome) expect(figureOf(records[index]!, "netProfit").isExact).toBe(true);
    }
  });
});
