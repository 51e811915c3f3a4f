import { type Address, type Hex, toFunctionSelector } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { CountedContext } from "../../chains/context.fixture.ts";
import { type LocalServer, result, rpcError } from "../../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { type FallenChain, startFallenChain } from "../../flow/testing/chain.fixture.ts";
import { type Intercept, startProxy } from "../../flow/testing/proxy.fixture.ts";
import { AAVE_V3_ADDRESSES } from "../../protocols/aave-v3/addresses.ts";
import { readMarkets } from "./read-markets.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

const GET_ASSET_PRICE = toFunctionSelector("getAssetPrice(address)");
const GET_ASSETS_PRICES = toFunctionSelector("getAssetsPrices(address[])");
const NOBODY = "0x00000000000000000000000000000000000000aa";
const BASE_CURRENCY = toFunctionSelector("BASE_CURRENCY()");

let chain: FallenChain;
let block: bigint;
const proxies: LocalServer[] = [];
beforeAll(async () => {
  chain = await startFallenChain();
  block = await chain.client.getBlockNumber({ cacheTime: 0 });
});
afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await chain?.stop();
});

async function contextBehind(intercept: Intercept) {
  const proxy = await startProxy(chain.devnet.rpcUrl, intercept);
  proxies.push(proxy);
  return chain.contextWith({ rpcUrl: proxy.url });
}

/** What is called, if it is this function. */
function argumentsOf(selector: Hex, params: unknown): Hex | null {
  const [call] = (params ?? []) as { data?: Hex }[];
  return call?.data?.startsWith(selector) ? `0x${call.data.slice(10)}` : null;
}

const keys = (...tokens: Address[]) => tokens.map((token) => token.toLowerCase()).sort();
const read = (context: CountedContext, tokens: readonly Address[], markets = AAVE_V3_ADDRESSES.of(context.book)) =>
  readMarkets(context, { tokens, blockNumber: block }, markets);

