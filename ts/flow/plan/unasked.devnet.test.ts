import { type Hex, toFunctionSelector } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { creationCode } from "../../core/lens/artifact.ts";
import { rpcError } from "../../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { AAVE_V3_ADDRESSES } from "../../protocols/aave-v3/addresses.ts";
import { type AttemptOptions, attempt, failed, succeeded } from "../submit/attempt.fixture.ts";
import { type FallenChain, startFallenChain } from "../testing/chain.fixture.ts";
import type { Intercept } from "../testing/proxy.fixture.ts";
import { undoAfterEach } from "../testing/undo-after-each.fixture.ts";
import type { PlannedLiquidation } from "./planned-liquidation.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
undoAfterEach(() => chain);
afterAll(() => chain?.stop());

const config = { rpcRetries: 0, venue: ["uniswap-v3", "uniswap-v2"] } as const;
const OUTAGE = "daily request count exceeded";

/** Cannot answer calls whose bytes or contract are like this. */
const outage = (
  isMeant: (call: { readonly to?: Hex; readonly data?: Hex }) => boolean,
  [code, message]: readonly [number, string] = [-32005, OUTAGE],
): Intercept => {
  return ({ method, params, id }, response) => {
    const [call] = (params ?? []) as { readonly to?: Hex; readonly data?: Hex }[];
    if (method !== "eth_call" || call === undefined || !isMeant(call)) return false;
    rpcError(response, id, code, message);
    return true;
  };
};
const mentions = (text: string) =>
  outage(({ data = "0x" }) => data.toLowerCase().includes(text.replace("0x", "").toLowerCase()));
const starts = (selector: Hex) => outage(({ data = "0x" }) => data.startsWith(selector));
const AGGREGATE = toFunctionSelector("function aggregate3((address,bool,bytes)[])").slice(2);
const LOAN_PREMIUM = toFunctionSelector("function FLASHLOAN_PREMIUM_TOTAL()").slice(2);
/** What is read of lenders, all of them together. */
const lenders = outage(({ data = "0x" }) => data.includes(AGGREGATE) && data.includes(LOAN_PREMIUM));
/** The pairs of Uniswap V2. */
const pairs = mentions(toFunctionSelector("function getReserves()"));
const pools: Intercept = async (call, response) =>
  (await pairs(call, response)) || mentions(creationCode("UniswapV3States").slice(0, 400))(call, response);

const planned = async (intercept?: Intercept, request: AttemptOptions["request"] = {}, label = "reference") =>
  attempt(chain, label, { config, request: { send: false, ...request }, ...(intercept && { intercept }) });
const venuesOf = ({ candidate: { route } }: PlannedLiquidation) =>
  new Set(route!.splits.flatMap(({ hops }) => hops.map(({ venue }) => venue)));

describe("a plan that is made while something cannot be asked", () => {
  it("says nothing of the kind when everything answered", async () => {
    const { plan } = succeeded((await planned()).done);
    expect(plan.unasked).toEqual([]);
  });

  it("names the pools that could not be read, and what became of them", async () => {
    const best = succeeded((await planned(undefined, {}, "whale")).done).plan;
    expect(venuesOf(best)).toContain("uniswap-v2");
    const { plan, alternatives } = succeeded((await planned(pairs, {}, "whale")).done);
    expect(venuesOf(plan)).toEqual(new Set(["uniswap-v3"]));
    expect(plan.expected.netUsd).toBeLessThan(best.expected.netUsd);
    // and those of other venues that were asked for in the same request
    const reason = { code: "pool-unread", message: expect.stringContaining(OUTAGE) };
    for (const { unasked } of [plan, ...alternatives]) expect(unasked).toMatchObject(unasked.map(() => reason));
    const messages = plan.unasked.map(({ message }) => message);
    expect(messages).toContainEqual(expect.stringMatching(/^\d+ pools of Uniswap V2 could not be read: /));
  });

  it("names the lenders that did not say what they have", async () => {
    const { plan } = succeeded((await planned(lenders)).done);
    expect(plan.candidate.offer.funding).toBe("flash-swap");
    expect(plan.unasked.length).toBeGreaterThan(AAVE_V3_ADDRESSES.of(chain.book).length);
    const unread = plan.unasked.filter(({ code }) => code === "lender-unread");
    for (const { message } of unread) expect(message).toContain(OUTAGE);
    expect(unread.length).toBeGreaterThanOrEqual(plan.unasked.length - 1); // and the wallet
  });

  it("names the routes of which it is not known what their pools hold is worth", async () => {
    const depth = { config: { ...config, minPoolDepthUsd: 1n }, request: { send: false } };
    const { plan } = succeeded((await attempt(chain, "reference", { ...depth, intercept: starts(DECIMALS) })).done);
    for (const { hops } of plan.candidate.route!.splits) expect(hops).toHaveLength(1);
    expect(plan.unasked.length).toBeGreaterThan(0);
    for (const { code, message } of plan.unasked) {
      expect([code, message.includes(OUTAGE)]).toEqual(["depth-unread", true]);
      expect(message).toMatch(/^of \d+ routes \d+: the decimals of 0x[0-9a-fA-F]{40} could not be read: /);
    }
  });

  it("names the wallet that could not be read", async () => {
    const { plan } = succeeded((await planned(mentions(ALLOWANCE))).done);
    expect(plan.unasked.map(({ code }) => code)).toContain("wallet-unread");
  });

  it("is sent all the same: it stands by itself", async () => {
    const { done, rows } = await planned(lenders, { send: true });
    expect(succeeded(done).submission!.outcome.profit).toBeGreaterThan(0n);
    expect(rows).toMatchObject([{ status: "liquidated" }]);
  });
});

