import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Context } from "../core/context.ts";
import { createOnce } from "../core/data/once.ts";
import { type FundingName, PROTOCOL_NAMES } from "../core/names/names.ts";
import { resolveBlock } from "../core/rpc/block.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { AAVE_V3_ADDRESSES } from "../protocols/aave-v3/addresses.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import { MORPHO_ADDRESSES } from "../protocols/morpho/addresses.ts";
import { parseTargetKey, type Target, targetKey } from "../protocols/target.ts";
import { assessTargets } from "./assess/assess-targets.ts";
import type { AssessedTarget } from "./assess/assessed-target.ts";
import { readGasPrice } from "./plan/gas.ts";
import { planTarget } from "./plan/plan-target.ts";
import type { ProposeRequest } from "./propose.ts";
import { simulateProposal } from "./simulate-proposal.ts";
import { attempt, failed, succeeded } from "./submit/attempt.fixture.ts";
import { type FallenChain, startFallenChain } from "./testing/chain.fixture.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

const NOBODY = "0x00000000000000000000000000000000000000aa";

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
afterAll(() => chain?.stop());

const CASES = [
  ["aave-v3", "reference", "auto"],
  ["morpho", "liquidatable", "callback"],
] as const satisfies readonly [Target["protocol"], string, FundingName | "auto"][];

const targetOf = async (protocol: Target["protocol"], label: string) =>
  (await chain.assess(chain.contextWith(), protocol, label)).assessment.target;

async function simulated(context: Context, who: Pick<ProposeRequest, "user" | "target" | "funding">) {
  const block = await resolveBlock(chain.client as never, { tag: "latest" });
  const open = { market: null, collateral: null, debt: null, repay: "max", inKind: false, caller: null } as const;
  return simulateProposal(context, { ...open, ...who, protocols: PROTOCOL_NAMES, block, fork: false });
}

describe("a target that is named by its key", () => {
  it.each(CASES)("is simulated as its user is, without a search: %s %s", async (protocol, label, funding) => {
    const target = await targetOf(protocol, label);
    const { address } = chain.borrower(protocol === "morpho" ? "morpho" : "aave", label);
    const [searching, direct] = [chain.contextWith(), chain.contextWith()];
    const byUser = await simulated(searching, { user: address, target: null, funding });
    const byKey = await simulated(direct, { user: null, target: parseTargetKey(targetKey(target)), funding });
    expect(byKey.plan).toEqual(byUser.plan);
    expect(byKey.simulation).toEqual(byUser.simulation);
    expect(byKey.simulation.ok).toBe(true);
    expect(searching.requests.get("eth_getLogs")).toBeGreaterThan(0);
    // of Morpho, who may liquidate earlier is looked for, in the logs of a factory; borrowers never are
    const { preLiquidationFactory } = MORPHO_ADDRESSES.of(chain.book)!;
    const askedFor = direct.logsOf.filter((address) => address !== undefined);
    expect(new Set(askedFor)).toEqual(new Set(protocol === "morpho" ? [preLiquidationFactory!.address] : []));
  });

  it.each(CASES)("is liquidated but for the sending, and has a row: %s %s", async (protocol, label, funding) => {
    const target = await targetOf(protocol, label);
    const request = { user: null, target: parseTargetKey(targetKey(target)), funding, send: false };
    const { done, sent, rows, before, after } = await attempt(chain, label, { request });
    const { plan, simulation } = succeeded(done);
    expect([plan.target, simulation.ok, sent, after]).toEqual([target, true, 0, before]);
    const { id } = plan.candidate.action;
    expect(rows).toMatchObject([{ status: "dry-run", protocol, target: targetKey(target), action: id, txHash: null }]);
  });

  it.each(CASES)(
    "in a contract that is in no book is wrong usage, and is never asked: %s",
    async (protocol, label, _) => {
      const target = { ...(await targetOf(protocol, label)), market: NOBODY } as const;
      const { done, sent, rows } = await attempt(chain, label, { request: { user: null, target } });
      expect(failed(done)).toMatchObject({ exitCode: 2, message: `devnet has no market ${NOBODY}` });
      expect([sent, rows]).toEqual([0, []]);
      // a real market, which this book does not have
      const [main, l2] = AAVE_V3_ADDRESSES.of(chain.book);
      const context = { ...chain.contextWith(), book: AAVE_V3_ADDRESSES.with(chain.book, [main!]) };
      const other = await targetOf("aave-v3", "l2-reference");
      expect(other.market).toBe(l2!.pool);
      const trial = simulated(context, { user: null, target: other, funding: "auto" });
      await expect(trial).rejects.toMatchObject({
        exitCode: 2,
        message: `devnet has no market ${l2!.pool}`,
        hint: "it has main",
      });
      expect(context.requests.size).toBe(0);
    },
  );

  it("that nobody has is no debt", async () => {
    for (const [protocol, label] of CASES) {
      const target = { ...(await targetOf(protocol, label)), subject: { kind: "account", user: NOBODY } } as const;
      const { done, sent, rows } = await attempt(chain, label, { request: { user: null, target } });
      expect(failed(done)).toMatchObject({ code: "no-debt", exitCode: 3 });
      expect([sent, rows]).toEqual([0, []]);
    }
  });
});

/** As a stage that runs elsewhere would be given it. */
function stored<T>(value: T): T {
  const text = JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? { bigint: String(one) } : one));
  return JSON.parse(text, (_, one: unknown) => {
    const isBig = typeof one === "object" && one !== null && "bigint" in one;
    return isBig ? BigInt((one as { bigint: string }).bigint) : one;
  });
}

describe("a stage that is entered midway", () => {
  it.each(CASES)("plans from what was stored as from what was read: %s %s", async (protocol, label, _) => {
    const context = chain.contextWith();
    const block = await resolveBlock(context.client, { tag: "latest" });
    const target = await targetOf(protocol, label);
    const found = await assessTargets(context, { protocols: PROTOCOL_NAMES, user: null, target, block });
    expect(found).toHaveLength(1);
    const gasPrice = await readGasPrice(context, block.number);
    const planned = (assessed: AssessedTarget) =>
      planTarget(context, PROTOCOLS[protocol], assessed, {
        limits: context.config,
        horizonSeconds: context.config.horizonSeconds,
        gasPrice,
        once: createOnce(),
        caller: null,
        liquidator: null,
        inKind: false,
      });
    const again = stored(found[0]!);
    expect(again).toEqual(found[0]);
    const result = await planned(again);
    expect(result).toMatchObject({ ok: true, plan: { target, measure: found[0]!.assessment.measure } });
    expect(result).toEqual(await planned(found[0]!));
  });
});
