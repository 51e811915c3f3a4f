import { type Address, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contextOf } from "../../chains/context.fixture.ts";
import { fund, tellDecimals } from "../../devnet/testing/fund-recorded.fixture.ts";
import { isRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import { type RecordedState, startRecorded } from "../../devnet/testing/start-recorded.fixture.ts";
import type { Pool, Trade } from "../pool.ts";
import { judgeTrades } from "../testing/judge-trades.fixture.ts";
import { deploySeller } from "../testing/play-trades.fixture.ts";
import { CURVE_ADDRESSES } from "./addresses.ts";
import { curve } from "./index.ts";

const FILE = "curve-3pool-mainnet-16257471.json";
const TRADES = 300;

const POOL = parseAbi(["function get_dy(int128 i, int128 j, uint256 dx) view returns (uint256)"]);
const TRADER: Address = "0x00000000000000000000000000000000000000b2";

/** The other one came later. */
const threePool = async () => (await CURVE_ADDRESSES.known("ethereum")).filter(({ name }) => name === "3pool");

describe.skipIf(!isRecorded(FILE))("the real 3pool of Ethereum", () => {
  let chain: RecordedState;
  let pool: Pool;
  let coins: readonly Address[];

  beforeAll(async () => {
    chain = await startRecorded(FILE, { newestRules: true });
    const [entry] = await threePool();
    coins = entry!.coins;
    for (const token of coins) {
      await fund(chain.client, token, TRADER, 10n ** 30n);
      await fund(chain.client, token, entry!.pool, 10n ** 28n);
    }
    await chain.client.setBalance({ address: TRADER, value: 10n ** 24n });
    // the recorded run asked for no decimals
    for (const coin of coins.slice(1)) await tellDecimals(chain.client, coin, 6);
    pool = await read();
  });
  afterAll(() => chain?.stop());

  async function read(): Promise<Pool> {
    const book = { chainId: 1, name: "ethereum", wrappedNative: TRADER, routeTokens: [], liquidators: {} } as const;
    const context = contextOf(chain.rpcUrl, {
      ...book,
      addresses: { curve: await threePool() },
    });
    const block = await chain.client.getBlockNumber({ cacheTime: 0 });
    const { pools, unasked } = await curve.pools!(context, [[coins[0]!, coins[1]!]], block);
    expect(unasked).toEqual([]);
    return pools[0]!;
  }

  it("is what the book says", async () => {
    const { client } = contextOf(chain.rpcUrl, {} as never);
    const book = { name: "ethereum", addresses: { curve: await threePool() } };
    await curve.checkBook(client, book as never);
  });

  it("pays a unit less than it says where its rule has it", async () => {
    const amount = 10n ** 12n;
    const args = [1n, 2n, amount] as const;
    const said = await chain.client.readContract({ address: pool.address, abi: POOL, functionName: "get_dy", args });
    const { received } = pool.sell(coins[1]!, coins[2]!, amount) as Trade;
    expect([said, received]).toEqual([999_847_412_239n, 999_847_412_238n]);
  });

  it("pays to the unit what is worked out, trade after trade", () =>
    chain.undoing(async () => {
      const seller = await deploySeller(chain, TRADER);
      const most = (token: Address) => (token === coins[0] ? 10n ** 26n : 10n ** 14n);
      const { after } = await judgeTrades({ chain, seller, trader: TRADER, pools: [pool], count: TRADES, most });
      const end = after.get(pool.id)!;
      const left = await read();
      for (const coin of coins) expect(left.holding(coin)).toBe(end.holding(coin));
    }));
});
