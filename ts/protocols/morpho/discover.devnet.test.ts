import { getAddress, pad, toHex } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { contextOf, devnetBook } from "../../chains/context.fixture.ts";
import { type LocalServer, result, rpcError } from "../../core/rpc/local-server.fixture.ts";
import { createDeployer } from "../../devnet/deploy/deployer.ts";
import { type Devnet, startDevnet } from "../../devnet/index.ts";
import { type Intercept, startProxy } from "../../flow/testing/proxy.fixture.ts";
import { type Target, targetKey, userOf } from "../target.ts";
import { MORPHO_ADDRESSES } from "./addresses.ts";
import { discover } from "./discover.ts";
import { positionTarget } from "./position-target.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const NOBODY = getAddress(pad("0xaa", { size: 20 }));
/** Small enough that the chain is a long one. */
const SMALL = { logChunkBlocks: 3n, concurrency: 4 } as const;

let devnet: Devnet;
let toBlock: bigint;
const proxies: LocalServer[] = [];

beforeAll(async () => {
  devnet = await startDevnet();
  const deployer = createDeployer(devnet.rpcUrl, devnet.info.addresses.accounts.deployer, {});
  // hours, so that what is scanned is stored but for the blocks of a query
  await deployer.rpc("anvil_mine", [toHex(150)]);
  await deployer.rpc("evm_setNextBlockTimestamp", [await hoursLater()]);
  await deployer.rpc("anvil_mine", [toHex(150)]);
  toBlock = await context().client.getBlockNumber();
});
afterEach(() => Promise.all(proxies.splice(0).map((proxy) => proxy.close())));
afterAll(() => devnet?.stop());

async function hoursLater(): Promise<string> {
  return toHex((await context().client.getBlock()).timestamp + 20_000n);
}

/** Without the factory of pre-liquidations, whose scan is a test of its own. */
const context = (changes: Parameters<typeof contextOf>[2] = {}, url = devnet.rpcUrl) => {
  const book = devnetBook(devnet.info);
  const { preLiquidationFactory: _, ...singleton } = MORPHO_ADDRESSES.of(book)!;
  return contextOf(url, MORPHO_ADDRESSES.with(book, singleton), changes);
};

/** Every position with a debt that the chain was built with. */
function targets(): Target[] {
  const { morpho } = devnet.info.addresses;
  return devnet.info.borrowers.morpho.map(({ market, address }) =>
    positionTarget(morpho.morpho, morpho.markets.find(({ label }) => label === market)!.id, address),
  );
}

const someone = () => userOf(targets()[0]!)!;
/** Who is found, and nothing else. */
const find = async (...asked: Parameters<typeof discover>) => (await discover(...asked)).targets;

const own = () => targets().filter((target) => userOf(target) === someone());

async function proxied(intercept: Intercept): Promise<LocalServer> {
  const proxy = await startProxy(devnet.rpcUrl, intercept);
  proxies.push(proxy);
  return proxy;
}

describe("discover", () => {
  it("finds exactly the positions that were borrowed from", async () => {
    const { targets: found, markets } = await discover(context(), { toBlock });
    const ids = devnet.info.addresses.morpho.markets.map(({ id }) => id);
    expect(markets.map(({ marketId }) => marketId).sort()).toEqual(ids.sort());
    expect(found.map(targetKey).sort()).toEqual(targets().map(targetKey).sort());
    expect(
      found.every(({ protocol, market }) => protocol === "morpho" && market === devnet.info.addresses.morpho.morpho),
    ).toBe(true);
  });

  it("finds nothing on a chain without Morpho", async () => {
    const bare = contextOf(devnet.rpcUrl, MORPHO_ADDRESSES.with(devnetBook(devnet.info), null));
    expect(await discover(bare, { toBlock })).toEqual({ targets: [], markets: [], scans: [] });
    expect(bare.requests.size).toBe(0);
  });
});

describe("a user who is in no log", () => {
  it("is not known to owe nothing while the logs are late", async () => {
    const { url } = await proxied(({ method, id }, response) => {
      if (method === "eth_getLogs") result(response, id, []);
      return method === "eth_getLogs";
    });
    const ours = context({}, url);
    const newest = BigInt(devnet.info.block);
    await expect(discover(ours, { user: NOBODY, toBlock: newest })).rejects.toMatchObject({ code: "late-logs" });
  });
});

describe("one user", () => {
  it("is looked for among the borrowers of a short chain, with one query", async () => {
    const ours = context();
    expect(await find(ours, { user: someone(), toBlock })).toEqual(own());
    expect(ours.requests.get("eth_getLogs")).toBe(1);
    expect(await find(ours, { user: NOBODY, toBlock })).toEqual([]);
  });

  it("is looked for in every market of a long chain, by a scan that is stored and one call", async () => {
    const ours = context({ config: SMALL });
    const steps: string[] = [];
    const options = { toBlock, onProgress: (_: number, __: number, what: string) => void steps.push(what) };
    expect(await find(ours, { ...options, user: someone() })).toEqual(own());
    expect(new Set(steps)).toEqual(new Set(["looking for markets of Morpho", "looking into markets of Morpho"]));
    expect(ours.requests.get("eth_getLogs")).toBe(Math.ceil((Number(toBlock) + 1) / 300));
    expect(ours.requests.get("eth_call")).toBe(1);
    // from then on only the end of the chain is scanned, whoever is asked for
    const before = ours.requests.get("eth_getLogs")!;
    expect(await find(ours, { ...options, user: NOBODY })).toEqual([]);
    expect(ours.requests.get("eth_getLogs")).toBe(before + 1);
  });

  it("costs a provider with a small limit no query one after the other", async () => {
    let [underWay, most, queries] = [0, 0, 0];
    const { url } = await proxied(async ({ method, params, id }, response) => {
      if (method !== "eth_getLogs") return false;
      queries++;
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 20));
      underWay--;
      const [{ fromBlock, toBlock: last }] = params as [{ fromBlock: string; toBlock: string }];
      if (BigInt(last) - BigInt(fromBlock) < 10n) return false;
      rpcError(response, id, -32600, "query exceeds max block range 10");
      return true;
    });
    expect(await find(context({ config: SMALL }, url), { user: someone(), toBlock })).toEqual(own());
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(SMALL.concurrency);
    expect(queries).toBeLessThan(Math.ceil(Number(toBlock) / 10) + 3 * SMALL.concurrency);
  });

  it("is looked for among the borrowers of a long chain once these are known", async () => {
    const ours = context({ config: SMALL });
    await discover(ours, { toBlock });
    const before = new Map(ours.requests);
    expect(await find(ours, { user: someone(), toBlock })).toEqual(own());
    expect(ours.requests.get("eth_getLogs")! - before.get("eth_getLogs")!).toBeLessThan(90);
    expect(ours.requests.get("eth_call")).toBeUndefined();
  });

  it("may owe in every market that cannot be looked into", async () => {
    const { url } = await proxied(({ method, id }, response) => {
      if (method !== "eth_call") return false;
      rpcError(response, id, -32000, "execution aborted");
      return true;
    });
    const found = await find(context({ config: SMALL }, url), { user: NOBODY, toBlock });
    const { markets } = devnet.info.addresses.morpho;
    expect(found.map(({ marketId }) => marketId).sort()).toEqual(markets.map(({ id }) => id).sort());
  });
});
