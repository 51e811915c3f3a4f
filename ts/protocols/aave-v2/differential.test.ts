import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { IS_DEEP } from "../../core/is-deep.fixture.ts";
import { type Devnet, startDevnet } from "../../devnet/index.ts";
import type { MarketHandle } from "./differential/market.ts";
import { compareCalls, compareQuotes, EVERY_RULE, openDevnetMarket } from "./differential.fixture.ts";
import { aaveV2 } from "./index.ts";
import { AAVE_V2_POLICY as policy } from "./policy.ts";

const MINUTES = 60_000;

describe("against the real pool of Aave V2", () => {
  let devnet: Devnet;
  let market: MarketHandle;
  beforeAll(async () => {
    devnet = await startDevnet();
    market = await openDevnetMarket(devnet.rpcUrl, devnet.info.addresses, devnet.info.addresses.aaveV2.main);
  }, 5 * MINUTES);
  afterAll(() => devnet?.stop());

  it("computes random accounts and liquidations to the last unit", { timeout: 10 * MINUTES }, async () => {
    const seen = await compareCalls(market, policy, IS_DEEP ? 20_000 : 1_200);
    expect([...seen].sort(), "every rule was at work").toEqual([...EVERY_RULE].sort());
  });

  it("quotes what the pool then does, and what holds until the horizon", { timeout: 10 * MINUTES }, async () => {
    const [compared, refused] = await compareQuotes(market, { protocol: aaveV2, policy }, IS_DEEP ? 10_000 : 400);
    expect(compared).toBeGreaterThan(120);
    expect(refused).toBeGreaterThan(5);
  });
});
