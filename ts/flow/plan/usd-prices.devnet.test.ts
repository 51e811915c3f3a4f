import { type Address, parseUnits } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { CountedContext } from "../../chains/context.fixture.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import { rpcError } from "../../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { PRICE_SOURCES } from "../../prices/index.ts";
import type { PriceQuestion, PriceSource } from "../../prices/price-source.ts";
import { AAVE_V3_ADDRESSES } from "../../protocols/aave-v3/addresses.ts";
import { simulateProposal } from "../simulate-proposal.ts";
import { type FallenChain, startFallenChain } from "../testing/chain.fixture.ts";
import { startProxy } from "../testing/proxy.fixture.ts";
import { costOnVenues } from "./cost-on-venues.ts";
import { readUsdPrices, usdPrices } from "./usd-prices.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

const NOBODY = "0x00000000000000000000000000000000000000aa";

let chain: FallenChain;
let block: bigint;
beforeAll(async () => {
  chain = await startFallenChain();
  block = await chain.client.getBlockNumber({ cacheTime: 0 });
});
afterAll(() => chain?.stop());

/** A source of which a test says what it knows, and which keeps what it was asked for. */
function source(known: Readonly<Record<Address, bigint>> | Error) {
  const questions: PriceQuestion[] = [];
  const read = async (_: unknown, question: PriceQuestion) => {
    questions.push(question);
    if (known instanceof Error) throw known;
    return new Map(Object.entries(known).map(([token, price]) => [token.toLowerCase(), price]));
  };
  return { name: "chainlink" as const, read, questions } satisfies PriceSource & { readonly questions: unknown };
}

const { route, chainlink } = PRICE_SOURCES;
const withoutAave = (context: CountedContext) => ({ ...context, book: AAVE_V3_ADDRESSES.with(context.book, []) });

describe("USD prices", () => {
  it("are those of the first source that has one; the next is asked for what is missing, once a token", async () => {
    const { WETH, USDC, DAI } = chain.token;
    const [first, second, third] = [source({ [WETH]: 5n, [USDC]: 0n }), source({ [USDC]: 7n, [WETH]: 9n }), source({})];
    const lower = WETH.toLowerCase() as Address;
    const prices = await usdPrices(chain.contextWith(), [WETH, USDC, DAI, lower], block, [first, second, third]);
    expect(Object.fromEntries(prices)).toEqual({ [lower]: 5n, [USDC.toLowerCase()]: 7n });
    expect([first, second, third].map(({ questions }) => questions.map(({ tokens }) => tokens))).toEqual([
      [[lower, USDC, DAI]],
      [[USDC, DAI]],
      [[DAI]],
    ]);
  });

  it("end with the source that has the last of them", async () => {
    const [first, second] = [source({ [chain.token.WETH]: 5n }), source({})];
    await usdPrices(chain.contextWith(), [chain.token.WETH], block, [first, second]);
    expect(second.questions).toEqual([]);
  });

  it("of a source that fails come from the others, with a warning", async () => {
    const context = chain.contextWith();
    const sources = [source(new Error("out of order")), source({ [chain.token.WETH]: 5n })];
    expect((await usdPrices(context, [chain.token.WETH], block, sources)).size).toBe(1);
    expect(context.warnings).toEqual(["the price source chainlink could not be asked"]);
  });

  it("that could not be read are told from those that nobody has", async () => {
    const { WETH, USDC } = chain.token;
    const [weth, usdc] = [WETH.toLowerCase(), USDC.toLowerCase()];
    const failing = source(new Error("out of order"));
    const read = async (...sources: PriceSource[]) =>
      Object.fromEntries(await readUsdPrices(chain.contextWith(), [WETH, USDC], block, sources));
    expect(await read(failing, source({ [WETH]: 5n }))).toEqual({ [weth]: 5n, [usdc]: null });
    expect(await read(source({ [WETH]: 5n }), failing)).toEqual({ [weth]: 5n, [usdc]: null });
    expect(await read(source({ [WETH]: 5n }), source({}))).toEqual({ [weth]: 5n });
    // nothing to compare with, as its price could not be read
    expect(await read(failing, route)).toEqual({ [weth]: null, [usdc]: null });
  });

  it("are not asked for any further once the user interrupts", async () => {
    const interrupt = new AbortController();
    interrupt.abort();
    const context = chain.contextWith({ signal: interrupt.signal });
    const next = source({ [chain.token.WETH]: 5n });
    const asking = usdPrices(context, [chain.token.WETH], block, [source(new Error("cut off")), next]);
    await expect(asking).rejects.toBeInstanceOf(InterruptedError);
    expect(next.questions).toEqual([]);
  });

  it("are known without any Aave market, and differ from its oracle's in nothing", async () => {
    const context = chain.contextWith();
    const tokens = Object.values(chain.token);
    const prices = await usdPrices(withoutAave(context), tokens, block);
    expect(prices.size).toBe(tokens.length);
    expect(prices).toEqual(await usdPrices(context, tokens, block));
    expect(context.warnings).toEqual([]);
  });

  it("let a position of Morpho be planned and simulated on a chain without any Aave market", async () => {
    const context = chain.contextWith({ deployed: false });
    const { plan, simulation, gasPrice } = await simulateProposal(withoutAave(context), {
      user: chain.borrower("morpho", "liquidatable").address,
      target: null,
      protocols: ["aave-v3", "morpho"],
      market: null,
      collateral: null,
      debt: null,
      repay: "max",
      funding: "auto",
      inKind: false,
      caller: null,
      fork: false,
      block: await resolveBlock(context.client, { tag: "latest" }),
    });
    expect(plan.target.protocol).toBe("morpho");
    expect(plan.candidate.action.pays.priceUsd).toBe(1_00000000n);
    expect(gasPrice.nativePriceUsd).toBe(2_600_00000000n);
    expect(simulation).toMatchObject({ ok: true, injected: true });
  });
});

