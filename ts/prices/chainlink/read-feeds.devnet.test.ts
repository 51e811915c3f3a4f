import { type Address, type Hex, parseAbi, toFunctionSelector } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type LocalServer, result, rpcError } from "../../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { type FallenChain, startFallenChain } from "../../flow/testing/chain.fixture.ts";
import { type Intercept, startProxy } from "../../flow/testing/proxy.fixture.ts";
import { CHAINLINK_ADDRESSES } from "./addresses.ts";
import { readFeeds } from "./read-feeds.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

const DECIMALS = toFunctionSelector("decimals()");
const FEED = parseAbi(["function latestTimestamp() view returns (uint256)"]);

let chain: FallenChain;
let snapshot: Hex;
let feeds: DevnetFeeds;
type DevnetFeeds = FallenChain["devnet"]["info"]["addresses"]["feeds"];
const proxies: LocalServer[] = [];
beforeAll(async () => {
  chain = await startFallenChain();
  feeds = chain.devnet.info.addresses.feeds;
  snapshot = await chain.client.snapshot();
});
afterEach(async () => {
  await chain.client.revert({ id: snapshot });
  snapshot = await chain.client.snapshot();
});
afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await chain?.stop();
});

async function read(tokens: readonly Address[], { intercept, table }: Options = {}) {
  const proxy = await startProxy(chain.devnet.rpcUrl, intercept);
  proxies.push(proxy);
  const context = chain.contextWith({ rpcUrl: proxy.url });
  const blockNumber = await chain.client.getBlockNumber({ cacheTime: 0 });
  const prices = await readFeeds(context, { tokens, blockNumber }, table ?? CHAINLINK_ADDRESSES.of(context.book)!);
  const named = Object.entries(chain.token).flatMap(([symbol, token]) => {
    const price = prices.get(token.toLowerCase());
    return price === undefined ? [] : [[symbol, price] as const];
  });
  expect(named).toHaveLength(prices.size);
  return { prices: Object.fromEntries(named), warnings: context.warnings, requests: context.requests };
}

interface Options {
  readonly intercept?: Intercept;
  readonly table?: Readonly<Record<Address, Address>>;
}

describe("Chainlink's feeds", () => {
  it("give the price of every token that has one, in USD with 8 decimals", async () => {
    const nobody = "0x00000000000000000000000000000000000000aa";
    const { WETH, USDC, wstETH } = chain.token;
    const { prices, warnings, requests } = await read([WETH, nobody, USDC, wstETH]);
    expect(prices).toEqual({ WETH: 2_600_00000000n, USDC: 1_00000000n, wstETH: expect.any(BigInt) });
    expect(warnings).toEqual([]);
    // two questions a feed and the block
    expect(Object.fromEntries(requests)).toEqual({ eth_call: 6, eth_getBlockByNumber: 1 });
  });

  it("are not asked for tokens that have none", async () => {
    const { prices, requests } = await read([chain.token.WETH], { table: {} });
    expect(prices).toEqual({});
    expect(requests.size).toBe(0);
  });

  it.each([0n, -1n])("that answer %s give no price", async (answer) => {
    await chain.write(chain.owner, feeds.WETH, "function setAnswer(int256 answer)", [answer]);
    const { prices, warnings } = await read([chain.token.WETH, chain.token.USDC]);
    expect(prices).toEqual({ USDC: 1_00000000n });
    expect(warnings).toEqual(["1 of 2 Chainlink feeds give no price"]);
  });

  it("count for two days, and not a second longer", async () => {
    const updatedAt = await chain.client.readContract({
      address: feeds.WETH,
      abi: FEED,
      functionName: "latestTimestamp",
    });
    await chain.client.setNextBlockTimestamp({ timestamp: updatedAt + 172_800n });
    await chain.client.mine({ blocks: 1 });
    expect(await read([chain.token.WETH])).toMatchObject({ prices: { WETH: 2_600_00000000n }, warnings: [] });
    await chain.client.setNextBlockTimestamp({ timestamp: updatedAt + 172_801n });
    await chain.client.mine({ blocks: 1 });
    expect(await read([chain.token.WETH])).toMatchObject({
      prices: {},
      warnings: ["1 of 1 Chainlink feeds give no price"],
    });
  });

  it.each([
    [18n, 2_600_00000000n / 10n ** 10n],
    [10n, 26_00000000n],
    [6n, 260_000_00000000n],
    [30n, undefined],
    [300_000_000n, undefined],
  ])("with %s decimals are brought to 8", async (decimals, price) => {
    const intercept: Intercept = ({ method, params, id }, response) => {
      const [call] = (params ?? []) as { data?: Hex }[];
      if (method !== "eth_call" || call?.data !== DECIMALS) return false;
      result(response, id, `0x${decimals.toString(16).padStart(64, "0")}`);
      return true;
    };
    const { prices, warnings } = await read([chain.token.WETH], { intercept });
    expect(prices.WETH).toBe(price);
    expect(warnings).toHaveLength(price === undefined ? 1 : 0);
  });

  it("that revert, are not there, or cannot be reached leave the others alone", async () => {
    const { WETH, USDC, DAI, LINK } = chain.token;
    const table = { [WETH]: chain.token.WETH, [DAI]: chain.owner, [LINK]: feeds.LINK, [USDC]: feeds.USDC };
    const intercept: Intercept = ({ method, params, id }, response) => {
      const [call] = (params ?? []) as { to?: Hex }[];
      if (method !== "eth_call" || call?.to?.toLowerCase() !== feeds.LINK.toLowerCase()) return false;
      rpcError(response, id, -32005, "daily request count exceeded");
      return true;
    };
    const { prices, warnings } = await read([WETH, USDC, DAI, LINK], { table, intercept });
    // null: not asked; the others have answered
    expect(prices).toEqual({ USDC: 1_00000000n, LINK: null });
    expect(warnings).toEqual(["3 of 4 Chainlink feeds give no price"]);
  });
});
