import { describe, expect, it } from "vitest";
import type { ChainBook } from "../../core/chain-book.ts";
import { RefusedError } from "../../core/errors/errors.ts";
import { type Assessment, type AssessmentStatus, healthFactor } from "../../protocols/assessment.ts";
import { accountTarget } from "../../protocols/target.ts";
import type { AssessedTarget } from "../assess/assessed-target.ts";
import { actionOf, inputOf } from "../plan/choose-plan.fixture.ts";
import { refusedFor } from "../refused-for.ts";
import { actionable } from "./actionable.ts";
import { inMarket } from "./in-market.ts";

const USER = "0x00000000000000000000000000000000000000aa";
const POOL = "0x00000000000000000000000000000000000000b1";
const MORPHO = "0x00000000000000000000000000000000000000b2";
const ID = `0x${"5".repeat(64)}` as const;

function account(status: AssessmentStatus, changes: Partial<Assessment> = {}): AssessedTarget {
  return { assessment: { ...inputOf([]).assessment, status, ...changes }, market: null, position: null };
}

const reason = (code: string) => ({ code, message: `it is ${code}` });
const usable = account({ kind: "liquidatable" }, { actions: [actionOf()] });
const healthy = account({ kind: "healthy", reason: reason("healthy") }, { measure: healthFactor(12n * 10n ** 17n) });
const debtless = account({ kind: "no-debt", reason: reason("no-debt") }, { measure: healthFactor(2n ** 256n - 1n) });
const refused = account({ kind: "refused", reason: reason("oracle-zero") }, { measure: null });
const unread = account({ kind: "refused", reason: reason("read-failed") }, { measure: null });
const unfound = account({ kind: "refused", reason: reason("protocol-unreadable") }, { measure: null });

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe("the accounts to liquidate", () => {
  it("are the liquidatable ones, whatever the others are", () => {
    expect(actionable([healthy, refused, usable, unread, debtless], USER)).toEqual([usable]);
  });

  it("may be healthy, and may measure nothing", () => {
    const early = account({ kind: "healthy", reason: reason("healthy") }, { actions: [actionOf()] });
    const auction = account({ kind: "liquidatable" }, { measure: null, actions: [actionOf()] });
    expect(actionable([healthy, early, auction, refused], USER)).toEqual([early, auction]);
  });

  it("are those with a reason of their own when no other is left", () => {
    expect(actionable([healthy, refused, debtless], USER)).toEqual([refused]);
  });

  it("are never nobody because the node could not be asked", () => {
    for (const others of [[], [healthy], [debtless, refused]]) {
      expect(thrownBy(() => actionable([...others, unread], USER))).toMatchObject({
        code: "read-failed",
        message: "it is read-failed",
        exitCode: 1,
        retryable: true,
      });
    }
  });

  it("are never nobody because a protocol could not be searched", () => {
    expect(actionable([usable, unfound], USER)).toEqual([usable]);
    expect(thrownBy(() => actionable([healthy, unfound], USER))).toMatchObject({
      code: "protocol-unreadable",
      exitCode: 1,
    });
  });

  it("do not exist for who is healthy or owes nothing", () => {
    const sicker = account(healthy.assessment.status, { measure: healthFactor(1_049_999n * 10n ** 12n) });
    expect(thrownBy(() => actionable([healthy, sicker, debtless], USER))).toMatchObject({
      code: "healthy",
      exitCode: 3,
      message: `${USER} is healthy: its health factor is 1.0499`,
    });
    for (const accounts of [[], [debtless]]) {
      expect(thrownBy(() => actionable(accounts, USER))).toMatchObject({ code: "no-debt", exitCode: 3 });
    }
  });
});

describe("a market", () => {
  const book = {
    name: "devnet",
    addresses: {
      "aave-v3": [{ name: "Main", pool: POOL, addressesProvider: POOL, fromBlock: "0" }],
      morpho: { morpho: MORPHO, fromBlock: "0" },
    },
  } as unknown as ChainBook;
  const aave = account(
    { kind: "liquidatable" },
    { target: accountTarget({ protocol: "aave-v3", market: POOL }, USER) },
  );
  const morpho = account(
    { kind: "liquidatable" },
    { target: accountTarget({ protocol: "morpho", market: MORPHO, marketId: ID }, USER) },
  );

  it.each([
    [null, [aave, morpho]],
    [{ name: "main" }, [aave]],
    [{ name: "morpho" }, [morpho]],
    [{ address: POOL }, [aave]],
    [{ id: ID }, [morpho]],
    [{ id: `0x${"6".repeat(64)}` }, []],
  ] as const)("%o", (choice, expected) => {
    expect(inMarket([aave, morpho], choice, book)).toEqual(expected);
  });
});

describe("a refusal", () => {
  it("says what to do where that is not plain", () => {
    const failure = refusedFor({ code: "bonus-share", message: "too little is left", numbers: { floor: 7n } });
    expect(failure).toBeInstanceOf(RefusedError);
    expect(failure).toMatchObject({
      exitCode: 4,
      hint: "lower --min-bonus-share-bps or --tip-bps, or repay less",
      numbers: { floor: 7n },
    });
    expect(refusedFor(reason("oracle-zero")).hint).toBeUndefined();
  });

  it("does not advise to take a loss", () => {
    const short = (netUsd: bigint) => refusedFor({ ...reason("below-min-profit"), numbers: { netUsd } }).hint;
    expect(short(5n)).toBe("lower --min-profit to take it all the same");
    expect([short(0n), short(-5n)]).toEqual([undefined, undefined]);
  });
});