describe("the price by routes", () => {
  /** WETH and nothing else has a price. */
  const ether = () => source({ [chain.token.WETH]: 2_600_00000000n });
  const read = (
    context: CountedContext,
    tokens: readonly Address[],
    sources: readonly PriceSource[] = [ether(), route],
  ) => usdPrices(context, tokens, block, sources);

  it("is near what the feeds say, for every token that has a pool", async () => {
    const context = chain.contextWith();
    const tokens = Object.values(chain.token);
    const [byRoute, byFeed] = [await read(context, tokens), await usdPrices(context, tokens, block, [chainlink])];
    expect(byRoute.size).toBe(tokens.length);
    for (const [token, price] of byRoute) {
      const off = Number(price - byFeed.get(token)!) / Number(byFeed.get(token)!);
      expect(Math.abs(off), token).toBeLessThan(0.02);
    }
    expect(context.warnings).toEqual([]);
  });

  it("is not asked for where another source knows", async () => {
    const context = chain.contextWith();
    const asked = vi.spyOn(route, "read");
    await usdPrices(context, Object.values(chain.token), block);
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
  });

  it("is none without a token whose price is known, nor for what is no token", async () => {
    const context = chain.contextWith();
    expect((await read(context, [chain.token.DAI], [source({}), route])).size).toBe(0);
    expect((await read(context, [NOBODY, chain.owner])).size).toBe(0);
    expect(context.warnings).toEqual([]);
  });

  it("prices the native token itself by the next route token", async () => {
    const prices = await read(
      chain.contextWith(),
      [chain.token.WETH],
      [source({ [chain.token.USDC]: 1_00000000n }), route],
    );
    expect(Number(prices.get(chain.token.WETH.toLowerCase()))).toBeCloseTo(2_600e8, -10);
  });

  it.each([
    ["a tenth of the pool's depth", 5n, true],
    ["so much that the last of it is a third dearer", 2n, false],
    ["more than the pools hold", 1n, false],
  ])("of which a thousand dollars are %s, at %s dollars an ether, is a price: %s", async (_, dollars, isPrice) => {
    const known = source({ [chain.token.WETH]: dollars * 10n ** 8n });
    const context = chain.contextWith();
    expect((await read(context, [chain.token.LINK], [known, route])).size).toBe(isPrice ? 1 : 0);
    expect(context.warnings).toEqual([]);
  });

  it("that cannot be asked for is told", async () => {
    const proxy = await startProxy(chain.devnet.rpcUrl, ({ method, params, id }, response) => {
      const [call] = (params ?? []) as { to?: Address }[];
      // lenses are run without a target
      if (method !== "eth_call" || call?.to !== undefined) return false;
      rpcError(response, id, -32601, "the method eth_call is not available");
      return true;
    });
    const context = chain.contextWith({ rpcUrl: proxy.url });
    expect((await read(context, [chain.token.LINK])).size).toBe(0);
    expect(context.warnings).toContain("the venues could not be asked for 1 of 1 prices");
    await proxy.close();
  });

  it("is worth what a small purchase costs, to the unit", async () => {
    const { WETH, LINK } = chain.token;
    const context = chain.contextWith();
    const price = (await read(context, [LINK])).get(LINK.toLowerCase())!;
    // a hundred dollars' worth of ether, the other way round
    const ether = (parseUnits("100", 8) * 10n ** 18n + 2_600_00000000n - 1n) / 2_600_00000000n;
    const [link] = await costOnVenues(context, block)(LINK, WETH, [ether]);
    expect(price).toBe((((ether * 2_600_00000000n) / 10n ** 18n) * 10n ** 18n) / link!);
  });
});
