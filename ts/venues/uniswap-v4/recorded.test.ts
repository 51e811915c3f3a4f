import { type Address, parseAbi, parseEventLogs } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contextOf } from "../../chains/context.fixture.ts";
import { fund } from "../../devnet/testing/fund-recorded.fixture.ts";
import { isRecorded, readRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import { type RecordedState, startRecorded } from "../../devnet/testing/start-recorded.fixture.ts";
import type { Pool } from "../pool.ts";
import { judgeTrades } from "../testing/judge-trades.fixture.ts";
import { deploySeller, playTrades } from "../testing/play-trades.fixture.ts";
import { UNISWAP_V4_ADDRESSES } from "./addresses.ts";
import { uniswapV4 } from "./index.ts";

const FILE = "eth-24628608-univ4-curve-pcsv3.json";
const TRADES = 300;
/** The transaction that swaps there, of those that were recorded with the state. */
const SWAP = 1;

const WETH: Address = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";
const USDC: Address = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
const CB_BTC: Address = "0xcbB7C0000aB88B473b1f5aFd9ef808440eed33Bf";
const TRADER: Address = "0x00000000000000000000000000000000000000b2";

const MANAGER = parseAbi([
  "event Swap(bytes32 indexed id, address indexed sender, int128 amount0, int128 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick, uint24 fee)",
]);

interface Swapped {
  readonly amount0: bigint;
  readonly amount1: bigint;
}

describe.skipIf(!isRecorded(FILE))("the real manager of Uniswap V4 on Ethereum", () => {
  let chain: RecordedState;
  let seller: Address;
  let pool: Pool;

  beforeAll(async () => {
    chain = await startRecorded(FILE, { newestRules: true });
    await chain.client.setBalance({ address: TRADER, value: 10n ** 24n });
    const { poolManager } = (await UNISWAP_V4_ADDRESSES.known("ethereum"))!;
    for (const token of [USDC, CB_BTC]) {
      await fund(chain.client, token, TRADER, 10n ** 20n);
      // what it holds of all pools, of which the record has those that were asked for
      await fund(chain.client, token, poolManager, 10n ** 18n);
    }
    seller = await deploySeller(chain, TRADER);
    const book = { chainId: 1, name: "ethereum", wrappedNative: WETH, routeTokens: [], liquidators: {} } as const;
    const context = contextOf(chain.rpcUrl, { ...book, addresses: { "uniswap-v4": { poolManager } } });
    const block = await chain.client.getBlockNumber({ cacheTime: 0 });
    const { pools, unasked } = await uniswapV4.pools(context, [[USDC, CB_BTC]], block);
    expect([pools.length, unasked]).toEqual([1, []]);
    pool = pools[0]!;
  });
  afterAll(() => chain?.stop());

  it("is paid and pays what Ethereum has seen", async () => {
    const { logs } = readRecorded(FILE).transactions[SWAP]!;
    const { data, topics } = logs.find(({ topics: [, id] }) => id === pool.id)!;
    const [{ args }] = parseEventLogs({ abi: MANAGER, logs: [{ data, topics }] as never }) as unknown as [
      { args: Swapped },
    ];
    expect(args.amount0).toBeGreaterThan(0n);
    const amount = -args.amount1;
    const said = pool.sell(CB_BTC, USDC, amount);
    expect(said).toMatchObject({ ok: true, paid: amount, received: args.amount0 });
    await chain.undoing(async () => {
      const trade = { tokenIn: CB_BTC, tokenOut: USDC, amount, hop: pool.hop(CB_BTC, USDC, "seller")! };
      expect(await playTrades(chain, seller, TRADER, [trade])).toEqual([{ paid: amount, received: args.amount0 }]);
    });
  });

  it("pays to the unit what is worked out, trade after trade", () =>
    chain.undoing(async () => {
      const most = () => 10n ** 13n;
      // the second: the chain takes something for nothing, which nobody wants
      const unknown = ["beyond-what-was-read", "nothing-bought"];
      await judgeTrades({ chain, seller, trader: TRADER, pools: [pool], count: TRADES, most, unknown });
    }));
});
