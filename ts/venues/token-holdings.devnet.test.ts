import { type Address, createTestClient, erc20Abi, type Hex, http } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type CountedContext, contextOf, devnetBook } from "../chains/context.fixture.ts";
import { InterruptedError } from "../core/errors/errors.ts";
import { isUnasked } from "../core/errors/unasked.ts";
import { type Devnet, startDevnet } from "../devnet/index.ts";
import { tokenHoldings } from "./token-holdings.ts";
import { uniswapV3 } from "./uniswap-v3/index.ts";
import type { PoolHolding, Route } from "./venue.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const NOWHERE: Address = "0x00000000000000000000000000000000000000aa";

let devnet: Devnet;
let block: bigint;
let tokens: Devnet["info"]["addresses"]["tokens"];
let routes: readonly Route[];
beforeAll(async () => {
  devnet = await startDevnet();
  tokens = devnet.info.addresses.tokens;
  const context = newContext();
  block = await context.client.getBlockNumber();
  const { WETH, USDC, LINK, DAI, WBTC } = tokens;
  const pairs = [
    [WETH, USDC],
    [USDC, WETH],
    [LINK, DAI],
    [WBTC, USDC],
  ] as const;
  routes = (await Promise.all(pairs.map(([from, to]) => uniswapV3.routes(context, from, to, block)))).flat();
});
afterAll(() => devnet?.stop());

function newContext(signal?: AbortSignal): CountedContext {
  return contextOf(devnet.rpcUrl, devnetBook(devnet.info), signal ? { signal } : {});
}

async function setCode(address: Address, code: Hex): Promise<void> {
  const client = createTestClient({ mode: "anvil", transport: http(devnet.rpcUrl) });
  await client.setCode({ address, bytecode: code });
}

/** What the token itself says, asked alone. */
async function held(pool: Address, address: Address): Promise<PoolHolding> {
  const { client } = newContext();
  const read = { address, abi: erc20Abi, blockNumber: block } as const;
  return {
    ok: true,
    amount: await client.readContract({ ...read, functionName: "balanceOf", args: [pool] }),
    decimals: await client.readContract({ ...read, functionName: "decimals" }),
  };
}

const routeOver = (tokens: readonly Address[], pools: readonly Address[]): Route => ({
  venue: "uniswap-v3",
  tokens,
  fees: pools.map(() => 500),
  path: "0x",
  pools,
});

describe("what pools hold of what they pay out", () => {
  it("is what the tokens say, hop by hop, in one request however many routes there are", async () => {
    expect(routes.length).toBeGreaterThan(10);
    expect(new Set(routes.map(({ pools }) => pools.length))).toEqual(new Set([1, 2]));
    for (const asked of [routes, routes.slice(0, 1)]) {
      const context = newContext();
      const holdings = await tokenHoldings(context, asked, block);
      expect(Object.fromEntries(context.requests)).toEqual({ eth_call: 1 });
      const expected = asked.map(({ pools, tokens }) =>
        Promise.all(pools.map((pool, hop) => held(pool, tokens[hop + 1]!))),
      );
      expect(holdings).toEqual(await Promise.all(expected));
    }
  });

  it("is another for the way back through the same pool", async () => {
    const there = routes.find(({ pools, tokens: [from] }) => pools.length === 1 && from === tokens.WETH)!;
    const back = routeOver(there.tokens.toReversed(), there.pools);
    const [[usdc], [weth]] = (await tokenHoldings(newContext(), [there, back], block)) as [
      PoolHolding[],
      PoolHolding[],
    ];
    expect([usdc, weth]).toMatchObject([{ decimals: 6 }, { decimals: 18 }]);
    expect(usdc).not.toMatchObject({ amount: (weth as { amount: bigint }).amount });
  });

  it("is asked for in a few requests where one would be too large", async () => {
    const pools = Array.from({ length: 500 }, (_, index): Address => `0x${(index + 1).toString(16).padStart(40, "0")}`);
    const context = newContext();
    const many = pools.map((pool) => routeOver([tokens.WETH, tokens.USDC], [pool]));
    const holdings = await tokenHoldings(context, many, block);
    expect(holdings).toHaveLength(500);
    for (const [hop] of holdings) expect(hop).toMatchObject({ ok: true, decimals: 6 });
    expect(context.requests.get("eth_call")).toBe(4);
  });

  it("costs nothing where there is no route", async () => {
    const context = newContext();
    expect(await tokenHoldings(context, [], block)).toEqual([]);
    expect(context.requests.size).toBe(0);
  });

  it("is not known, and not nothing, where the token is none; the others are known all the same", async () => {
    const [pool] = routes[0]!.pools as [Address];
    const { USDC, WETH } = tokens;
    const { pool: strange } = devnet.info.addresses.aave.main;
    const found = await tokenHoldings(
      newContext(),
      [routeOver([WETH, NOWHERE, USDC], [pool, pool]), routeOver([WETH, strange], [pool])],
      block,
    );
    expect(found).toEqual([
      [{ ok: false, reason: unsaid(NOWHERE, pool) }, await held(pool, USDC)],
      [{ ok: false, reason: unsaid(strange, pool) }],
    ]);
  });

  it("is not known where the token's decimals are no number of digits", async () => {
    const [pool] = routes[0]!.pools as [Address];
    // answers everything with 2 ** 40
    const code = `0x7f${(2n ** 40n).toString(16).padStart(64, "0")}5f5260205ff3` as const;
    await setCode(NOWHERE, code);
    const found = await tokenHoldings(newContext(), [routeOver([tokens.WETH, NOWHERE], [pool])], block);
    expect(found).toEqual([[{ ok: false, reason: unsaid(NOWHERE, pool) }]]);
    await setCode(NOWHERE, "0x");
  });

  it("is told from what could not be asked", async () => {
    const far = await tokenHoldings(newContext(), [routes[0]!], block + 1_000n);
    for (const hop of far.flat()) {
      expect(hop).toMatchObject({ ok: false, reason: { code: "depth-unread" } });
      expect(!hop.ok && isUnasked(hop.reason)).toBe(true);
    }
    expect(far.flat()).toHaveLength(routes[0]!.pools.length);
  });

  it("is nobody's concern once the user interrupts", async () => {
    const interrupt = new AbortController();
    interrupt.abort();
    await expect(tokenHoldings(newContext(interrupt.signal), routes, block)).rejects.toBeInstanceOf(InterruptedError);
  });
});

const unsaid = (token: Address, pool: Address) => ({
  code: "unknown-depth",
  message: `the token ${token} does not say what the pool ${pool} holds`,
});
