import { type Address, encodeDeployData, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CountedContext, contextOf, devnetBook, type FixtureOptions } from "../../chains/context.fixture.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import { creationCode } from "../../core/lens/artifact.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../../devnet/testing/start-test-chain.ts";
import { runSeed } from "../../protocols/differential/random.ts";
import type { Pool, Trade } from "../pool.ts";
import { checkCurve } from "../testing/check-curve.fixture.ts";
import { deploySeller, playTrades } from "../testing/play-trades.fixture.ts";
import { randomTrades } from "../testing/random-trades.fixture.ts";
import type { TokenPair } from "../venue.ts";
import { UNISWAP_V3_ADDRESSES, type UniswapV3Copy } from "./addresses.ts";
import { uniswapV3 } from "./index.ts";
import { rootAtTick } from "./math/tick-math.ts";
import { deployPlayer, enableFee, mined, type Player } from "./testing/player.fixture.ts";
import type { RandomPool } from "./testing/random-pool.fixture.ts";

const QUOTER = parseAbi([
  "struct Sale { address tokenIn; address tokenOut; uint256 amountIn; uint24 fee; uint160 limit; }",
  "struct Purchase { address tokenIn; address tokenOut; uint256 amount; uint24 fee; uint160 limit; }",
  "function quoteExactInputSingle(Sale) returns (uint256, uint160, uint32, uint256 gas)",
  "function quoteExactOutputSingle(Purchase) returns (uint256, uint160, uint32, uint256 gas)",
]);
const FACTORY = parseAbi(["constructor(address real)"]);

let chain: TestChain;
let everyPair: readonly TokenPair[];
let player: Player;

beforeAll(async () => {
  chain = await startTestChain({ secondsPerBlock: 0 });
  const all = Object.values(chain.devnet.info.addresses.tokens);
  everyPair = all.flatMap((a, index) => all.slice(index + 1).map((b): TokenPair => [a, b]));
  player = await deployPlayer(chain);
}, BUILD_TIMEOUT);
afterAll(() => chain?.stop());

const bookOf = (copies: readonly UniswapV3Copy[] = []): ChainBook => {
  const book = devnetBook(chain.devnet.info);
  return UNISWAP_V3_ADDRESSES.with(book, { ...UNISWAP_V3_ADDRESSES.of(book)!, copies });
};
const newContext = (options?: FixtureOptions): CountedContext =>
  contextOf(chain.devnet.rpcUrl, devnetBook(chain.devnet.info), options);

async function read(context: CountedContext = newContext(), pairs = everyPair): Promise<readonly Pool[]> {
  const block = await context.client.getBlockNumber({ cacheTime: 0 });
  const { pools, unasked } = await uniswapV3.pools!(context, pairs, block);
  expect(unasked).toEqual([]);
  return pools;
}

/** Both ways through every pool. */
const ways = (pools: readonly Pool[]) =>
  pools.flatMap((pool) => {
    const [a, b] = pool.tokens as [Address, Address];
    return [
      { pool, tokenIn: a, tokenOut: b },
      { pool, tokenIn: b, tokenOut: a },
    ];
  });

const feeOf = ({ label }: Pool): number => Math.round(Number.parseFloat(label) * 10_000);

