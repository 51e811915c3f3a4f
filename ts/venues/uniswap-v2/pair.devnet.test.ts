import { type Address, encodeFunctionData, erc20Abi, parseAbi, parseUnits } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CountedContext, contextOf, devnetBook } from "../../chains/context.fixture.ts";
import { IS_DEEP } from "../../core/is-deep.fixture.ts";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../../devnet/testing/start-test-chain.ts";
import { runSeed } from "../../protocols/differential/random.ts";
import type { Pool, Trade } from "../pool.ts";
import { checkCurve } from "../testing/check-curve.fixture.ts";
import { deploySeller, playTrades } from "../testing/play-trades.fixture.ts";
import { randomTrades } from "../testing/random-trades.fixture.ts";
import type { TokenPair } from "../venue.ts";
import { uniswapV2 } from "./index.ts";

const TRADES = IS_DEEP ? 5_000 : 300;
const PAIR = parseAbi(["function swap(uint256 amount0Out, uint256 amount1Out, address to, bytes data)"]);

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

async function read(context: CountedContext = newContext()): Promise<readonly Pool[]> {
  const block = await context.client.getBlockNumber({ cacheTime: 0 });
  const { pools, unasked } = await uniswapV2.pools!(context, everyPair, block);
  expect(unasked).toEqual([]);
  return pools;
}

async function transfer(token: Address, to: Address, amount: bigint): Promise<void> {
  const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [to, amount] });
  const hash = await chain.client.sendTransaction({ account: whale, to: token, data, chain: null });
  expect((await waitForReceipt(chain.client, { hash })).status).toBe("success");
}

describe("the pairs of a chain", () => {
  it("are all found, in one call however many tokens there are", async () => {
    const context = newContext();
    const pools = await read(context);
    const deployed = chain.devnet.info.addresses.uniswapV2.pairs.map(({ address }) => address.toLowerCase());
    expect(new Set(pools.map(({ id }) => id))).toEqual(new Set(deployed));
    expect(context.requests.get("eth_call")).toBe(1);
    for (const { label } of pools) expect(label).toBe("Uniswap V2 0.3 %");
  });

  it("that could not be read are told from those that do not exist", async () => {
    const context = newContext();
    const block = await context.client.getBlockNumber({ cacheTime: 0 });
    const { pools, unasked } = await uniswapV2.pools!(context, everyPair, block + 1_000n);
    expect(pools).toEqual([]);
    expect(unasked).toMatchObject([{ code: "pool-unread", numbers: { pools: everyPair.length } }]);
  });
});

describe("a pair", () => {
  it("pays to the unit what it says, and is left as it says", () =>
    chain.undoing(async () => {
      const { tokens } = chain.devnet.info.addresses;
      // beyond the reserves of some: what is there counts as paid
      for (const { address } of (await read()).slice(0, 2)) await transfer(tokens.WETH, address, 12_345_678n);
      const before = await read();
      const { trades, after } = randomTrades(before, TRADES, runSeed(), (token) =>
        token === tokens.WETH || token === tokens.WBTC ? 10n ** 20n : 10n ** 24n,
      );
      const played = await playTrades(chain, seller, whale, trades);
      for (const [index, { expected, ...trade }] of trades.entries()) {
        const told = expected.ok ? { paid: expected.paid, received: expected.received } : null;
        expect(played[index], `trade ${index}: ${trade.amount} ${trade.tokenIn}`).toEqual(told);
      }
      expect(trades.filter(({ expected }) => expected.ok).length).toBeGreaterThan(TRADES / 2);
      expect(trades.some(({ expected }) => !expected.ok)).toBe(true);
      for (const pool of await read()) expect(shown(pool)).toEqual(shown(after.get(pool.id)!));
    }));

  it("asks for an exact output for as little as its own check lets through", () =>
    chain.undoing(async () => {
      const [pool] = await read();
      const [tokenIn, tokenOut] = pool!.tokens as [Address, Address];
      for (const divisor of [3n, 1_000n, 10n ** 6n]) {
        const { paid, received } = pool!.buy!(tokenIn, tokenOut, pool!.holding(tokenOut) / divisor) as Trade;
        const out = BigInt(tokenIn) < BigInt(tokenOut) ? ([0n, received] as const) : ([received, 0n] as const);
        const swap = () =>
          chain.client.simulateContract({
            ...{ account: whale, address: pool!.address, abi: PAIR, functionName: "swap" },
            args: [...out, whale, "0x"],
          });
        await chain.undoing(async () => {
          await transfer(tokenIn, pool!.address, paid - 1n);
          await expect(swap()).rejects.toThrow("UniswapV2: K");
        });
        await chain.undoing(async () => {
          await transfer(tokenIn, pool!.address, paid);
          await swap();
        });
      }
      expect(pool!.buy!(tokenIn, tokenOut, pool!.holding(tokenOut))).toMatchObject({ ok: false });
    }));

  it("has a fast curve that is close to it, never falls and is concave", async () => {
    for (const pool of await read()) {
      const [a, b] = pool.tokens as [Address, Address];
      checkCurve(pool, a, b, 10n * pool.holding(a));
      checkCurve(pool, b, a, 10n * pool.holding(b));
    }
  });

  it("is run by the seller alone", async () => {
    const [pool] = await read();
    const [a, b] = pool!.tokens as [Address, Address];
    expect(pool!.hop(a, b, "leaf")).toBeNull();
    expect(pool!.canTrade(a, b)).toBe(true);
    expect(pool!.canTrade(a, a)).toBe(false);
    expect(pool!.canTrade(a, pool!.address)).toBe(false);
  });
});

/** All that a pool says of itself. */
function shown(pool: Pool): unknown {
  const [a, b] = pool.tokens as [Address, Address];
  const sizes = [1n, parseUnits("1", 6), parseUnits("1", 12), parseUnits("1", 18)];
  const answers = sizes.flatMap((size) => [pool.sell(a, b, size), pool.sell(b, a, size)]);
  return [pool.id, pool.holding(a), pool.holding(b), answers.map((one) => (one.ok ? one.received : one.reason.code))];
}
