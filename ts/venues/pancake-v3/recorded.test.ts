import { type Address, decodeAbiParameters, type Hex, isAddressEqual, keccak256, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contextOf } from "../../chains/context.fixture.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import { fund } from "../../devnet/testing/fund-recorded.fixture.ts";
import { patch } from "../../devnet/testing/patch-recorded.fixture.ts";
import { isRecorded, readRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import { type RecordedState, startRecorded } from "../../devnet/testing/start-recorded.fixture.ts";
import { packHop } from "../pack-hop.ts";
import { judgeTrades } from "../testing/judge-trades.fixture.ts";
import { deploySeller, playTrades } from "../testing/play-trades.fixture.ts";
import { UNISWAP_V3_ADDRESSES } from "../uniswap-v3/addresses.ts";
import { swap } from "../uniswap-v3/math/swap.ts";
import { originsOf } from "../uniswap-v3/origins-of.ts";
import { poolOf } from "../uniswap-v3/pool-of.ts";
import { type FoundPool, readStates } from "../uniswap-v3/read-states.ts";
import { PANCAKE_V3_ADDRESSES } from "./addresses.ts";
import { originOf, VENUE_ID } from "./origin-of.ts";

const FILE = "eth-24628608-univ4-curve-pcsv3.json";
const TRADES = 100;
/** Where PancakeSwap's pool names the contract that counts rewards at every tick, which changes nothing of what it pays. */
const REWARDS = 0x10008;
const TRADER: Address = "0x00000000000000000000000000000000000000b2";
const WETH: Address = "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2";
const USDT: Address = "0xdac17f958d2ee523a2206206994597c13d831ec7";
const POOL = parseAbi(["function factory() view returns (address)", "function fee() view returns (uint24)"]);

/** Topics and figures of `Swap`: PancakeSwap's has two more behind. */
const SWAPS: readonly Hex[] = [
  keccak256(new TextEncoder().encode("Swap(address,address,int256,int256,uint160,uint128,int24)")),
  keccak256(new TextEncoder().encode("Swap(address,address,int256,int256,uint160,uint128,int24,uint128,uint128)")),
];
const FIGURES = [
  { type: "int256" },
  { type: "int256" },
  { type: "uint160" },
  { type: "uint128" },
  { type: "int24" },
] as const;

const POOLS = [
  { name: "Uniswap V3", address: "0x4e68ccd3e89f51c3074ca5072bbac773960dfa36", originsIn: originsOf, tier: 3_000 },
  { name: "PancakeSwap V3", address: "0x6ca298d2983ab03aa1da7679389d955a4efee15c", originsIn: originOf, tier: 500 },
] as const;

describe.skipIf(!isRecorded(FILE))("swaps of a block of Ethereum", () => {
  let chain: RecordedState;
  let book: ChainBook;
  let seller: Address;
  beforeAll(async () => {
    chain = await startRecorded(FILE, { newestRules: true });
    await chain.client.setBalance({ address: TRADER, value: 10n ** 24n });
    for (const token of [WETH, USDT]) {
      await fund(chain.client, token, TRADER, 10n ** 24n);
      for (const { address } of POOLS) await fund(chain.client, token, address, 10n ** 24n);
    }
    seller = await deploySeller(chain, TRADER);
    const bare: ChainBook = {
      chainId: 1,
      name: "ethereum",
      wrappedNative: WETH,
      routeTokens: [],
      addresses: {},
      liquidators: {},
    };
    book = UNISWAP_V3_ADDRESSES.with(bare, await UNISWAP_V3_ADDRESSES.known("ethereum"));
    book = PANCAKE_V3_ADDRESSES.with(book, await PANCAKE_V3_ADDRESSES.known("ethereum"));
  });
  afterAll(() => chain?.stop());

  it.each(POOLS)("on $name are what was computed before, to the unit", async ({ address, originsIn, tier }) => {
    const context = contextOf(chain.rpcUrl, book);
    const block = await context.client.getBlockNumber();
    const origin = originsIn(book)[0]!;
    const [found] = await readStates(context, [{ origin, token0: WETH, token1: USDT, tier }], block);
    // where the origin puts it, and of the factory that it names
    expect(found).toMatchObject({ address: expect.stringMatching(new RegExp(address, "i")) });
    const asked = { address, abi: POOL, blockNumber: block } as const;
    expect(await context.client.readContract({ ...asked, functionName: "fee" })).toBe(tier);
    const factory = await context.client.readContract({ ...asked, functionName: "factory" });
    expect(isAddressEqual(factory, origin.factory)).toBe(true);

    const logs = readRecorded(FILE).transactions.flatMap((transaction) => transaction.logs);
    const swaps = logs.filter((log) => log.address.toLowerCase() === address && SWAPS.includes(log.topics[0]!));
    expect(swaps).toHaveLength(1);
    let { state } = found as FoundPool;
    for (const { data } of swaps) {
      const [amount0, amount1, root, liquidity, tick] = decodeAbiParameters(FIGURES, data);
      const zeroForOne = amount0 > 0n;
      const swapped = swap(state, zeroForOne, zeroForOne ? amount0 : amount1);
      if (!swapped.ok) throw new Error(swapped.why);
      const { paid, received, after } = swapped;
      expect(zeroForOne ? [paid, -received] : [-received, paid]).toEqual([amount0, amount1]);
      expect([after.root, after.liquidity, after.tick]).toEqual([root, liquidity, tick]);
      state = after;
    }
  });

  it("on PancakeSwap end at a tick where its rewards are counted: what was counted there is not in the record", () =>
    chain.undoing(async () => {
      const { address } = POOLS[1];
      const amount = 30n * 10n ** 18n;
      const trade = { tokenIn: WETH, tokenOut: USDT, amount, hop: packHop(VENUE_ID, USDT, address) };
      expect(await playTrades(chain, seller, TRADER, [trade])).toEqual([null]);
      await patch(chain.client, address, { [REWARDS]: 0n });
      expect(await playTrades(chain, seller, TRADER, [trade])).toMatchObject([{ paid: amount }]);
    }));

  it.each(POOLS)("on $name pay the seller to the unit what is worked out", ({ address, originsIn, tier }) =>
    chain.undoing(async () => {
      if (address === POOLS[1].address) await patch(chain.client, address, { [REWARDS]: 0n });
      const context = contextOf(chain.rpcUrl, book);
      const block = await context.client.getBlockNumber({ cacheTime: 0 });
      const key = { origin: originsIn(book)[0]!, token0: WETH, token1: USDT, tier };
      const pools = [poolOf((await readStates(context, [key], block))[0] as FoundPool)];
      const most = (token: Address) => (isAddressEqual(token, WETH) ? 10n ** 20n : 2n * 10n ** 11n);
      // nor are sales for nothing planned, which a pool would take
      const unknown = ["beyond-what-was-read", "too-little-liquidity"];
      await judgeTrades({ chain, seller, trader: TRADER, pools, count: TRADES, most, unknown });
    }),
  );
});
