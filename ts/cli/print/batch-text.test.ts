import type { Hex } from "viem";
import { describe, expect, it } from "vitest";
import { NothingToDo, RefusedError, UsageError } from "../../core/errors/errors.ts";
import {
  actOf,
  batchOf,
  expectedOf,
  type Mined,
  membersOf,
  receiptOf,
  revertOf,
  TX_HASH,
  USERS,
} from "../../flow/batch/mined.fixture.ts";
import { REASONS } from "../../flow/batch/reasons.ts";
import type { NotDone } from "../../flow/liquidations.ts";
import { candidateOf, offerOf } from "../../flow/plan/choose-plan.fixture.ts";
import { shortfall } from "../../flow/plan/shortfall.ts";
import { accountTarget } from "../../protocols/target.ts";
import { batchText, notDoneText } from "./batch-text.ts";
import { colorsFor } from "./colors.ts";
import { aloneText } from "./liquidation-text.ts";

const style = { colors: colorsFor({} as never, {}, false), nameOf: () => "main", width: Number.POSITIVE_INFINITY };
/** Keeps what was not sold; the other one sells everything. */
const keeping = candidateOf({ offer: offerOf("flash-swap"), sold: 4n * 10n ** 18n });
const batch = batchOf(membersOf([candidateOf(), keeping], [400_000n, 600_000n]), 700_000n);
const outcomes = batch.members.map(({ leg }) => expectedOf(leg.plan.expected));

/** What is printed after the batch was mined, each leg with its end. */
function minedText(ends: Parameters<typeof receiptOf>[1], mined: Partial<Mined> = {}, width = style.width): string {
  return batchText(actOf(batch, receiptOf(batch, ends, { gasUsed: 650_000n, ...mined })), { ...style, width });
}

/** Cells of the row of a leg. */
function rowOf(text: string, user: Hex): string[] {
  const line = text.split("\n").find((one) => one.startsWith(`  ${user}  `))!;
  return line.trim().split(/ {2,}/);
}

const dollars = (text: string) => BigInt(text.replace(/[$,.]/g, ""));

describe("a batch that is not sent yet", () => {
  const text = batchText(actOf(batch), style);

  it("shows each of its liquidations as one that goes alone, with its share of the gas", () => {
    expect(text.match(/^(Plan|Simulation) \d of \d/gm)).toEqual([
      "Plan 1 of 2",
      "Simulation 1 of 2",
      "Plan 2 of 2",
      "Simulation 2 of 2",
    ]);
    expect(text).toMatch(/\n {2}borrower {2}0xb{40} on aave-v3 main, health factor 0\.9500\n {2}repay +10,000 USDC/);
    expect(text).toMatch(/\n {2}fails if {2}what is left after the tip is worth less than 61 USDC,/);
    // 280,000 and 420,000 of 700,000, as 400,000 is to 600,000
    expect(text).toMatch(/\n {2}share of gas {2}280,000 at 11 gwei = \$7\.70\n {2}net +\$292\.30\n/);
    expect(text).toMatch(/\n {2}share of gas {2}420,000 at 11 gwei = \$11\.55\n {2}net +\$488\.45\n/);
  });

  it("shows all of them, what they would bring together and what that saves", () => {
    const table = text.slice(text.indexOf("2 liquidations in one transaction\n"));
    expect(table.split("\n")[1]).toMatch(/^ {2}user +market +repay +seize +pay by +net$/);
    expect(USERS.slice(0, 2).map((user) => rowOf(table, user))).toEqual([
      [USERS[0], "aave-v3 main", "10,000 USDC", "4.2 WETH", "callback", "$292.30"],
      [USERS[1], "aave-v3 main", "10,000 USDC", "4.2 WETH", "flash-swap", "$488.45"],
    ]);
    expect(table).toMatch(/\n {2}gas: 700,000 at 11 gwei = \$19\.25; one transaction each would take 1,000,000\n/);
    expect(table).toMatch(/\n {2}net: \$780\.75$/);
  });

  it("claims nothing that did not happen", () => {
    expect(text).not.toMatch(/liquidated|repaid +[^\d ]|transaction 0x|in block/i);
  });

  it("has a total that is the sum of the cents in its rows", () => {
    const three = batchOf(membersOf([keeping, keeping, keeping], [333_333n, 333_331n, 333_337n]), 100_003n);
    const shown = batchText(actOf(three), style);
    const nets = USERS.map((user) => dollars(rowOf(shown, user).at(-1)!));
    const gas = [...shown.matchAll(/share of gas .* = (\$[\d.]+)/g)].map(([, usd]) => dollars(usd!));
    const sum = (all: bigint[]) => all.reduce((total, one) => total + one, 0n);
    expect(dollars(/\n {2}net: (\S+)$/.exec(shown)![1]!)).toBe(sum(nets));
    expect(dollars(/gwei = (\$[\d.]+); one/.exec(shown)![1]!)).toBe(sum(gas));
  });

  it("fits a narrow terminal without what matters least", () => {
    const narrow = batchText(actOf(batch), { ...style, width: 50 });
    const table = narrow.slice(narrow.indexOf("2 liquidations"));
    expect(rowOf(table, "0xbbbb…bbbb" as Hex)).toEqual(["0xbbbb…bbbb", "aave-v3 main", "10,000 USDC", "$292.30"]);
  });
});