describe("the oracles of Aave V3 markets", () => {
  it("give the prices of the first market that has them; what none has is absent, not zero", async () => {
    const context = chain.contextWith();
    const { WETH, DAI } = chain.token;
    const prices = await read(context, [WETH, DAI, NOBODY]);
    expect(Object.fromEntries(prices)).toEqual({
      [WETH.toLowerCase()]: 2_600_00000000n,
      [DAI.toLowerCase()]: 1_00000000n,
    });
    // the second market lists no DAI
    expect([...(await read(context, [WETH, DAI], AAVE_V3_ADDRESSES.of(context.book).slice(1))).keys()]).toEqual([
      WETH.toLowerCase(),
    ]);
  });

  it("are asked for all tokens in one call", async () => {
    const context = chain.contextWith();
    expect((await read(context, Object.values(chain.token))).size).toBe(7);
    const asked = context.calls.map((call) => (call as { data: Hex }).data.slice(0, 10));
    expect(asked.filter((selector) => selector === GET_ASSETS_PRICES)).toHaveLength(1);
    expect(asked).not.toContain(GET_ASSET_PRICE);
    expect(asked).toHaveLength(4);
  });

  it("that cannot be asked are passed over for the next one, with a warning", async () => {
    const context = chain.contextWith();
    const [main, l2] = AAVE_V3_ADDRESSES.of(context.book);
    const nowhere = { ...main!, name: "nowhere", addressesProvider: chain.owner };
    const prices = await read(context, [chain.token.WETH], [nowhere, l2!]);
    expect(prices.get(chain.token.WETH.toLowerCase())).toBe(2_600_00000000n);
    expect(context.warnings).toEqual(["the oracle of nowhere could not be asked"]);
  });

  it("that do not give a single price leave the others alone, and are told once", async () => {
    const { WETH, DAI, USDC, LINK } = chain.token;
    const unlucky = [DAI, LINK].map((token) => token.slice(2).toLowerCase());
    const context = await contextBehind(({ method, params, id }, response) => {
      const token = method === "eth_call" ? argumentsOf(GET_ASSET_PRICE, params) : null;
      if (!token || !unlucky.some((one) => token.endsWith(one))) return false;
      rpcError(response, id, -32005, "daily request count exceeded");
      return true;
    });
    // an unlisted token makes the oracle refuse the call for all of them
    const prices = await read(context, [WETH, DAI, USDC, LINK, NOBODY]);
    // null: not asked; absent: the oracle has none
    expect([...prices.keys()].sort()).toEqual(keys(WETH, USDC, DAI, LINK));
    expect([DAI, LINK].map((token) => prices.get(token.toLowerCase()))).toEqual([null, null]);
    expect(context.warnings).toEqual([
      "2 of 5 prices could not be read from the oracle of main",
      "2 of 3 prices could not be read from the oracle of l2",
    ]);
  });

  it("are looked up once a block, whoever asks", async () => {
    let lookups = 0;
    const context = await contextBehind(({ method, params }) => {
      if (method === "eth_call" && argumentsOf(BASE_CURRENCY, params) !== null) lookups++;
      return false;
    });
    const { WETH, DAI } = chain.token;
    const main = AAVE_V3_ADDRESSES.of(context.book).slice(0, 1);
    await Promise.all([WETH, DAI].map((token) => read(context, [token], main)));
    expect(lookups).toBe(1);
    await readMarkets(context, { tokens: [WETH], blockNumber: block - 1n }, main);
    expect(lookups).toBe(2);
  });

  it("that take too long for many tokens are asked for fewer", async () => {
    const { WETH, DAI, USDC, LINK } = chain.token;
    const context = await contextBehind(({ method, params, id }, response) => {
      const asked = method === "eth_call" ? argumentsOf(GET_ASSETS_PRICES, params) : null;
      if (!asked?.includes(DAI.slice(2).toLowerCase())) return false;
      rpcError(response, id, -32000, "execution timeout");
      return true;
    });
    const prices = await read(context, [WETH, DAI, USDC, LINK], AAVE_V3_ADDRESSES.of(context.book).slice(0, 1));
    expect([...prices.keys()].sort()).toEqual(keys(WETH, USDC, LINK, DAI));
    expect(prices.get(DAI.toLowerCase())).toBeNull();
    expect(context.warnings).toEqual(["1 of 4 prices could not be read from the oracle of main"]);
  });

  it("of many tokens, some of them unlisted, are asked for a few at once", async () => {
    let [underWay, most, alone] = [0, 0, 0];
    const context = await contextBehind(async ({ method, params }) => {
      if (method !== "eth_call" || !argumentsOf(GET_ASSET_PRICE, params)) return false;
      alone++;
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 20));
      underWay--;
      return false;
    });
    const unlisted = Array.from({ length: 40 }, (_, index): Address => `0x${String(index + 1).padStart(40, "0")}`);
    const prices = await read(context, [chain.token.WETH, ...unlisted], AAVE_V3_ADDRESSES.of(context.book).slice(0, 1));
    expect([...prices.keys()]).toEqual(keys(chain.token.WETH));
    expect(alone).toBe(41);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(context.config.concurrency);
    expect(context.warnings).toEqual([]);
  });

  it.each([
    ["Aave's sign for USD", 0n, 1],
    ["Chainlink's sign for USD", 840n, 1],
    ["another currency", 841n, 0],
  ])("count where the oracle's base currency is %s", async (_, base, count) => {
    const context = await contextBehind(({ method, params, id }, response) => {
      if (method !== "eth_call" || !argumentsOf(BASE_CURRENCY, params)) return false;
      result(response, id, `0x${base.toString(16).padStart(64, "0")}`);
      return true;
    });
    expect((await read(context, [chain.token.WETH])).size).toBe(count);
    expect(context.warnings).toEqual([]);
  });
});
