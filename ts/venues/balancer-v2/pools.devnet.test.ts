import type { Address } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { checkCurve } from "../testing/check-curve.fixture.ts";
import { type Stage, setStage } from "../testing/judge-venue.fixture.ts";
import { balancerV2 } from "./index.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(balancerV2);
}, BUILD_TIMEOUT);
afterAll(() => stage?.chain.stop());

describe("pools of Balancer V2", () => {
  it("are those of the book, in two calls", async () => {
    const context = stage.context();
    const found = (await stage.read(context)).map(({ id }) => id);
    expect(found).toEqual(stage.chain.devnet.info.addresses.balancer.pools.map(({ id }) => id.toLowerCase()));
    expect(context.requests.get("eth_call")).toBe(2);
    const { USDC, DAI } = stage.chain.devnet.info.addresses.tokens;
    expect((await stage.read(stage.context(), [[DAI, USDC]])).map(({ label }) => label)).toEqual([
      "Balancer stable 0.01 %",
    ]);
  });

  it("that could not be read are told", async () => {
    const context = stage.context();
    const block = await context.client.getBlockNumber({ cacheTime: 0 });
    const answer = await balancerV2.pools!(context, stage.everyPair, block + 1_000n);
    expect(answer).toMatchObject({ pools: [], unasked: [{ code: "pool-unread", numbers: { pools: 2 } }] });
  });

  it("pay to the unit what they say, and are left as they say", () =>
    stage.chain.undoing(async () => {
      const { WETH, DAI } = stage.chain.devnet.info.addresses.tokens;
      const most = (token: Address) => (token === WETH ? 10n ** 21n : token === DAI ? 10n ** 25n : 10n ** 13n);
      const { after } = await stage.judge(most);
      for (const pool of await stage.read()) {
        for (const token of pool.tokens) expect(pool.holding(token)).toBe(after.get(pool.id)!.holding(token));
      }
    }));

  it("have a fast curve that is close to them, never falls and is concave", async () => {
    for (const pool of await stage.read()) {
      for (const tokenIn of pool.tokens) {
        for (const tokenOut of pool.tokens) {
          if (pool.canTrade(tokenIn, tokenOut)) checkCurve(pool, tokenIn, tokenOut, 2n * pool.holding(tokenIn));
        }
      }
    }
  });

  it("are run by the seller alone, and locked while their vault lends", async () => {
    for (const pool of await stage.read()) {
      const [a, b] = pool.tokens as [Address, Address];
      expect(pool.hop(a, b, "leaf")).toBeNull();
      expect(pool.address).toBe(stage.chain.devnet.info.addresses.balancer.vault);
      expect([pool.canTrade(a, b), pool.canTrade(a, a)]).toEqual([true, false]);
    }
  });
});
