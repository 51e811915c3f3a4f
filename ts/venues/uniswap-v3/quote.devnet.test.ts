import { type Address, concat, type Hex, numberToHex, parseAbi, parseUnits } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type CountedContext, contextOf, devnetBook } from "../../chains/context.fixture.ts";
import { type Devnet, startDevnet } from "../../devnet/index.ts";
import type { QuoteRequest, Route } from "../venue.ts";
import { UNISWAP_V3_ADDRESSES } from "./addresses.ts";
import { candidateRoutes } from "./candidates.ts";
import { liveRoutes } from "./live.ts";
import { uniswapV3Route } from "./path.ts";
import { quoteRoutes } from "./quote.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

interface Reference {
  amount: bigint;
  prices: bigint[];
  gas: bigint;
}

const QUOTER_V2 = parseAbi([
  "function quoteExactInput(bytes path, uint256 amountIn) returns (uint256, uint160[], uint32[], uint256)",
  "function quoteExactOutput(bytes path, uint256 amountOut) returns (uint256, uint160[], uint32[], uint256)",
]);

/** A hop that takes more is cut off. */
const MOST_GAS = 4_000_000n;

let devnet: Devnet;
let context: CountedContext;
let block: bigint;
let tokens: Devnet["info"]["addresses"]["tokens"];

beforeAll(async () => {
  devnet = await startDevnet();
  tokens = devnet.info.addresses.tokens;
  context = contextOf(devnet.rpcUrl, devnetBook(devnet.info));
  block = await context.client.getBlockNumber();
});
afterAll(() => devnet?.stop());

/** What the venue's own quoter says; prices in the direction of the trade. */
async function reference({ route, kind, amount }: QuoteRequest): Promise<Reference | null> {
  const path = kind === "exact-input" ? route.path : reversed(route);
  const address = devnet.info.addresses.uniswap.quoterV2;
  const functionName = kind === "exact-input" ? "quoteExactInput" : "quoteExactOutput";
  try {
    const call = { address, abi: QUOTER_V2, functionName, args: [path, amount], blockNumber: block } as const;
    const { result } = await context.client.simulateContract(call);
    const prices = [...result[1]];
    return { amount: result[0], prices: kind === "exact-input" ? prices : prices.reverse(), gas: result[3] };
  } catch {
    return null;
  }
}

function reversed({ tokens, fees }: Route): Hex {
  const last = tokens.length - 1;
  const hops = fees.map((_, index) =>
    concat([numberToHex(fees[last - 1 - index]!, { size: 3 }), tokens[last - 1 - index]!]),
  );
  return concat([tokens[last]!, ...hops]);
}

/** Sizes from one unit to more than the pools hold, for every direction of every pool and for two hops. */
function requests(): QuoteRequest[] {
  const { WETH, USDC, USDT, DAI, WBTC, LINK, wstETH } = tokens;
  const routes: [Route, number, number][] = [
    ...devnet.info.addresses.uniswap.pools.flatMap(({ tokenA, tokenB, fee }): [Route, number, number][] => [
      [uniswapV3Route([tokens[tokenA], tokens[tokenB]], [fee]), decimalsOf(tokenA), decimalsOf(tokenB)],
      [uniswapV3Route([tokens[tokenB], tokens[tokenA]], [fee]), decimalsOf(tokenB), decimalsOf(tokenA)],
    ]),
    [uniswapV3Route([WBTC, WETH, USDC], [3000, 500]), 8, 6],
    [uniswapV3Route([LINK, WETH, DAI], [3000, 3000]), 18, 18],
    [uniswapV3Route([USDC, WETH, wstETH], [500, 100]), 6, 18],
    [uniswapV3Route([USDT, USDC, WETH], [100, 3000]), 6, 18],
  ];
  return routes.flatMap(([route, decimalsIn, decimalsOut]) =>
    ["0.001", "1", "17.000001", "950", "40000000"].flatMap((size): QuoteRequest[] => [
      { route, kind: "exact-input", amount: parseUnits(size, decimalsIn) },
      { route, kind: "exact-output", amount: parseUnits(size, decimalsOut) },
    ]),
  );
}

function decimalsOf(symbol: string): number {
  return symbol === "WBTC" ? 8 : symbol.startsWith("USD") ? 6 : 18;
}

