import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { PROTOCOL_NAMES } from "../core/names/names.ts";
import { resolveBlock } from "../core/rpc/block.ts";
import { type LocalServer, rpcError } from "../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { AAVE_V3_ADDRESSES } from "../protocols/aave-v3/addresses.ts";
import { healthFactorOf } from "../protocols/assessment.ts";
import { type Target, userOf } from "../protocols/target.ts";
import { findTargets, type TargetsRequest } from "./find-targets.ts";
import { inspect } from "./inspect.ts";
import { readGasPrice } from "./plan/gas.ts";
import { simulateProposal } from "./simulate-proposal.ts";
import { type ContextOptions, type FallenChain, startFallenChain } from "./testing/chain.fixture.ts";
import { startProxy } from "./testing/proxy.fixture.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

const WAD = 10n ** 18n;

let chain: FallenChain;
const proxies: LocalServer[] = [];
beforeAll(async () => {
  chain = await startFallenChain();
});
afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await chain?.stop();
});

async function targets(changes: Partial<TargetsRequest> = {}, options: ContextOptions = {}) {
  const context = chain.contextWith(options);
  const block = await resolveBlock(context.client, { tag: "latest" });
  const request = { protocols: PROTOCOL_NAMES, user: null, limit: 100, maxHealthFactor: WAD, minDebtUsd: 0n } as const;
  return findTargets(context, { ...request, block, sort: "profit", ...changes });
}

const borrowers = () => Object.values(chain.devnet.info.borrowers).flat();

const labelOf = (target: Target): string => borrowers().find(({ address }) => address === userOf(target))!.label;

/** How many have borrowed, in every part of the devnet. */
const everybody = () => borrowers().filter(({ debt }) => debt.length > 0).length;

describe("targets", () => {
  it("are all that are below the health factor, with what they would earn or why not", async () => {
    const { rows, accounts, matching, unread, unvalued } = await targets();
    expect([accounts, matching]).toEqual([everybody(), rows.length]);
    for (const { assessment, plan, reason } of rows) {
      const isEarly = assessment.status.kind === "healthy" && assessment.actions.length > 0;
      expect(healthFactorOf(assessment)! < WAD || isEarly).toBe(true);
      if (reason === null) expect(plan!.expected.netUsd >= 50_00000000n).toBe(true);
      else
        expect(["below-min-profit", "bonus-share", "no-liquidator", "insufficient-liquidity"]).toContain(reason.code);
    }
    const done = rows.filter(({ reason }) => reason === null).map(({ assessment }) => labelOf(assessment.target));
    expect(done).toEqual(
      expect.arrayContaining(["reference", "l2-reference", "mixed", "usdt-debt", "whale", "pre-liquidatable"]),
    );
    expect(rows.map(({ reason }) => reason?.code)).toContain("below-min-profit");
    expect(unread).toEqual([]);
    expect(unvalued.map(({ target }) => labelOf(target)).sort()).toEqual(["broken-oracle", "broken-oracle-small"]);
  });

  it("are what a simulation of each of them would plan", async () => {
    const { rows } = await targets({ limit: 3 });
    const context = chain.contextWith();
    const block = await resolveBlock(context.client, { tag: "latest" });
    for (const { assessment, plan } of rows) {
      const { protocol } = assessment.target;
      const user = userOf(assessment.target);
      const open = { market: null, collateral: null, debt: null, repay: "max", funding: "auto" } as const;
      const request = {
        ...open,
        user,
        target: null,
        protocols: [protocol],
        inKind: false,
        caller: null,
        block,
        fork: false,
      };
      const trial = await simulateProposal(context, request);
      expect(trial.plan).toEqual(plan);
      expect(trial.simulation.ok).toBe(true);
    }
  });

  it("share what does not depend on the account, and ask no pool about dust", async () => {
    const calls = async (changes: Parameters<typeof targets>[0], config = {}) => {
      const context = chain.contextWith({ config });
      const block = await resolveBlock(context.client, { tag: "latest" });
      const request = {
        protocols: PROTOCOL_NAMES,
        user: null,
        limit: 100,
        maxHealthFactor: WAD,
        minDebtUsd: 0n,
      } as const;
      const { rows } = await findTargets(context, { ...request, block, sort: "profit", ...changes });
      return { rows, calls: context.requests.get("eth_call")! };
    };
    const nobody = await calls({ minDebtUsd: 10n ** 30n });
    const all = await calls({ protocols: ["aave-v3"] });
    const planned = all.rows.filter(({ plan }) => plan !== null).length;
    expect(planned).toBeGreaterThan(5);
    expect((all.calls - nobody.calls) / planned).toBeLessThan(10);
    // more than anybody has
    const rich = await calls({}, { minProfitUsd: 10n ** 18n });
    expect(rich.calls).toBe(nobody.calls);
    for (const { plan, reason } of rich.rows) expect([plan, reason?.code]).toEqual([null, "below-min-profit"]);
  });

  it("can be sorted, filtered and limited", async () => {
    const all = await targets();
    const byHealth = await targets({ sort: "hf" });
    const factors = byHealth.rows.map(({ assessment }) => healthFactorOf(assessment)!);
    expect(factors).toEqual([...factors].sort((a, b) => (a < b ? -1 : 1)));
    const first = await targets({ limit: 2 });
    expect(first.rows.map(({ plan }) => plan)).toEqual(all.rows.slice(0, 2).map(({ plan }) => plan));
    expect(first.matching).toBe(all.matching);
    const large = await targets({ minDebtUsd: 100_000_00000000n });
    expect(large.rows.map(({ assessment }) => labelOf(assessment.target))).toEqual(["whale", "whale"]);
    const wide = await targets({ maxHealthFactor: 12n * 10n ** 17n });
    expect(wide.matching).toBeGreaterThan(all.matching);
    expect(wide.rows.at(-1)).toMatchObject({ plan: null, reason: { code: "healthy" } });
    const { address } = chain.borrower("aave", "l2-reference");
    const one = await targets({ user: address });
    expect(one.rows.map(({ assessment }) => assessment.target.market)).toEqual([
      AAVE_V3_ADDRESSES.of(chain.book)[1]!.pool,
    ]);
    const morpho = await targets({ protocols: ["morpho"] });
    expect(new Set(morpho.rows.map(({ assessment }) => assessment.target.protocol))).toEqual(new Set(["morpho"]));
  });

  it("that cannot be read are unknown, not healthy", async () => {
    const proxy = await startProxy(chain.devnet.rpcUrl, ({ method, id, params }, response) => {
      const [call] = (params ?? []) as { to?: string }[];
      if (method !== "eth_call" || call?.to) return false;
      rpcError(response, id, -32000, "execution aborted");
      return true;
    });
    proxies.push(proxy);
    const { rows, accounts, matching, unread } = await targets({}, { rpcUrl: proxy.url });
    expect([rows, matching]).toEqual([[], 0]);
    expect(unread).toHaveLength(accounts);
    expect(accounts).toBe(everybody());
  });
});

