import { type Address, type Hex, toFunctionSelector } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type LocalServer, result, rpcError } from "../../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { AAVE_V3_ADDRESSES } from "../../protocols/aave-v3/addresses.ts";
import { type FallenChain, startFallenChain } from "../testing/chain.fixture.ts";
import { type Intercept, startProxy } from "../testing/proxy.fixture.ts";
import { usdPrices } from "./prices.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

const GET_ASSET_PRICE = toFunctionSelector("getAssetPrice(address)");
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

describe("prices", () => {
  it("come from the first market that has them; what none has is absent, not zero", async () => {
    const context = chain.contextWith();
    const { WETH, DAI } = chain.token;
    const nobody = "0x00000000000000000000000000000000000000aa";
    const block = await chain.client.getBlockNumber({ cacheTime: 0 });
    const prices = await usdPrices(context, [WETH, DAI, nobody], block);
    expect(Object.fromEntries(prices)).toEqual({
      [WETH.toLowerCase()]: 2_600_00000000n,
      [DAI.toLowerCase()]: 1_00000000n,
    });
    // the second market lists no DAI
    const onlySecond = {
      ...context,
      book: AAVE_V3_ADDRESSES.with(context.book, AAVE_V3_ADDRESSES.of(context.book).slice(1)),
    };
    expect([...(await usdPrices(onlySecond, [WETH, DAI], block)).keys()]).toEqual([WETH.toLowerCase()]);
  });

  it("of a market that cannot be asked are taken from the next one, with a warning", async () => {
    const context = chain.contextWith();
    const [main, l2] = AAVE_V3_ADDRESSES.of(context.book);
    const nowhere = { ...main!, name: "nowhere", addressesProvider: chain.owner };
    const block = await chain.client.getBlockNumber({ cacheTime: 0 });
    const broken = { ...context, book: AAVE_V3_ADDRESSES.with(context.book, [nowhere, l2!]) };
    const prices = await usdPrices(broken, [chain.token.WETH], block);
    expect(prices.get(chain.token.WETH.toLowerCase())).toBe(2_600_00000000n);
    expect(context.warnings).toEqual(["the oracle of nowhere could not be asked"]);
  });

  it("that cannot be read leave the others alone, and are told once", async () => {
    const { WETH, DAI, USDC, LINK } = chain.token;
    const unlucky = [DAI, LINK].map((token) => token.slice(2).toLowerCase());
    const context = await contextBehind(({ method, params, id }, response) => {
      const token = method === "eth_call" ? argumentsOf(GET_ASSET_PRICE, params) : null;
      if (!token || !unlucky.some((one) => token.endsWith(one))) return false;
      rpcError(response, id, -32005, "daily request count exceeded");
      return true;
    });
    const prices = await usdPrices(context, [WETH, DAI, USDC, LINK], block);
    expect([...prices.keys()].sort()).toEqual(keys(WETH, USDC));
    expect(context.warnings).toEqual([
      "2 of 4 prices could not be read from the oracle of main",
      "2 of 2 prices could not be read from the oracle of l2",
    ]);
  });

  it("of many tokens are asked for a few at once", async () => {
    let [underWay, most] = [0, 0];
    const context = await contextBehind(async ({ method, params }) => {
      if (method !== "eth_call" || !argumentsOf(GET_ASSET_PRICE, params)) return false;
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 20));
      underWay--;
      return false;
    });
    const tokens = Array.from({ length: 40 }, (_, index): Address => `0x${String(index + 1).padStart(40, "0")}`);
    expect((await usdPrices(context, tokens, block)).size).toBe(0);
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
    expect((await usdPrices(context, [chain.token.WETH], block)).size).toBe(count);
    expect(context.warnings).toEqual([]);
  });
});
