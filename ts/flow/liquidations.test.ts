import { describe, expect, it } from "vitest";
import { type FliqError, NothingToDo, RefusedError, RpcError, UsageError } from "../core/errors/errors.ts";
import { actOf, batchOf, expectedOf, membersOf, receiptOf, revertOf, TX_HASH, USERS } from "./batch/mined.fixture.ts";
import { failuresOf, type NotDone, noneDone } from "./liquidations.ts";
import { candidateOf } from "./plan/choose-plan.fixture.ts";

const failed = (error: FliqError, index = 0): NotDone => ({ whom: { user: USERS[index]!, target: null }, error });
const healthy = new NothingToDo("is healthy", { code: "healthy" });
const poor = new RefusedError("earns too little", { code: "below-min-profit", numbers: { netUsd: 1n } });
const wrong = new UsageError("no such market");
const away = new RpcError("timeout", "no answer", { retryable: true });

describe("a command that has done nothing for anybody", () => {
  it.each([
    [[healthy, poor], poor],
    [[poor, healthy], poor],
    [[healthy, poor, wrong], wrong],
    [[healthy, wrong, away], away],
    [[away, poor], away],
  ] as const)("ends with the most serious failure, and says each", (errors, worst) => {
    const error = noneDone(errors.map(failed));
    expect(error).toMatchObject({ code: worst.code, exitCode: worst.exitCode, numbers: worst.numbers, cause: worst });
    expect(error.message).toBe(
      `none of the ${errors.length} is liquidated: ${errors.map(({ message }, i) => `${USERS[i]}: ${message}`).join("; ")}`,
    );
  });

  it("says once what is the same for all", () => {
    expect(noneDone([failed(wrong, 0), failed(wrong, 1)])).toBe(wrong);
  });
});

describe("what failed", () => {
  const batch = batchOf(membersOf([candidateOf(), candidateOf()], [400_000n, 400_000n]), 700_000n);
  const [outcome] = batch.members.map(({ leg }) => expectedOf(leg.plan.expected));
  const ended = (ends: Parameters<typeof receiptOf>[1]) =>
    failuresOf({ batches: [actOf(batch, receiptOf(batch, ends, { gasUsed: 650_000n }))], alone: [], notDone: [] });

  it("is also what failed on chain, by whose account, with the transaction", () => {
    const [one, ...others] = ended([outcome!, revertOf("Paused")]);
    expect(others).toEqual([]);
    expect(one!.whom.user).toBe(USERS[1]);
    expect(one!.error).toMatchObject({ name: "RevertError", code: "paused", exitCode: 1 });
    expect(one!.error.message).toMatch(`failed in transaction ${TX_HASH}, which was mined: the liquidator is paused`);
  });

  it("is not said to have failed when nobody knows", () => {
    const failures = ended([outcome!, null]);
    expect(failures.map(({ error }) => error.code)).toEqual(["outcome-unknown", "outcome-unknown"]);
    expect(failures[0]!.error.message).toMatch(/^sent in transaction 0x7+, which was mined: the receipt does not say/);
  });

  it("is nothing in a dry run, nor when all succeed", () => {
    expect(ended([outcome!, outcome!])).toEqual([]);
    expect(failuresOf({ batches: [actOf(batch)], alone: [], notDone: [] })).toEqual([]);
  });
});
