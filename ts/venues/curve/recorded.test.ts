import { type Address, encodeAbiParameters, keccak256, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contextOf } from "../../chains/context.fixture.ts";
import { patch } from "../../devnet/testing/patch-recorded.fixture.ts";
import { isRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import { type RecordedState, startRecorded } from "../../devnet/testing/start-recorded.fixture.ts";
import { runSeed } from "../../protocols/differential/random.ts";
import type { Pool, Trade } from "../pool.ts";
import { deploySeller, playTrades } from "../testing/play-trades.fixture.ts";
import { randomTrades } from "../testing/random-trades.fixture.ts";
import { CURVE_ADDRESSES } from "./addresses.ts";
import { curve } from "./index.ts";

const FILE = "curve-3pool-mainnet-16257471.json";
const TRADES = 300;

const POOL = parseAbi(["function get_dy(int128 i, int128 j, uint256 dx) view returns (uint256)"]);
const TRADER: Address = "0x00000000000000000000000000000000000000b2";

/** Slots of the tokens' balances: DAI, USDC, USDT. */
const BALANCE_SLOTS = [2n, 9n, 2n];

describe.skipIf(!isRecorded(FILE))("the real 3pool of Ethereum", () => {
  let chain: RecordedState;
  let pool: Pool;
  let coins: readonly Address[];

  beforeAll(async () => {
    chain = await startRecorded(FILE, { newestRules: true });
    const [entry] = await CURVE_ADDRESSES.known("ethereum");
    coins = entry!.coins;
    for (const [place, token] of coins.entries()) {
      await give(token, BALANCE_SLOTS[place]!, TRADER, 10n ** 30n);
      await give(token, BALANCE_SLOTS[place]!, entry!.pool, 10n ** 28n);
    }
    await chain.client.setBalance({ address: TRADER, value: 10n ** 24n });
    // the recorded run asked for no decimals
    await patch(chain.client, coins[1]!, { 6: 6n });
    await patch(chain.client, coins[2]!, { 9: 6n });
    pool = await read();
  });
  afterAll(() => chain?.stop());

  async function give(token: Address, slot: bigint, account: Address, amount: bigint): Promise<void> {
    const key = keccak256(encodeAbiParameters([{ type: "address" }, { type: "uint256" }], [account, slot]));
    await patch(chain.client, token, { [key]: amount });
  }

  async function read(): Promise<Pool> {
    const book = { chainId: 1, name: "ethereum", wrappedNative: TRADER, routeTokens: [], liquidators: {} } as const;
    const context = contextOf(chain.rpcUrl, {
      ...book,
      addresses: { curve: await CURVE_ADDRESSES.known("ethereum") },
    });
    const block = await chain.client.getBlockNumber({ cacheTime: 0 });
    const { pools, unasked } = await curve.pools!(context, [[coins[0]!, coins[1]!]], block);
    expect(unasked).toEqual([]);
    return pools[0]!;
  }

  it("is what the book says", async () => {
    const { client } = contextOf(chain.rpcUrl, {} as never);
    const book = { name: "ethereum", addresses: { curve: await CURVE_ADDRESSES.known("ethereum") } };
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
      const { trades, after } = randomTrades([pool], TRADES, runSeed(), most);
      const played = await playTrades(chain, seller, TRADER, trades);
      for (const [index, { expected, amount, tokenIn }] of trades.entries()) {
        const told = expected.ok ? { paid: expected.paid, received: expected.received } : null;
        expect(played[index], `trade ${index}: ${amount} ${tokenIn}`).toEqual(told);
      }
      const end = after.get(pool.id)!;
      const left = await read();
      for (const coin of coins) expect(left.holding(coin)).toBe(end.holding(coin));
    }));
});
