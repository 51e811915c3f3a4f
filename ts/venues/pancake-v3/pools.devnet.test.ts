import { type Address, keccak256 } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CountedContext, contextOf, devnetBook } from "../../chains/context.fixture.ts";
import { AddressBookError } from "../../core/errors/errors.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../../devnet/testing/start-test-chain.ts";
import { runSeed } from "../../protocols/differential/random.ts";
import type { Pool, Trade } from "../pool.ts";
import { checkCurve } from "../testing/check-curve.fixture.ts";
import { deploySeller, playTrades } from "../testing/play-trades.fixture.ts";
import { randomTrades } from "../testing/random-trades.fixture.ts";
import type { TokenPair } from "../venue.ts";
import { PANCAKE_V3_ADDRESSES } from "./addresses.ts";
import { pancakeV3 } from "./index.ts";

let chain: TestChain;
let everyPair: readonly TokenPair[];
beforeAll(async () => {
  chain = await startTestChain({ secondsPerBlock: 0 });
  const all = Object.values(chain.devnet.info.addresses.tokens);
  everyPair = all.flatMap((a, index) => all.slice(index + 1).map((b): TokenPair => [a, b]));
}, BUILD_TIMEOUT);
afterAll(() => chain?.stop());

const newContext = (): CountedContext => contextOf(chain.devnet.rpcUrl, devnetBook(chain.devnet.info));

async function read(context = newContext()): Promise<readonly Pool[]> {
  const block = await context.client.getBlockNumber({ cacheTime: 0 });
  const { pools, unasked } = await pancakeV3.pools!(context, everyPair, block);
  expect(unasked).toEqual([]);
  return pools;
}

describe("PancakeSwap V3", () => {
  it("has all its pools, each under its own name", async () => {
    const pools = await read();
    const deployed = chain.devnet.info.addresses.pancake.pools.map(({ address, fee }) => [
      address.toLowerCase(),
      `PancakeSwap V3 ${fee / 10_000} %`,
    ]);
    expect(pools.map(({ id, label }) => [id, label]).sort()).toEqual(deployed.sort());
    expect(new Set(pools.map(({ venue }) => venue))).toEqual(new Set(["pancake-v3"]));
  });

  it("pays the seller what it says, sale after sale, and the leaf nothing", () =>
    chain.undoing(async () => {
      const { whale } = chain.devnet.info.addresses.accounts;
      const seller = await deploySeller(chain, whale);
      const { trades, after } = randomTrades(await read(), 60, runSeed(), () => 10n ** 20n);
      const sure = trades.filter(({ expected }) => expected.ok);
      expect(sure.length).toBeGreaterThan(30);
      const told = sure.map(({ expected }) => {
        const { paid, received } = expected as Trade;
        return { paid, received };
      });
      expect(await playTrades(chain, seller, whale, sure)).toEqual(told);
      for (const pool of await read()) {
        const [a, b] = pool.tokens as [Address, Address];
        const foreseen = after.get(pool.id)!;
        expect([pool.holding(a), pool.holding(b)]).toEqual([foreseen.holding(a), foreseen.holding(b)]);
        expect(pool.sell(a, b, 10n ** 9n)).toMatchObject(amounts(foreseen.sell(a, b, 10n ** 9n)));
        expect(pool.hop(a, b, "leaf")).toBeNull();
      }
    }));

  it("has a fast curve that is close to it, never falls and is concave", async () => {
    for (const pool of await read()) {
      const [a, b] = pool.tokens as [Address, Address];
      checkCurve(pool, a, b, 2n * pool.holding(a));
      checkCurve(pool, b, a, 2n * pool.holding(b));
    }
  });

  it("is checked against the chain, and not asked where there is none", async () => {
    const { client, book, ...context } = newContext();
    await pancakeV3.checkBook(client, book);
    const deployment = PANCAKE_V3_ADDRESSES.of(book)!;
    const wrong = PANCAKE_V3_ADDRESSES.with(book, { ...deployment, poolInitCodeHash: keccak256("0x") });
    await expect(pancakeV3.checkBook(client, wrong)).rejects.toBeInstanceOf(AddressBookError);
    const bare = PANCAKE_V3_ADDRESSES.with(book, null);
    expect(await pancakeV3.pools!({ ...context, client, book: bare }, everyPair, 1n)).toEqual({
      pools: [],
      unasked: [],
    });
  });

  it("is on Ethereum what the package makes", async () => {
    const deployment = (await PANCAKE_V3_ADDRESSES.known("ethereum"))!;
    expect(PANCAKE_V3_ADDRESSES.schema.parse(deployment)).toEqual(deployment);
    expect(deployment.poolInitCodeHash).toBe(chain.devnet.info.addresses.pancake.poolInitCodeHash);
  });
});

const amounts = (said: ReturnType<Pool["sell"]>) =>
  said.ok ? { paid: said.paid, received: said.received } : { ok: false };
