import type { Address } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { PROTOCOL_NAMES } from "../../core/names/names.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import { type LocalServer, rpcError } from "../../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { MORPHO_ADDRESSES } from "../../protocols/morpho/addresses.ts";
import type { Target } from "../../protocols/target.ts";
import { findTargets } from "../find-targets.ts";
import { inspect } from "../inspect.ts";
import { attempt, failed, succeeded, userOf } from "../submit/attempt.fixture.ts";
import { type FallenChain, startFallenChain, TWO_PROTOCOLS } from "../testing/chain.fixture.ts";
import { type Intercept, startProxy } from "../testing/proxy.fixture.ts";
import { type AssessRequest, assessTargets } from "./assess-targets.ts";
import type { AssessedTarget } from "./assessed-target.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

/** An endpoint whose plan does not include logs: nobody's position on Morpho can be found. */
const withoutLogs: Intercept = ({ method, id }, response) => {
  if (method !== "eth_getLogs") return false;
  rpcError(response, id, -32000, "logs are not available on your plan");
  return true;
};

let chain: FallenChain;
const proxies: LocalServer[] = [];
beforeAll(async () => {
  chain = await startFallenChain();
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await chain?.stop();
});

async function contextBehind(intercept: Intercept) {
  const proxy = await startProxy(chain.devnet.rpcUrl, intercept);
  proxies.push(proxy);
  return chain.contextWith({ rpcUrl: proxy.url });
}

async function assessed(context: Awaited<ReturnType<typeof contextBehind>>, changes: Partial<AssessRequest> = {}) {
  const block = await resolveBlock(context.client, { tag: "latest" });
  return assessTargets(context, { protocols: PROTOCOL_NAMES, user: null, block, ...changes });
}

const user = (label: string): Address => userOf(chain, label);

describe("a search that takes long", () => {
  it("is followed by a look at the block that is newest then, unless a block was asked for", async () => {
    for (const [followsHead, later] of [
      [true, true],
      [false, false],
    ]) {
      let isFirst = true;
      const context = await contextBehind(async ({ method }) => {
        if (method === "eth_getLogs" && isFirst) {
          isFirst = false;
          await chain.client.mine({ blocks: 40 });
        }
        return false;
      });
      const block = await resolveBlock(context.client, { tag: "latest" });
      const found = await assessed(context, { block, followsHead: followsHead! });
      expect(found.length).toBeGreaterThan(20);
      const behind = new Set(found.map(({ assessment }) => assessment.blockNumber - block.number));
      expect([...behind]).toEqual([later ? 40n : 0n]);
    }
  });
});

describe("a protocol whose accounts cannot be found", () => {
  it("does not keep an account of another one from being liquidated", async () => {
    const { done, warnings } = await attempt(chain, "reference", { request: { send: false }, intercept: withoutLogs });
    expect(succeeded(done).plan.target).toMatchObject({
      protocol: "aave-v3",
      subject: { kind: "account", user: user("reference") },
    });
    expect(warnings).toEqual(["the accounts of morpho could not be found: nothing is known about them"]);
  });

  it("is no reason to call anybody healthy", async () => {
    for (const label of ["healthy", "no-debt"]) {
      const { done, rows } = await attempt(chain, label, { intercept: withoutLogs });
      expect(failed(done)).toMatchObject({
        code: "protocol-unreadable",
        exitCode: 1,
        message: expect.stringMatching(/^the accounts of morpho could not be found: logs of blocks .* on your plan/),
      });
      expect(rows).toEqual([]);
    }
  });

  it("is one unknown account among the targets and in an inspection", async () => {
    const context = await contextBehind(async (call, response) => {
      // the markets' own scan for borrowers goes through
      const [filter] = (call.params ?? []) as { address?: string }[];
      return filter?.address?.toLowerCase() === MORPHO_ADDRESSES.of(chain.book)!.morpho.toLowerCase()
        ? withoutLogs(call, response)
        : false;
    });
    const block = await resolveBlock(context.client, { tag: "latest" });
    const request = { protocols: TWO_PROTOCOLS, limit: 100, minDebtUsd: 0n, sort: "profit", block } as const;
    const { rows, unread } = await findTargets(context, { ...request, user: null, maxHealthFactor: 10n ** 18n });
    const found = new Set(rows.map(({ assessment }) => assessment.target.protocol));
    expect([found.has("aave-v3"), found.has("morpho")]).toEqual([true, false]);
    expect(rows.length).toBeGreaterThan(5);
    expect(unread).toMatchObject([{ status: { reason: { code: "protocol-unreadable" } } }]);

    const asked = { user: user("reference"), target: null, protocols: TWO_PROTOCOLS, market: null, block } as const;
    const inspected = await inspect(context, asked);
    expect(inspected.map(({ assessment }) => [assessment.target.protocol, assessment.status.kind])).toEqual([
      ["aave-v3", "liquidatable"],
      ["morpho", "refused"],
    ]);
    const nobody = inspect(context, { ...asked, user: chain.owner });
    await expect(nobody).rejects.toMatchObject({ code: "protocol-unreadable" });
  });

  it("ends the command when no other one was asked for", async () => {
    const context = await contextBehind(withoutLogs);
    await expect(assessed(context, { protocols: ["morpho"] })).rejects.toMatchObject({ code: "rpc-node-error" });
    await expect(assessed(context)).rejects.toMatchObject({ code: "rpc-node-error" });
    expect(context.warnings).toEqual([]);
  });
});