describe("a batch that was mined", () => {
  it("shows what each has brought and cost, not what was expected", () => {
    const less = { ...outcomes[1]!, collateralGain: 10n ** 17n, profit: 250_000000n };
    const text = minedText([outcomes[0]!, less]);
    expect(text.split("\n")[0]).toBe(`Liquidated 2 together in block 8, transaction ${TX_HASH}`);
    expect(text.split("\n")[1]).toMatch(
      /^ {2}user +market +repaid +seized +paid by +left over +simulated +net +result$/,
    );
    // 260,000 and 390,000 gas at 10 gwei, ether at 2,500 USD: 6.50 and 9.75 USD
    expect(USERS.slice(0, 2).map((user) => rowOf(text, user).slice(2))).toEqual([
      ["10,000 USDC", "4.2 WETH", "callback", "300 USDC", "$292.30", "$293.50", "liquidated"],
      ["10,000 USDC", "4.2 WETH", "flash-swap", "0.1 WETH", "$488.45", "$240.25", "liquidated"],
    ]);
    expect(text).toMatch(
      /\n {2}gas: 650,000 = \$16\.25; one transaction each would take 1,000,000\n {2}net: \$533\.75$/,
    );
  });

  it("gives a leg that failed nothing but its cause and its cost", () => {
    const text = minedText([outcomes[0]!, revertOf("Paused")], { l1Fee: 10n ** 15n });
    expect(text).toMatch(/^Liquidated 1 of 2 together in block 8, /);
    // 390,000 gas at 10 gwei and six tenths of the fee: 0.0045 ether
    expect(rowOf(text, USERS[1]!).slice(2)).toEqual(["-", "-", "-", "-", "$488.45", "-$11.25", "failed"]);
    expect(text).toMatch(/\n {2}0xc{40} failed: the liquidator is paused: the owner must call setPaused\(false\)\n/);
    expect(text).toMatch(/\n {2}gas: 650,000 = \$18\.75, the L1 fee included; /);
    expect(text).toMatch(/\n {2}net: \$281\.25$/);
  });

  it("takes the outcomes in order, whichever leg failed", () => {
    const text = minedText([revertOf("DeadlinePassed"), outcomes[1]!]);
    expect(rowOf(text, USERS[0]!).slice(5)).toEqual(["-", "$292.30", "-$6.50", "failed"]);
    expect(rowOf(text, USERS[1]!).slice(5)).toEqual(["0.2 WETH", "$488.45", "$490.25", "liquidated"]);
    expect(text).toMatch(/\n {2}0xb{40} failed: the plan's deadline has passed\n/);
  });

  it("says so when all have failed", () => {
    const text = minedText([revertOf("Paused"), revertOf("Paused")]);
    expect(text).toMatch(/^Failed: all 2 of one transaction, in block 8, transaction 0x7+\n/);
    expect(text).toMatch(/\n {2}net: -\$16\.25$/);
    expect(text).not.toMatch(/liquidated/i);
  });

  it("knows of none what became of it when the receipt does not say it of one", () => {
    const text = minedText([outcomes[0]!, null]);
    for (const user of USERS.slice(0, 2)) {
      expect(rowOf(text, user).slice(2)).toEqual(["-", "-", "-", "-", expect.any(String), "?", "unknown"]);
    }
    expect(text).toMatch(/\n {2}0xb{40}: the receipt does not say what became of it: look the transaction up\n/);
    expect(text).toMatch(/^Unknown: 2 of 2 of one transaction, in block 8, /);
    expect(text).toMatch(/\n {2}net: \?$/);
    expect(text).not.toMatch(/failed/i);
  });

  it("says what of it is a tip", () => {
    const tipped = batchOf(membersOf([keeping, keeping], [400_000n, 400_000n], { tipBps: 1_000 }), 700_000n);
    const ends = tipped.members.map(({ leg }) => expectedOf(leg.plan.expected));
    const text = batchText(actOf(tipped, receiptOf(tipped, ends, { gasUsed: 600_000n })), style);
    expect(text).toMatch(/\n {2}0xb{40}: of what is left over a tip worth 50 USDC\n/);
    // 500 less the tip and 7.50 of gas
    expect(rowOf(text, USERS[0]!).slice(-3)).toEqual(["$440.38", "$442.50", "liquidated"]);
  });

  it("keeps its verdict on a narrow terminal", () => {
    const text = minedText([outcomes[0]!, revertOf("Paused")], {}, 60);
    expect(rowOf(text, "0xcccc…cccc" as Hex).slice(-2)).toEqual(["-$9.75", "failed"]);
  });
});

describe("what is not in a batch", () => {
  const [member] = batch.members;
  const { proposal } = member!;
  const [{ simulation }] = actOf(batch).legs as [ReturnType<typeof actOf>["legs"][number]];

  it.each([
    [REASONS.dearer(1_000_000n, 999_999n), "one transaction would take 1,000,000 gas, and one each 999,999"],
    [REASONS.onlyOne("AaveV3Liquidator"), "no other liquidation is AaveV3Liquidator's"],
    [
      REASONS.gasLimit(17_000_001n, 16_777_216n),
      "with it the transaction would need 17,000,001 gas, and may have 16,777,216",
    ],
    [REASONS.behind({ code: "loss", message: "it loses" }), "behind the others it fails: it loses"],
    [
      shortfall(
        { netUsd: 1_00000000n, gasCostUsd: 0n },
        { minProfitUsd: 50_00000000n, maxGasShareBps: 1 },
        "behind the others it would earn",
      )!,
      "behind the others it would earn $1.00 after gas, less than the minimum profit of $50.00",
    ],
  ])("says why: $code", (apart, why) => {
    const text = aloneText({ ...proposal, simulation, submission: null, apart }, style);
    expect(text.split("\n").slice(0, 2)).toEqual([`Alone: 0x${"b".repeat(40)} on aave-v3 main; ${why}`, "Plan"]);
  });

  it("says of whom it speaks when it was sent", () => {
    const inclusion = { txHash: TX_HASH, blockNumber: 9n, gasUsed: 400_000n, effectiveGasPrice: 1n, l1FeeWei: 0n };
    const submission = { ...inclusion, outcome: outcomes[0]! };
    const text = aloneText({ ...proposal, simulation, submission, apart: REASONS.noOther }, style);
    expect(text).toMatch(
      /^Alone: 0xb{40} on aave-v3 main; no other one works together with it\nLiquidated in block 9, /,
    );
  });
});

describe("what is not done", () => {
  const market = `0x${"a".repeat(40)}` as const;
  const [user] = USERS as [Hex];

  it("is named as it was asked for, once, with the cause and what can be done", () => {
    const notDone: NotDone[] = [
      { whom: { user, target: null }, error: new NothingToDo(`${user.toUpperCase().replace("0X", "0x")} is healthy`) },
      { whom: { user, target: null }, error: new RefusedError("it earns too little", { hint: "lower --min-profit" }) },
      {
        whom: { user: null, target: accountTarget({ protocol: "aave-v3", market }, user) },
        error: new UsageError("devnet has no market 0xaa"),
      },
    ];
    expect(notDoneText(notDone).split("\n")).toEqual([
      `  0x${"B".repeat(40)} is healthy`,
      `  ${user}: it earns too little; lower --min-profit`,
      `  aave-v3/${market}/${user}: devnet has no market 0xaa`,
    ]);
  });
});
