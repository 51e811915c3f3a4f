import type { Address } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import type { Pool } from "../pool.ts";
import { checkCurve } from "../testing/check-curve.fixture.ts";
import { type Stage, setStage } from "../testing/judge-venue.fixture.ts";
import { curve } from "./index.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(curve);
}, BUILD_TIMEOUT);
afterAll(() => stage?.chain.stop());

const balances = (pool: Pool) => pool.tokens.map((token) => pool.holding(token));

describe("Curve's pools of a chain", () => {
  it("are found in one call, where they trade what is asked for", async () => {
    const context = stage.context();
    expect((await stage.read(context)).map(({ label }) => label)).toEqual(["3pool", "wsteth"]);
    expect(context.requests.get("eth_call")).toBe(1);
    const { USDC, USDT, WETH, wstETH } = stage.chain.devnet.info.addresses.tokens;
    expect((await stage.read(stage.context(), [[USDT, USDC]])).map(({ label }) => label)).toEqual(["3pool"]);
    // of ether itself, which stands as the wrapped token in a route
    expect((await stage.read(stage.context(), [[WETH, wstETH]])).map(({ label }) => label)).toEqual(["wsteth"]);
    expect(await stage.read(stage.context(), [[WETH, USDC]])).toEqual([]);
  });

  it("that could not be read are told", async () => {
    const context = stage.context();
    const block = await context.client.getBlockNumber({ cacheTime: 0 });
    const { pools, unasked } = await curve.pools!(context, stage.everyPair, block + 1_000n);
    expect(pools).toEqual([]);
    expect(unasked).toMatchObject([{ code: "pool-unread", numbers: { pools: 2 } }]);
  });
});

describe("a pool of Curve", () => {
  it("pays to the unit what it says, in ether too, and is left as it says", () =>
    stage.chain.undoing(async () => {
      const { DAI, WETH, wstETH } = stage.chain.devnet.info.addresses.tokens;
      const most = (token: Address) =>
        token === DAI ? 10n ** 25n : [WETH, wstETH].includes(token) ? 10n ** 22n : 10n ** 13n;
      const { after } = await stage.judge(most);
      for (const pool of await stage.read()) expect(balances(pool)).toEqual(balances(after.get(pool.id)!));
    }));

  it("has a fast curve that is close to it, never falls and is concave", async () => {
    for (const pool of await stage.read()) {
      for (const tokenIn of pool.tokens) {
        for (const tokenOut of pool.tokens) {
          if (pool.canTrade(tokenIn, tokenOut)) checkCurve(pool, tokenIn, tokenOut, 2n * pool.holding(tokenIn));
        }
      }
    }
  });

  it("is run by the seller alone", async () => {
    const [pool] = await stage.read();
    const [a, b] = pool!.tokens as [Address, Address];
    expect(pool!.hop(a, b, "leaf")).toBeNull();
    expect(pool!.canTrade(a, a)).toBe(false);
    expect(pool!.canTrade(a, pool!.address)).toBe(false);
  });
});