describe("the pools of a chain", () => {
  it("are all found: one call for the fees, which are remembered, and one for however many pairs there are", async () => {
    const context = newContext();
    const pools = await read(context);
    const deployed = chain.devnet.info.addresses.uniswap.pools.map(({ address, fee }) => [address.toLowerCase(), fee]);
    expect(pools.map((pool) => [pool.id, feeOf(pool)]).sort()).toEqual(deployed.sort());
    expect(context.requests.get("eth_call")).toBe(2);
    await read(context);
    expect(context.requests.get("eth_call")).toBe(3);
  });

  it("are those of every fee that the factory knows, whatever it is", async () => {
    await chain.undoing(async () => {
      await enableFee(chain, chain.devnet.info.addresses.uniswap.factory, 300, 6);
      const positions = [{ lower: -60, upper: 60, liquidity: 10n ** 20n }];
      const made = await player.create({ fee: 300, spacing: 6, root: rootAtTick(0), positions });
      const [pool, ...others] = await read(newContext(), [[made.token0, made.token1]]);
      expect(others).toEqual([]);
      expect(pool).toMatchObject({ address: made.pool, label: "0.03 %" });
    });
  });

  it("are found whatever is in range now, and trade where liquidity begins", async () => {
    await chain.undoing(async () => {
      const positions = [
        { lower: -12_000, upper: -9_000, liquidity: 10n ** 22n },
        { lower: 30_000, upper: 36_000, liquidity: 10n ** 22n },
      ];
      const made = await player.create({ fee: 3_000, spacing: 60, root: rootAtTick(17), positions });
      const [pool] = await read(newContext(), [[made.token1, made.token0]]);
      for (const { tokenIn, tokenOut } of ways([pool!])) {
        const amount = 10n ** 20n;
        const [played] = await player.play(made.pool, [{ zeroForOne: tokenIn === pool!.tokens[0], amount }]);
        const sold = pool!.sell(tokenIn, tokenOut, amount) as Trade;
        const deltas = [played!.amount0, played!.amount1];
        expect([sold.paid, -sold.received].sort()).toEqual(deltas.sort());
        expect(pool!.curve(tokenIn, tokenOut)(Number(amount)) / Number(sold.received)).toBeCloseTo(1, 9);
      }
    });
  });

  it("that are crowded are read as far as they may take room, and say so beyond", () =>
    chain.undoing(async () => {
      const made = await player.create(crowded());
      const [pool] = await read(newContext(), [[made.token0, made.token1]]);
      for (const { tokenIn, tokenOut } of ways([pool!])) {
        const most = pool!.curve(tokenIn, tokenOut)(1e40);
        expect(most).toBeGreaterThan(1e14);
        expect(pool!.buy!(tokenIn, tokenOut, BigInt(Math.floor(most * 0.999)))).toMatchObject({ ok: true });
        const all = pool!.sell(tokenIn, tokenOut, 10n ** 40n);
        expect(all).toMatchObject({ ok: false, reason: { code: "beyond-what-was-read" } });
      }
      // of 154 ticks above, 150
      expect(share(pool!)).toBeLessThan(0.99);
    }));

  it("that are crowded are left to the next call, or read in part where that is for them alone, as gas ends", () =>
    chain.undoing(async () => {
      const pairs: TokenPair[] = [];
      for (let count = 0; count < 3; count++) {
        const made = await player.create(crowded());
        pairs.push([made.token0, made.token1]);
      }
      const whole = await read(newContext(), pairs);
      const less = newContext({ callGas: 6_000_000n });
      expect((await read(less, pairs)).map(shown)).toEqual(whole.map(shown));
      expect(less.requests.get("eth_call")).toBeGreaterThan(2);
      const parts = await read(newContext({ callGas: 2_200_000n }), pairs);
      for (const [index, part] of parts.entries()) {
        const one = whole[index]!;
        const [a, b] = one.tokens as [Address, Address];
        expect(share(part)).toBeLessThan(0.9 * share(one));
        expect(part.sell(b, a, 10n ** 14n)).toMatchObject(pick(one.sell(b, a, 10n ** 14n) as Trade));
      }
    }));

  it("are read for a factor of 1.65 in price from where liquidity begins", () =>
    chain.undoing(async () => {
      const ladder = Array.from({ length: 20 }, (_, step) => ({
        lower: 30_000 + 1_200 * step,
        upper: 30_060 + 1_200 * step,
        liquidity: 10n ** 20n,
      }));
      const made = await player.create({ fee: 3_000, spacing: 60, root: rootAtTick(17), positions: ladder });
      const [pool] = await read(newContext(), [[made.token0, made.token1]]);
      const known = ladder.filter(({ upper }) => upper <= 35_000).length;
      const first = share(pool!);
      expect(first).toBeGreaterThan((0.9 * known) / ladder.length);
      expect(first).toBeLessThan((1.6 * (known + 1)) / ladder.length);
    }));

  it("are read in more calls where the node's gas does not suffice for one", async () => {
    const poor = newContext({ callGas: 2_500_000n });
    expect((await read(poor)).map(shown)).toEqual((await read()).map(shown));
    expect(poor.requests.get("eth_call")).toBeGreaterThan(3);
  });

  it("that could not be read are told from those that do not exist", async () => {
    const context = newContext();
    const block = await context.client.getBlockNumber({ cacheTime: 0 });
    const { pools, unasked } = await uniswapV3.pools!(context, everyPair, block + 1_000n);
    expect(pools).toEqual([]);
    expect(unasked.map(({ code }) => code)).toEqual(["pool-unread", "pool-unread"]);
    expect(unasked[1]).toMatchObject({ numbers: { pools: 4 * everyPair.length } });
  });

  it("include those of copies, by computed addresses or as their factory says, for the seller alone", async () => {
    const { factory, poolInitCodeHash } = chain.devnet.info.addresses.uniswap;
    const account = chain.devnet.info.addresses.accounts.whale;
    const bytecode = creationCode("SpacingFactory");
    const data = encodeDeployData({ abi: FACTORY, bytecode, args: [factory] });
    const hash = await chain.client.sendTransaction({ account, data, chain: null });
    const bySpacing = (await mined(chain.client, hash)).contractAddress!;
    const copies: UniswapV3Copy[] = [
      {
        name: "Computed",
        factory,
        poolsFrom: { deployer: factory, poolInitCodeHash },
        key: "fee",

        tiers: [],
      },
      { name: "Asked", factory, poolsFrom: null, key: "fee", tiers: [] },
      { name: "Spaced", factory: bySpacing, poolsFrom: null, key: "tick-spacing", tiers: [] },
    ];
    const own = await read();
    const all = await read(contextOf(chain.devnet.rpcUrl, bookOf(copies)));
    expect(all).toHaveLength(4 * own.length);
    for (const [index, pool] of all.entries()) {
      const name = ["", "Computed ", "Asked ", "Spaced "][Math.floor(index / own.length)]!;
      const one = own.find(({ id }) => id === pool.id)!;
      expect({ ...shown(pool), label: pool.label }).toEqual({ ...shown(one), label: `${name}${one.label}` });
      const [a, b] = pool.tokens as [Address, Address];
      expect(pool.hop(a, b, "leaf")).toEqual(name === "" ? one.hop(a, b, "leaf") : null);
      expect(pool.hop(a, b, "seller")!.toLowerCase()).toBe(`0x020014${b.slice(2).toLowerCase()}${pool.id.slice(2)}`);
    }
  });

  it("are none where the chain has none", async () => {
    const context = contextOf(chain.devnet.rpcUrl, UNISWAP_V3_ADDRESSES.with(bookOf(), null));
    expect(await uniswapV3.pools!(context, everyPair, 1n)).toEqual({ pools: [], unasked: [] });
    expect(context.requests.size).toBe(0);
  });
});

