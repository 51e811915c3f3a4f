import { type Address, encodeAbiParameters, keccak256, parseAbi, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contextOf } from "../../chains/context.fixture.ts";
import { fund } from "../../devnet/testing/fund-recorded.fixture.ts";
import { patch } from "../../devnet/testing/patch-recorded.fixture.ts";
import { isRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import { type RecordedState, startRecorded } from "../../devnet/testing/start-recorded.fixture.ts";
import { randomFrom, runSeed } from "../../protocols/differential/random.ts";
import type { Pool, Trade } from "../pool.ts";
import { deploySeller } from "../testing/play-trades.fixture.ts";
import { probeSale } from "../testing/probe-sale.fixture.ts";
import { wrappers } from "./index.ts";

/** A block in which somebody unwrapped some, and the same block as far as its rate is known. */
const UNWRAPPED = "eth-18085863-0x-1inch5-universalrouter.json";
const RATE_ONLY = "wsteth-18085863.json";
const TRADES = 200;

const WST_ETH: Address = "0x7f39C581F595B53c5cb19bD0b3f8dA6c935E2Ca0";
const ST_ETH: Address = "0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84";
const TRADER: Address = "0x00000000000000000000000000000000000000b2";
const abi = parseAbi([
  "function stEthPerToken() view returns (uint256)",
  "function getTotalShares() view returns (uint256)",
  "function getTotalPooledEther() view returns (uint256)",
]);

/** Slots of the wrapper and of staked ether. */
const TOTAL_SUPPLY = "0x2";
const ACTIVE = keccak256(toHex("lido.Pausable.activeFlag"));
/** The slot of what an account has of staked ether. */
const sharesOf = (account: Address) =>
  keccak256(encodeAbiParameters([{ type: "address" }, { type: "uint256" }], [account, 0n]));

async function read(chain: RecordedState): Promise<Pool> {
  const book = { chainId: 1, name: "ethereum", wrappedNative: TRADER, routeTokens: [], liquidators: {} } as const;
  const context = contextOf(chain.rpcUrl, { ...book, addresses: {} });
  const block = await chain.client.getBlockNumber({ cacheTime: 0 });
  const { pools, unasked } = await wrappers.pools(context, [[WST_ETH, TRADER]], block);
  expect(unasked).toEqual([]);
  expect(pools).toHaveLength(1);
  return pools[0]!;
}

/** Sales of any amount by a new seller. */
async function seller(chain: RecordedState, pool: Pool) {
  const address = await deploySeller(chain, TRADER);
  await fund(chain.client, WST_ETH, address, 10n ** 21n);
  const block = await chain.client.getBlockNumber({ cacheTime: 0 });
  const trade = { tokenIn: WST_ETH, tokenOut: ST_ETH, hop: pool.hop(WST_ETH, ST_ETH, "seller")! };
  return (amount: bigint) => probeSale(chain.client, address, { ...trade, amount }, block);
}

describe.skipIf(!isRecorded(UNWRAPPED))("the real wrapped staked ether of Ethereum", () => {
  let chain: RecordedState;
  let pool: Pool;
  beforeAll(async () => {
    chain = await startRecorded(UNWRAPPED, { newestRules: true });
    await chain.client.setBalance({ address: TRADER, value: 10n ** 24n });
    pool = await read(chain);
  });
  afterAll(() => chain?.stop());

  it("stands for what its record says", async () => {
    const rate = await chain.client.readContract({ address: WST_ETH, abi, functionName: "stEthPerToken" });
    expect(rate).toBe(1_138_754_654_719_778_928n);
  });

  it("is unwrapped by the seller for what is worked out, to the unit", async () => {
    const ask = (functionName: "getTotalShares" | "getTotalPooledEther") =>
      chain.client.readContract({ address: ST_ETH, abi, functionName });
    const [shares, ether] = await Promise.all([ask("getTotalShares"), ask("getTotalPooledEther")]);
    const sellNow = await seller(chain, pool);
    const random = randomFrom(runSeed());
    for (let trade = 0; trade < TRADES; trade++) {
      const amount = random.magnitude(10n, 10n ** 21n);
      const said = pool.sell(WST_ETH, ST_ETH, amount) as Trade;
      // what has come to the seller rounds once more on its way to whoever asked
      const received = (((said.received * shares) / ether) * ether) / shares;
      expect(await sellNow(amount), String(amount)).toEqual({ paid: amount, received });
    }
  });
});

describe.skipIf(!isRecorded(RATE_ONLY))("the record of its rate", () => {
  it("is the same rate, and lacks what there is of it: no sale can be judged by it", async ({ onTestFinished }) => {
    const chain = await startRecorded(RATE_ONLY, { newestRules: true });
    onTestFinished(chain.stop);
    await chain.client.setBalance({ address: TRADER, value: 10n ** 24n });
    const pool = await read(chain);
    expect(await chain.client.readContract({ address: WST_ETH, abi, functionName: "stEthPerToken" })).toBe(
      1_138_754_654_719_778_928n,
    );
    // nobody had asked how much is wrapped, what of it the wrapper has, and whether any may move
    const missing = [
      [WST_ETH, TOTAL_SUPPLY, 10n ** 24n],
      [ST_ETH, sharesOf(WST_ETH), 10n ** 24n],
      [ST_ETH, ACTIVE, 1n],
    ] as const;
    for (const [address, slot, value] of missing) {
      expect(await (await seller(chain, pool))(10n ** 18n)).toBeNull();
      expect(BigInt((await chain.client.getStorageAt({ address, slot }))!)).toBe(0n);
      await patch(chain.client, address, { [slot]: value });
    }
    expect(await (await seller(chain, pool))(10n ** 18n)).toMatchObject({ paid: 10n ** 18n });
  });
});