describe("no plan, while something cannot be asked, is not an answer", () => {
  const UNKNOWN = { exitCode: 1, hint: "try again, or use another endpoint", retryable: true };

  it.each<[what: string, code: string, () => Intercept, AttemptOptions["request"]]>([
    ["no pool", "pool-unread", () => pools, {}],
    ["no pool for the size asked for", "pool-unread", () => pools, { repay: { amount: "100" } }],
    ["the only lender there is", "lender-unread", () => lenders, { funding: "aave" }],
    ["the wallet that is to pay", "wallet-unread", () => mentions(ALLOWANCE), { funding: "wallet" }],
  ])("about %s", async (_, code, intercept, request) => {
    const { done, sent, rows } = await planned(intercept(), request);
    expect(failed(done)).toMatchObject({ ...UNKNOWN, code });
    expect(failed(done).message).toMatch(/^it is not known whether there is a way: .*daily request count exceeded/);
    expect(sent).toBe(0);
    expect(rows).toMatchObject([{ status: "failed", reason: { code } }]);
  });

  it("also when what could be asked falls short, and then that is said as well", async () => {
    const best = succeeded((await planned(undefined, {}, "whale")).done).plan;
    const limits = { minProfitUsd: best.expected.netUsd - 1n };
    const { done } = await attempt(chain, "whale", {
      config: { ...config, ...limits },
      request: { send: false },
      intercept: pairs,
    });
    expect(failed(done)).toMatchObject({ ...UNKNOWN, code: "pool-unread" });
    expect(failed(done).message).toMatch(/; of what could be asked: the best plan earns \$/);
  });

  it("about what the native token is worth", async () => {
    const { done } = await planned(
      async (call, response) =>
        (await starts(GET_PRICE_ORACLE)(call, response)) || starts(LATEST_ROUND)(call, response),
    );
    expect(failed(done)).toMatchObject({ ...UNKNOWN, code: "price-unread" });
    expect(failed(done).message).toContain("the USD price of the native token could not be read");
  });

  it("about what the pools hold is worth", async () => {
    const { done, rows } = await attempt(chain, "usdt-debt", {
      config: { ...config, minPoolDepthUsd: 1n },
      request: { send: false },
      intercept: async (call, response) =>
        (await starts(GET_PRICE_ORACLE)(call, response)) || starts(LATEST_ROUND)(call, response),
    });
    expect(failed(done)).toMatchObject({ ...UNKNOWN, code: "price-unread" });
    expect(failed(done).message).toContain("the USD price of 0x");
    expect(rows).toMatchObject([{ status: "failed", reason: { code: "price-unread" } }]);
  });

  it("and what the chain refuses is one: no price, no profit", async () => {
    const { done } = await attempt(chain, "reference", {
      config: { ...config, minProfitUsd: 10n ** 14n },
      request: { send: false },
    });
    expect(failed(done)).toMatchObject({ code: "below-min-profit", exitCode: 4 });
  });
});

const DECIMALS = toFunctionSelector("function decimals()");
const LATEST_ROUND = toFunctionSelector("function latestRoundData()");
const GET_PRICE_ORACLE = toFunctionSelector("function getPriceOracle()");
const ALLOWANCE = toFunctionSelector("function allowance(address,address)");