describe("an inspection", () => {
  it("has every account of the user with a position, and what each action would take", async () => {
    const context = chain.contextWith();
    const block = await resolveBlock(context.client, { tag: "latest" });
    const { address } = chain.borrower("aave", "mixed");
    const asked = { user: address, target: null, block };
    const found = await inspect(context, { ...asked, protocols: PROTOCOL_NAMES, market: null });
    expect(found).toHaveLength(1);
    const { assessment, actions } = found[0]!;
    const sold = actions.filter(({ action }) => action.receives!.keptAs === null);
    expect(sold).toHaveLength(9);
    expect(actions).toHaveLength(18);
    expect(actions.every(({ action, most }) => most!.ok && most!.quote.repaid === action.pays!.most)).toBe(true);
    expect(assessment.positions.map(({ token }) => token.symbol).sort()).toEqual(
      ["DAI", "LINK", "USDC", "USDT", "WBTC", "WETH"].sort(),
    );
    const elsewhere = await inspect(context, { ...asked, protocols: PROTOCOL_NAMES, market: { name: "l2" } });
    expect(elsewhere).toEqual([]);
  });
});

describe("the price of gas", () => {
  it("is that of the block, and an unknown native token has none", async () => {
    const context = chain.contextWith();
    const { number, baseFeePerGas } = await chain.client.getBlock();
    const price = await readGasPrice(context, number);
    expect(price).toMatchObject({ baseFee: baseFeePerGas, nativePriceUsd: 2_600_00000000n });
    const foreign = { ...context, book: { ...context.book, wrappedNative: chain.owner } };
    expect((await readGasPrice(foreign, number)).nativePriceUsd).toBeNull();
  });

  it("has the priority fee that is set, else the suggestion, and never less than the chain takes", async () => {
    const { number } = await chain.client.getBlock();
    const paid = async (leastPriorityFee: bigint | null, priorityFeeWei: bigint | null) => {
      const context = chain.contextWith({ config: { priorityFeeWei } });
      const book = { ...context.book, ...(leastPriorityFee !== null && { leastPriorityFee }) };
      return (await readGasPrice({ ...context, book }, number)).priorityFee;
    };
    const suggested = await paid(null, null);
    expect(suggested).toBeGreaterThan(0n);
    expect(await paid(suggested - 1n, null)).toBe(suggested);
    expect(await paid(suggested + 1n, null)).toBe(suggested + 1n);
    expect(await paid(null, 0n)).toBe(0n);
    expect(await paid(null, 7n)).toBe(7n);
    expect(await paid(25n, 25n)).toBe(25n);
    await expect(paid(25_000_000_000n, 24_999_999_999n)).rejects.toMatchObject({
      message: "a priority fee of 24.999999999 gwei is less than devnet takes: 25 gwei",
      code: "priority-fee",
      exitCode: 1,
    });
  });

  it("without a suggestion of the node counts no priority fee, and says so", async () => {
    const proxy = await startProxy(chain.devnet.rpcUrl, ({ method, id }, response) => {
      const isAsked = method === "eth_maxPriorityFeePerGas" || method === "eth_gasPrice";
      if (isAsked) rpcError(response, id, -32601, "the method does not exist");
      return isAsked;
    });
    proxies.push(proxy);
    const context = chain.contextWith({ rpcUrl: proxy.url });
    const { number } = await chain.client.getBlock();
    expect((await readGasPrice(context, number)).priorityFee).toBe(0n);
    expect(context.warnings).toEqual(["the node suggests no priority fee, none is counted"]);
    const floored = { ...context, book: { ...context.book, leastPriorityFee: 25_000_000_000n } };
    expect((await readGasPrice(floored, number)).priorityFee).toBe(25_000_000_000n);
    expect(context.warnings[1]).toBe("the node suggests no priority fee, 25 gwei are counted");
  });
});