describe("a market that is named", () => {
  const requests = async (market: AssessRequest["market"], label: string) => {
    const context = chain.contextWith();
    const found = await assessed(context, { user: user(label), ...(market && { market }) });
    // who may be liquidated earlier on Morpho is another search, of a factory
    const factory = MORPHO_ADDRESSES.of(chain.book)?.preLiquidationFactory?.address;
    return { found, logs: context.logsOf.filter((address) => address !== undefined && address !== factory).length };
  };

  it("spares the search in other protocols", async () => {
    expect((await requests(null, "reference")).logs).toBe(1);
    const { found, logs } = await requests({ name: "main" }, "reference");
    expect(logs).toBe(0);
    const protocols = found.map(({ assessment }) => assessment.target.protocol);
    expect(protocols.filter((name) => name === "aave-v3")).toHaveLength(2);
    expect(protocols).not.toContain("morpho");
  });

  it("by its id spares every search", async () => {
    const { market } = chain.borrower("morpho", "liquidatable");
    const { id } = chain.devnet.info.addresses.morpho.markets.find(({ label }) => label === market)!;
    const { found, logs } = await requests({ id }, "liquidatable");
    expect(logs).toBe(0);
    expect(found).toMatchObject([{ assessment: { target: { marketId: id }, status: { kind: "liquidatable" } } }]);
    expect((await requests({ id }, "reference")).found).toMatchObject([
      { assessment: { status: { kind: "no-debt" } } },
    ]);
  });
});

describe("an account that cannot be assessed", () => {
  it("is unknown, and the others are assessed", async () => {
    const { assess } = PROTOCOLS["aave-v3"];
    const isReference = ({ subject }: Target) => subject.kind === "account" && subject.user === user("reference");
    const before = await assessed(chain.contextWith());
    vi.spyOn(PROTOCOLS["aave-v3"], "assess").mockImplementation((target, ...states) => {
      if (isReference(target)) throw new RangeError("Division by zero");
      return assess(target, ...states);
    });
    const context = chain.contextWith();
    const after = await assessed(context);
    const kindOf = ({ assessment }: AssessedTarget) => assessment.status.kind;
    const expected = before.map((one) => (isReference(one.assessment.target) ? "refused" : kindOf(one)));
    expect(after.map(kindOf)).toEqual(expected);
    expect(after.find(({ assessment }) => isReference(assessment.target))!.assessment).toMatchObject({
      status: { reason: { code: "account-unassessed", message: expect.stringContaining("Division by zero") } },
      measure: null,
      actions: [],
    });
    expect(context.warnings).toEqual([expect.stringMatching(/^1 of \d+ accounts of aave-v3 could not be assessed$/)]);
    expect(failed((await attempt(chain, "reference")).done)).toMatchObject({ code: "account-unassessed", exitCode: 1 });
  });
});