describe("quoteRoutes", () => {
  it("answers what the venue's own quoter answers, to the unit", async () => {
    const asked = requests();
    const quotes = await quoteRoutes(context, asked, block);
    expect(quotes).toHaveLength(asked.length);
    let equal = 0;
    let failures = 0;
    for (const [index, request] of asked.entries()) {
      const quote = quotes[index]!;
      const expected = await reference(request);
      if (quote.ok) {
        expect({ amount: quote.amount, prices: quote.sqrtPricesX96After }).toEqual({
          amount: expected?.amount,
          prices: expected?.prices,
        });
        expect(quote.gas).toBeGreaterThan(20_000n);
        equal++;
        continue;
      }
      failures++;
      if (quote.reason.code === "swap-reverted") {
        expect(expected === null || expected.gas > MOST_GAS).toBe(true);
      } else {
        // The venue's quoter answers for the part that the pool took: its price then stands at the very end of the range.
        expect(quote.reason.code).toBe("too-little-liquidity");
        expect(expected === null || expected.prices.some(isLimit) || expected.amount === 0n).toBe(true);
      }
    }
    expect(equal).toBeGreaterThan(150);
    expect(failures).toBeGreaterThan(5);
  });

  it("fits two hundred quotes into three calls of 30 million gas", async () => {
    const quotes = await quoteRoutes(context, requests(), block);
    const asked = requests().filter((_, index) => quotes[index]!.ok);
    expect(asked.length).toBeGreaterThan(150);
    const before = context.requests.get("eth_call") ?? 0;
    await quoteRoutes(context, asked, block);
    expect((context.requests.get("eth_call") ?? 0) - before).toBeLessThanOrEqual(3);
  });

  it("does not let a missing pool, or one that refuses, spoil the others", async () => {
    const good = uniswapV3Route([tokens.WETH, tokens.USDC], [500]);
    const stranger: Address = "0x00000000000000000000000000000000000000aA";
    const quotes = await quoteRoutes(
      context,
      [
        { route: good, kind: "exact-input", amount: 10n ** 18n },
        { route: uniswapV3Route([tokens.WETH, stranger], [500]), kind: "exact-input", amount: 1n },
        { route: uniswapV3Route([tokens.WETH, tokens.USDC], [10_000]), kind: "exact-output", amount: 1n },
        { route: good, kind: "exact-output", amount: 10n ** 40n },
        { route: good, kind: "exact-input", amount: 0n },
        { route: good, kind: "exact-input", amount: 10n ** 18n },
      ],
      block,
    );
    const codes = quotes.map((quote) => (quote.ok ? "ok" : quote.reason.code));
    expect(codes).toEqual(["ok", "no-pool", "no-pool", "too-little-liquidity", "no-amount", "ok"]);
    expect(quotes[0]).toMatchObject({ amount: (quotes[5] as { amount: bigint }).amount });
  });

  it("goes on with the rest when the node's gas ends in the middle of a call", async () => {
    const poor = contextOf(devnet.rpcUrl, context.book, { callGas: 12_000_000n });
    const asked = requests().filter(({ route }) => route.fees.length === 2);
    expect(await quoteRoutes(poor, asked, block).then(amounts)).toEqual(
      await quoteRoutes(context, asked, block).then(amounts),
    );
    expect(poor.requests.get("eth_call")).toBeGreaterThan(1);
  });

  it("says so when the chain has no such venue", async () => {
    const bare = contextOf(devnet.rpcUrl, UNISWAP_V3_ADDRESSES.with(context.book, null));
    const route = uniswapV3Route([tokens.WETH, tokens.USDC], [500]);
    const [quote] = await quoteRoutes(bare, [{ route, kind: "exact-input", amount: 1n }], block);
    expect(quote).toMatchObject({ ok: false, reason: { code: "no-venue" } });
    expect(bare.requests.size).toBe(0);
  });

  it("reports an unreachable node for every request", async () => {
    const gone = contextOf("http://127.0.0.1:1", context.book);
    const route = uniswapV3Route([tokens.WETH, tokens.USDC], [500]);
    const asked = Array.from(
      { length: 3 },
      (_, index): QuoteRequest => ({ route, kind: "exact-input", amount: BigInt(index + 1) }),
    );
    const quotes = await quoteRoutes(gone, asked, block);
    expect(quotes.map((quote) => quote.ok || quote.reason.code)).toEqual([
      "quote-failed",
      "quote-failed",
      "quote-failed",
    ]);
    expect(gone.requests.get("eth_call")).toBe(1);
  });
});

describe("liveRoutes", () => {
  it("keeps exactly the candidates all of whose pools the venue has, with one call", async () => {
    const candidates = candidateRoutes(context.book, tokens.WBTC, tokens.USDC);
    const before = context.requests.get("eth_call") ?? 0;
    const live = await liveRoutes(context, candidates, block);
    expect((context.requests.get("eth_call") ?? 0) - before).toBe(1);
    expect(live.map(({ tokens: [, between, end], fees }) => [end ? between : null, ...fees])).toEqual([
      [tokens.WETH, 500, 500],
      [tokens.WETH, 500, 3000],
      [tokens.WETH, 3000, 500],
      [tokens.WETH, 3000, 3000],
    ]);
  });

  it("keeps a pool that could not be looked at", async () => {
    const gone = contextOf("http://127.0.0.1:1", context.book);
    const route = uniswapV3Route([tokens.WETH, tokens.USDC], [500]);
    const pool = await context.client.readContract({
      address: UNISWAP_V3_ADDRESSES.of(context.book)!.factory,
      abi: parseAbi(["function getPool(address tokenA, address tokenB, uint24 fee) view returns (address)"]),
      functionName: "getPool",
      args: [tokens.WETH, tokens.USDC, 500],
    });
    expect(await liveRoutes(gone, [route], block)).toEqual([{ ...route, pools: [pool] }]);
    expect(gone.warnings).toHaveLength(1);
  });
});

function amounts(quotes: Awaited<ReturnType<typeof quoteRoutes>>) {
  return quotes.map((quote) => (quote.ok ? quote.amount : quote.reason.code));
}

function isLimit(price: bigint): boolean {
  return price === 4_295_128_740n || price === 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_341n;
}
