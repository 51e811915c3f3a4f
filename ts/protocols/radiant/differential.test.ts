import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { IS_DEEP } from "../../core/is-deep.fixture.ts";
import { type Devnet, startDevnet } from "../../devnet/index.ts";
import type { MarketHandle } from "../aave-v2/differential/market.ts";
import { compareCalls, compareQuotes, EVERY_RULE, openDevnetMarket } from "../aave-v2/differential.fixture.ts";
import { radiant } from "./index.ts";
import { RADIANT_POLICY as policy } from "./policy.ts";

const MINUTES = 60_000;

/** The real pool and tokens of Aave V2, and a collateral manager of this project's own. */
describe("against a pool of Radiant V2", () => {
  let devnet: Devnet;
  let market: MarketHandle;
  beforeAll(async () => {
    devnet = await startDevnet();
    market = await openDevnetMarket(devnet.rpcUrl, devnet.info.addresses, devnet.info.addresses.radiant.main);
  }, 5 * MINUTES);
  afterAll(() => devnet?.stop());

  it("computes random accounts and liquidations to the last unit", { timeout: 10 * MINUTES }, async () => {
    const seen = await compareCalls(market, policy, IS_DEEP ? 20_000 : 1_000);
    expect([...seen].sort(), "every rule was at work").toEqual([...EVERY_RULE].sort());
  });

  it("quotes what the pool then does, and what holds until the horizon", { timeout: 10 * MINUTES }, async () => {
    const [compared, refused] = await compareQuotes(market, { protocol: radiant, policy }, IS_DEEP ? 10_000 : 300);
    expect(compared).toBeGreaterThan(90);
    expect(refused).toBeGreaterThan(5);
  });
});
