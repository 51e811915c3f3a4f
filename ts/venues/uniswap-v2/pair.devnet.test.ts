import { type Address, encodeFunctionData, erc20Abi, parseAbi, parseUnits } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import type { Pool, Trade } from "../pool.ts";
import { checkCurve } from "../testing/check-curve.fixture.ts";
import { type Stage, setStage } from "../testing/judge-venue.fixture.ts";
import { uniswapV2 } from "./index.ts";

const PAIR = parseAbi(["function swap(uint256 amount0Out, uint256 amount1Out, address to, bytes data)"]);

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(uniswapV2);
}, BUILD_TIMEOUT);
afterAll(() => stage?.chain.stop());

async function transfer(token: Address, to: Address, amount: bigint): Promise<void> {
  const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [to, amount] });
  const hash = await stage.chain.client.sendTransaction({ account: stage.whale, to: token, data, chain: null });
  expect((await waitForReceipt(stage.chain.client, { hash })).status).toBe("success");
}

describe("the pairs of a chain", () => {
  it("are all found, in one call however many tokens there are", async () => {
    const context = stage.context();
    const pools = await stage.read(context);
    const deployed = stage.chain.devnet.info.addresses.uniswapV2.pairs.map(({ address }) => address.toLowerCase());
    expect(new Set(pools.map(({ id }) => id))).toEqual(new Set(deployed));
    expect(context.requests.get("eth_call")).toBe(1);
    for (const { label } of pools) expect(label).toBe("Uniswap V2 0.3 %");
  });

  it("that could not be read are told from those that do not exist", async () => {
    const context = stage.context();
    const block = await context.client.getBlockNumber({ cacheTime: 0 });
    const { pools, unasked } = await uniswapV2.pools!(context, stage.everyPair, block + 1_000n);
    expect(pools).toEqual([]);
    expect(unasked).toMatchObject([{ code: "pool-unread", numbers: { pools: stage.everyPair.length } }]);
  });
});

describe("a pair", () => {
  it("pays to the unit what it says, and is left as it says", () =>
    stage.chain.undoing(async () => {
      const { tokens } = stage.chain.devnet.info.addresses;
      // beyond the reserves of some: what is there counts as paid
      for (const { address } of (await stage.read()).slice(0, 2)) await transfer(tokens.WETH, address, 12_345_678n);
      const { trades, after } = await stage.judge((token) =>
        token === tokens.WETH || token === tokens.WBTC ? 10n ** 20n : 10n ** 24n,
      );
      expect(trades.some(({ expected }) => !expected.ok)).toBe(true);
      for (const pool of await stage.read()) expect(shown(pool)).toEqual(shown(after.get(pool.id)!));
    }));

  it("asks for an exact output for as little as its own check lets through", () =>
    stage.chain.undoing(async () => {
      const [pool] = await stage.read();
      const [tokenIn, tokenOut] = pool!.tokens as [Address, Address];
      for (const divisor of [3n, 1_000n, 10n ** 6n]) {
        const { paid, received } = pool!.buy!(tokenIn, tokenOut, pool!.holding(tokenOut) / divisor) as Trade;
        const out = BigInt(tokenIn) < BigInt(tokenOut) ? ([0n, received] as const) : ([received, 0n] as const);
        const swap = () =>
          stage.chain.client.simulateContract({
            ...{ account: stage.whale, address: pool!.address, abi: PAIR, functionName: "swap" },
            args: [...out, stage.whale, "0x"],
          });
        await stage.chain.undoing(async () => {
          await transfer(tokenIn, pool!.address, paid - 1n);
          await expect(swap()).rejects.toThrow("UniswapV2: K");
        });
        await stage.chain.undoing(async () => {
          await transfer(tokenIn, pool!.address, paid);
          await swap();
        });
      }
      expect(pool!.buy!(tokenIn, tokenOut, pool!.holding(tokenOut))).toMatchObject({ ok: false });
    }));

  it("has a fast curve that is close to it, never falls and is concave", async () => {
    for (const pool of await stage.read()) {
      const [a, b] = pool.tokens as [Address, Address];
      checkCurve(pool, a, b, 10n * pool.holding(a));
      checkCurve(pool, b, a, 10n * pool.holding(b));
    }
  });

  it("is run by the seller alone", async () => {
    const [pool] = await stage.read();
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
