import { type Address, decodeAbiParameters, keccak256, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contextOf } from "../../chains/context.fixture.ts";
import { fund, tellDecimals } from "../../devnet/testing/fund-recorded.fixture.ts";
import { patch } from "../../devnet/testing/patch-recorded.fixture.ts";
import { isRecorded, readRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import { type RecordedState, startRecorded } from "../../devnet/testing/start-recorded.fixture.ts";
import type { Pool } from "../pool.ts";
import { checkCurve } from "../testing/check-curve.fixture.ts";
import { judgeTrades } from "../testing/judge-trades.fixture.ts";
import { deploySeller, playTrades } from "../testing/play-trades.fixture.ts";
import type { CurvePoolEntry } from "./addresses.ts";
import { curve } from "./index.ts";

const TRADES = 150;
const TRADER: Address = "0x00000000000000000000000000000000000000b2";
const EXCHANGE = keccak256(toHex("TokenExchange(address,int128,uint256,int128,uint256)"));

/** A pool of a recorded block in which somebody traded there. */
interface Kind {
  readonly what: string;
  readonly file: string;
  readonly chainId: number;
  readonly entry: CurvePoolEntry;
  readonly decimals: readonly number[];
  /** A coin that was not recorded, and one whose code does in its place; where the pool has it. */
  readonly absent?: { readonly coin: Address; readonly like: Address; readonly slot: number };
  /** How far its fast curve may be from it. */
  readonly close?: number;
}

const OP: Address = "0x4200000000000000000000000000000000000042";
const DAI: Address = "0xDA10009cBd5D07dd0CeCc66161FC93D7c9000da1";

const KINDS: readonly Kind[] = [
  {
    what: "a plain pool of three coins",
    file: "op-132799000-1inch-velodrome-balancer-curve.json",
    chainId: 10,
    entry: {
      name: "3pool",
      pool: "0x1337BedC9D22ecbe766dF105c9623922A27963EC",
      coins: [DAI, "0x7F5c764cBc14f9669B88837ca1490cCa17c31607", "0x94b008aA00579c1307B0EF2c499aD98a8ce58e58"],
      wide: false,
    },
    decimals: [18, 6, 6],
    absent: { coin: DAI, like: OP, slot: 1 },
  },
  {
    what: "a pool with a coin that earns, whose fee moves",
    file: "eth-24628607-curve-swaprouter.json",
    chainId: 1,
    entry: {
      name: "sUSD/sUSDe",
      pool: "0x4b5E827F4C0a1042272a11857a355dA1F4Ceebae",
      coins: ["0x57Ab1ec28D129707052df4dF418D58a2D46d5f51", "0x9D39A5DE30e57443BfF2A8307A4256c8797A3497"],
      wide: false,
    },
    decimals: [18, 18],
    close: 1e-3,
  },
];

describe.each(KINDS.filter(({ file }) => isRecorded(file)))("$what of Curve", (kind) => {
  const { file, entry, decimals, absent, close } = kind;
  let chain: RecordedState;
  let seller: Address;
  let pool: Pool;

  beforeAll(async () => {
    chain = await startRecorded(file, { newestRules: true });
    const { client } = chain;
    // what a coin has earned grows by the second: all of it happens in the one that was recorded
    await client.setBlockTimestampInterval({ interval: 0 });
    await client.setBalance({ address: TRADER, value: 10n ** 24n });
    if (absent) {
      await client.setCode({ address: absent.coin, bytecode: (await client.getCode({ address: absent.like }))! });
      await patch(client, entry.pool, { [absent.slot]: BigInt(absent.coin) });
    }
    for (const [place, coin] of entry.coins.entries()) {
      await tellDecimals(client, coin, decimals[place]!);
      await fund(client, coin, TRADER, 10n ** 30n);
      await fund(client, coin, entry.pool, 10n ** 27n);
    }
    seller = await deploySeller(chain, TRADER);
    pool = await read();
  });
  afterAll(() => chain?.stop());

  async function read(): Promise<Pool> {
    const context = contextOf(chain.rpcUrl, book([entry]));
    const block = await chain.client.getBlockNumber({ cacheTime: 0 });
    const { pools, unasked } = await curve.pools(context, [[entry.coins[0]!, entry.coins[1]!]], block);
    expect([pools.length, unasked]).toEqual([1, []]);
    return pools[0]!;
  }

  const book = (entries: readonly CurvePoolEntry[]) =>
    ({
      ...{ chainId: kind.chainId, name: "ethereum", wrappedNative: TRADER, routeTokens: [], liquidators: {} },
      addresses: { curve: entries },
    }) as never;

  it("is what the book says", () => curve.checkBook(chain.client as never, book([entry])));

  it("is paid and pays what the chain has seen", async () => {
    const logs = readRecorded(file).transactions.flatMap((transaction) => transaction.logs);
    const { data } = logs.find(
      ({ address, topics }) => address === entry.pool.toLowerCase() && topics[0] === EXCHANGE,
    )!;
    const types = ["int128", "uint256", "int128", "uint256"].map((type) => ({ type }));
    const [from, amount, to, received] = decodeAbiParameters(types, data) as bigint[];
    const [tokenIn, tokenOut] = [entry.coins[Number(from)]!, entry.coins[Number(to)]!];
    expect(pool.sell(tokenIn, tokenOut, amount!)).toMatchObject({ ok: true, paid: amount, received });
    await chain.undoing(async () => {
      const trade = { tokenIn, tokenOut, amount: amount!, hop: pool.hop(tokenIn, tokenOut, "seller")! };
      expect(await playTrades(chain, seller, TRADER, [trade])).toEqual([{ paid: amount, received }]);
    });
  });

  it("pays to the unit what is worked out, trade after trade, and is left as it says", () =>
    chain.undoing(async () => {
      const most = (token: Address) => 10n ** BigInt(decimals[entry.coins.indexOf(token)]! + 5);
      const { after } = await judgeTrades({ chain, seller, trader: TRADER, pools: [pool], count: TRADES, most });
      const left = await read();
      for (const coin of entry.coins) expect(left.holding(coin)).toBe(after.get(pool.id)!.holding(coin));
    }));

  it("has a fast curve that is close to it, never falls and is concave", () => {
    for (const tokenIn of entry.coins) {
      for (const tokenOut of entry.coins) {
        if (tokenIn !== tokenOut) checkCurve(pool, tokenIn, tokenOut, pool.holding(tokenIn), close);
      }
    }
  });
});

const CRYPTO = "eth-24628608-univ4-curve-pcsv3.json";
const WETH: Address = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";
const WBTC: Address = "0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599";
const USDT: Address = "0xdAC17F958D2ee523a2206206994597C13D831ec7";
const USDC: Address = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";

/** Pools whose coins are not worth the same: their amplification and fee look like those of the others. */
const CRYPTO_POOLS: readonly CurvePoolEntry[] = [
  { name: "tricrypto2", pool: "0xD51a44d3FaE010294C616388b506AcdA1bfAAE46", coins: [USDT, WBTC, WETH], wide: true },
  { name: "tricryptoUSDC", pool: "0x7F86Bf177Dd4F3494b841a37e810A34dD56c829B", coins: [USDC, WBTC, WETH], wide: true },
];

describe.skipIf(!isRecorded(CRYPTO)).each(CRYPTO_POOLS)("$name of Curve", (entry) => {
  it("is refused when the book is checked, and never planned with", async ({ onTestFinished }) => {
    const chain = await startRecorded(CRYPTO);
    onTestFinished(chain.stop);
    for (const [place, coin] of entry.coins.entries()) await tellDecimals(chain.client, coin, [6, 8, 18][place]!);
    const book = { chainId: 1, name: "ethereum", wrappedNative: WETH, routeTokens: [], liquidators: {} } as const;
    const withPool = { ...book, addresses: { curve: [entry] } } as never;
    await expect(curve.checkBook(chain.client as never, withPool)).rejects.toThrow("not worth the same");
    const context = contextOf(chain.rpcUrl, withPool);
    const block = await chain.client.getBlockNumber({ cacheTime: 0 });
    const [a, b] = entry.coins as [Address, Address];
    expect(await curve.pools(context, [[a, b]], block)).toEqual({ pools: [], unasked: [] });
  });
});