describe("a pool", () => {
  it("gives and costs what the venue's own quoter says, and about its gas", async () => {
    const address = chain.devnet.info.addresses.uniswap.quoterV2;
    let compared = 0;
    for (const { pool, tokenIn, tokenOut } of ways(await read())) {
      for (const part of [1_000_000n, 500n, 40n, 8n]) {
        const [amountIn, amount] = [pool.holding(tokenIn) / part, pool.holding(tokenOut) / part];
        const question = { tokenIn, tokenOut, fee: feeOf(pool), limit: 0n };
        const call = { address, abi: QUOTER } as const;
        const [sold, bought] = [pool.sell(tokenIn, tokenOut, amountIn), pool.buy!(tokenIn, tokenOut, amount)];
        for (const said of [sold, bought]) if (!said.ok) expect(said.reason.code).toBe("beyond-what-was-read");
        if (sold.ok) {
          const sale = { ...call, functionName: "quoteExactInputSingle", args: [{ ...question, amountIn }] } as const;
          const { result } = await chain.client.simulateContract(sale);
          expect([sold.paid, sold.received]).toEqual([amountIn, result[0]]);
          // the quoter's tokens and pools are cold, those of a liquidation are not
          expect(Number(sold.gas) / Number(result[3])).toBeGreaterThan(0.85);
          expect(Number(sold.gas) / Number(result[3])).toBeLessThan(1.1);
          compared++;
        }
        if (bought.ok) {
          const sale = { ...call, functionName: "quoteExactOutputSingle", args: [{ ...question, amount }] } as const;
          const { result } = await chain.client.simulateContract(sale);
          expect([bought.paid, bought.received]).toEqual([result[0], amount]);
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThan(120);
  });

  it("is sold to by the seller for what it says, sale after sale", () =>
    chain.undoing(async () => {
      const { whale } = chain.devnet.info.addresses.accounts;
      const { tokens } = chain.devnet.info.addresses;
      const seller = await deploySeller(chain, whale);
      const { trades, after } = randomTrades(await read(), 100, runSeed(), (token) =>
        [tokens.WETH, tokens.WBTC].some((one) => one === token) ? 10n ** 20n : 10n ** 23n,
      );
      const sure = trades.filter(({ expected }) => expected.ok);
      const played = await playTrades(chain, seller, whale, sure);
      expect(played).toEqual(sure.map(({ expected }) => (expected.ok ? pick(expected) : null)));
      expect(sure.length).toBeGreaterThan(60);
      for (const pool of await read()) expect(shown(pool)).toEqual(shown(after.get(pool.id)!));
    }));

  it("has a fast curve that is close to it, never falls and is concave", async () => {
    for (const { pool, tokenIn, tokenOut } of ways(await read()))
      checkCurve(pool, tokenIn, tokenOut, 2n * pool.holding(tokenIn));
  });

  it("refuses what buys nothing, and more than it holds", async () => {
    const { DAI, USDC, WETH } = chain.devnet.info.addresses.tokens;
    const [pool] = await read(newContext(), [[DAI, USDC]]);
    expect(pool!.sell(DAI, USDC, 1n)).toMatchObject({ ok: false, reason: { code: "too-little-liquidity" } });
    expect(pool!.buy!(DAI, USDC, pool!.holding(USDC) * 2n)).toMatchObject({ ok: false });
    expect([pool!.canTrade(DAI, USDC), pool!.canTrade(DAI, DAI), pool!.canTrade(WETH, USDC)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

const pick = ({ paid, received }: Trade) => ({ paid, received });

/** A pool with liquidity that begins at one tick after the other, more of them than are read. */
function crowded(): RandomPool {
  const liquidity = 10n ** 18n;
  const crowd = Array.from({ length: 76 }, (_, index) => ({
    lower: 10 * (index + 1),
    upper: 10 * (index + 100),
    liquidity,
  }));
  return { fee: 500, spacing: 10, root: rootAtTick(0), positions: [{ lower: -10, upper: 3_000, liquidity }, ...crowd] };
}

/** What is known of the lower token that a pool holds. */
function share(pool: Pool): number {
  const [a, b] = pool.tokens as [Address, Address];
  return pool.curve(b, a)(1e40) / Number(pool.holding(a));
}

/** All that a pool says of itself. */
function shown(pool: Pool) {
  const [a, b] = pool.tokens as [Address, Address];
  const sizes = [10n ** 6n, 10n ** 12n, 10n ** 18n, 10n ** 21n];
  const answers = sizes.flatMap((size) => [pool.sell(a, b, size), pool.sell(b, a, size), pool.buy!(a, b, size)]);
  const amounts = answers.map((one) => (one.ok ? [one.paid, one.received] : one.reason.code));
  return { id: pool.id, holds: [pool.holding(a), pool.holding(b)], amounts };
}
