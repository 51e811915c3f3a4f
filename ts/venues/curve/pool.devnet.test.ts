import type { Address } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CountedContext, contextOf, devnetBook } from "../../chains/context.fixture.ts";
import { IS_DEEP } from "../../core/is-deep.fixture.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../../devnet/testing/start-test-chain.ts";
import { runSeed } from "../../protocols/differential/random.ts";
import type { Pool } from "../pool.ts";
import { checkCurve } from "../testing/check-curve.fixture.ts";
import { deploySeller, playTrades } from "../testing/play-trades.fixture.ts";
import { randomTrades } from "../testing/random-trades.fixture.ts";
import type { TokenPair } from "../venue.ts";
import { curve } from "./index.ts";

const TRADES = IS_DEEP ? 5_000 : 300;

let chain: TestChain;
let whale: Address;
let seller: Address;
let everyPair: readonly TokenPair[];

beforeAll(async () => {
  chain = await startTestChain({ secondsPerBlock: 0 });
  const { tokens, accounts } = chain.devnet.info.addresses;
  whale = accounts.whale;
  seller = await deploySeller(chain, whale);
  const all = Object.values(tokens);
  everyPair = all.flatMap((a, index) => all.slice(index + 1).map((b): TokenPair => [a, b]));
}, BUILD_TIMEOUT);
afterAll(() => chain?.stop());

const newContext = (): CountedContext => contextOf(chain.devnet.rpcUrl, devnetBook(chain.devnet.info));

async function read(context: CountedContext = newContext(), pairs = everyPair): Promise<readonly Pool[]> {
  const block = await context.client.getBlockNumber({ cacheTime: 0 });
  const { pools, unasked } = await curve.pools!(context, pairs, block);
  expect(unasked).toEqual([]);
  return pools;
}

const balances = (pool: Pool) => pool.tokens.map((token) => pool.holding(token));

describe("Curve's pools of a chain", () => {
  it("are found in one call, where they trade what is asked for", async () => {
    const context = newContext();
    expect((await read(context)).map(({ label }) => label)).toEqual(["3pool", "wsteth"]);
    expect(context.requests.get("eth_call")).toBe(1);
    const { USDC, USDT, WETH, wstETH } = chain.devnet.info.addresses.tokens;
    expect((await read(newContext(), [[USDT, USDC]])).map(({ label }) => label)).toEqual(["3pool"]);
    // of ether itself, which stands as the wrapped token in a route
    expect((await read(newContext(), [[WETH, wstETH]])).map(({ label }) => label)).toEqual(["wsteth"]);
    expect(await read(newContext(), [[WETH, USDC]])).toEqual([]);
  });

  it("that could not be read are told", async () => {
    const context = newContext();
    const block = await context.client.getBlockNumber({ cacheTime: 0 });
    const { pools, unasked } = await curve.pools!(context, everyPair, block + 1_000n);
    expect(pools).toEqual([]);
    expect(unasked).toMatchObject([{ code: "pool-unread", numbers: { pools: 2 } }]);
  });
});

describe("a pool of Curve", () => {
  it("pays to the unit what it says, in ether too, and is left as it says", () =>
    chain.undoing(async () => {
      const { DAI, WETH, wstETH } = chain.devnet.info.addresses.tokens;
      const most = (token: Address) =>
        token === DAI ? 10n ** 25n : [WETH, wstETH].includes(token) ? 10n ** 22n : 10n ** 13n;
      const { trades, after } = randomTrades(await read(), TRADES, runSeed(), most);
      const played = await playTrades(chain, seller, whale, trades);
      for (const [index, { expected, amount, tokenIn }] of trades.entries()) {
        const told = expected.ok ? { paid: expected.paid, received: expected.received } : null;
        expect(played[index], `trade ${index}: ${amount} ${tokenIn}`).toEqual(told);
      }
      expect(trades.filter(({ expected }) => expected.ok).length).toBeGreaterThan(TRADES / 2);
      for (const pool of await read()) expect(balances(pool)).toEqual(balances(after.get(pool.id)!));
    }));

  it("has a fast curve that is close to it, never falls and is concave", async () => {
    for (const pool of await read()) {
      for (const tokenIn of pool.tokens) {
        for (const tokenOut of pool.tokens) {
          if (pool.canTrade(tokenIn, tokenOut)) checkCurve(pool, tokenIn, tokenOut, 2n * pool.holding(tokenIn));
        }
      }
    }
  });

  it("is run by the seller alone", async () => {
    const [pool] = await read();
    const [a, b] = pool!.tokens as [Address, Address];
    expect(pool!.hop(a, b, "leaf")).toBeNull();
    expect(pool!.canTrade(a, a)).toBe(false);
    expect(pool!.canTrade(a, pool!.address)).toBe(false);
  });
});
