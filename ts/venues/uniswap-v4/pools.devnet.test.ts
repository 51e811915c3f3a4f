import type { Address } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import type { Refusal, Trade } from "../pool.ts";
import { checkCurve } from "../testing/check-curve.fixture.ts";
import { type Stage, setStage } from "../testing/judge-venue.fixture.ts";
import { uniswapV4 } from "./index.ts";

const BEYOND = "beyond-what-was-read";
/** The chain takes something for nothing, which nobody wants. */
const NOTHING = "nothing-bought";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(uniswapV4);
}, BUILD_TIMEOUT);
afterAll(() => stage?.chain.stop());

describe("pools of Uniswap V4", () => {
  it("are all found in three calls, those of ether by the wrapped token", async () => {
    const context = stage.context();
    const found = (await stage.read(context)).map(({ id }) => id);
    const { uniswapV4: deployed } = stage.chain.devnet.info.addresses;
    expect(new Set(found)).toEqual(new Set(deployed.pools.map(({ id }) => id)));
    expect(context.requests.get("eth_call")).toBe(3);
  });

  it("that could not be read are told", async () => {
    const context = stage.context();
    const block = await context.client.getBlockNumber({ cacheTime: 0 });
    const answer = await uniswapV4.pools!(context, stage.everyPair, block + 1_000n);
    expect(answer).toMatchObject({ pools: [], unasked: [{ code: "pool-unread" }] });
  });

  it("pay to the unit what they say, in ether too, and are left as they say", () =>
    stage.chain.undoing(async () => {
      const { WETH, DAI } = stage.chain.devnet.info.addresses.tokens;
      const most = (token: Address) => (token === WETH ? 10n ** 21n : token === DAI ? 10n ** 25n : 10n ** 13n);
      const { after } = await stage.judge(most, [BEYOND, NOTHING]);
      for (const pool of await stage.read()) {
        const [a, b] = pool.tokens as [Address, Address];
        const end = after.get(pool.id)!;
        for (const size of [10n ** 6n, 10n ** 9n, 10n ** 12n, 10n ** 18n]) {
          for (const [from, to] of [[a, b] as const, [b, a] as const]) {
            const [read, planned] = [said(pool.sell(from, to, size)), said(end.sell(from, to, size))];
            // it was read around another price
            if (read !== BEYOND && planned !== BEYOND) expect(read).toEqual(planned);
          }
        }
      }
    }));

  it("have a fast curve that is close to them, never falls and is concave", async () => {
    for (const pool of await stage.read()) {
      const [a, b] = pool.tokens as [Address, Address];
      checkCurve(pool, a, b, pool.holding(a));
      checkCurve(pool, b, a, pool.holding(b));
    }
  });

  it("are run by the seller alone, and locked while their manager lends", async () => {
    for (const pool of await stage.read()) {
      const [a, b] = pool.tokens as [Address, Address];
      expect(pool.hop(a, b, "leaf")).toBeNull();
      expect(pool.address).toBe(stage.chain.devnet.info.addresses.uniswapV4.poolManager);
    }
  });
});

function said(trade: Trade | Refusal): unknown {
  return trade.ok ? [trade.paid, trade.received] : trade.reason.code;
}
