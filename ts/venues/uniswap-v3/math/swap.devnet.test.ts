import type { Address } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CountedContext, contextOf, devnetBook } from "../../../chains/context.fixture.ts";
import { IS_DEEP } from "../../../core/is-deep.fixture.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../../../devnet/testing/start-test-chain.ts";
import { caseSeed, type Random, randomFrom, runSeed } from "../../../protocols/differential/random.ts";
import { originOf } from "../../pancake-v3/origin-of.ts";
import { originsOf } from "../origins-of.ts";
import type { PoolOrigin } from "../pool-origin.ts";
import { type FoundPool, readStates } from "../read-states.ts";
import { deployPlayer, enableFee, type PlayedTrade, type Player } from "../testing/player.fixture.ts";
import { PANCAKE_TIERS, type RandomPool, randomPool, TIERS, type Tiers } from "../testing/random-pool.fixture.ts";
import { type Swap, swap } from "./swap.ts";

/** Of 20 swaps each, on pools of either; those that leave what was read are not played. Swaps that are, of either. */
const POOLS = IS_DEEP ? 1_200 : 65;
const SWAPS = 20;
const LEAST = IS_DEEP ? 5_000 : 270;
const MINUTES = 60_000;

/** As the venue reads, to the end of every range, and hardly at all: little is known then, and nothing wrong. */
const WALKS = [
  undefined,
  { distance: 2_000_000, ticks: 1_000, words: 8_000 },
  { distance: 400, ticks: 2, words: 3 },
] as const;

let chain: TestChain;
let context: CountedContext;
let player: Player;
let houses: readonly House[];

/** Whose pools, and with which fees and tick spacings it makes them. */
interface House {
  readonly origin: PoolOrigin;
  readonly tiers: Tiers;
}

beforeAll(async () => {
  chain = await startTestChain({ secondsPerBlock: 0 });
  context = contextOf(chain.devnet.rpcUrl, devnetBook(chain.devnet.info));
  await enableFee(chain, chain.devnet.info.addresses.uniswap.factory, 300, 6);
  player = await deployPlayer(chain);
  const [uniswap, pancake] = [...originsOf(context.book), ...originOf(context.book)];
  houses = [
    { origin: uniswap!, tiers: TIERS },
    { origin: pancake!, tiers: PANCAKE_TIERS },
  ];
}, BUILD_TIMEOUT);
afterAll(() => chain?.stop());

describe("against real pools of Uniswap and of PancakeSwap", () => {
  it("swaps to the unit, swap after swap, in both directions, for inputs and outputs", {
    timeout: 20 * MINUTES,
  }, async () => {
    const seen = new Map<string, number>();
    const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
    for (let index = 0; index < POOLS; index++) {
      const seed = caseSeed(runSeed(), index);
      const random = randomFrom(seed);
      const { origin, tiers } = random.pick(houses);
      const given = randomPool(random, tiers);
      const made = await player.create(given, origin.factory);
      const { state } = await read(origin, made, given, WALKS[index % WALKS.length]);
      const planned: { trade: PlayedTrade; expected: Exclude<Swap, { why: "beyond" }> }[] = [];
      let now = state;
      for (let step = 0; step < SWAPS; step++) {
        const trade = randomTrade(random);
        const expected = swap(now, trade.zeroForOne, trade.amount);
        count(kindOf(trade, expected));
        if (!expected.ok && expected.why === "beyond") continue;
        planned.push({ trade, expected: expected as Exclude<Swap, { why: "beyond" }> });
        if (expected.ok) now = expected.after;
      }
      const played = await player.play(
        made.pool,
        planned.map(({ trade }) => trade),
      );
      let { root, tick, liquidity } = state;
      for (const [step, { trade, expected }] of planned.entries()) {
        if (expected.ok) ({ root, tick, liquidity } = expected.after);
        const [amountIn, amountOut] = expected.ok ? [expected.paid, -expected.received] : [0n, 0n];
        const [amount0, amount1] = trade.zeroForOne ? [amountIn, amountOut] : [amountOut, amountIn];
        expect(
          { ...played[step] },
          `seed ${seed}, case ${index}, swap ${step} ${JSON.stringify([trade, given], String)}`,
        ).toEqual({ ok: expected.ok, amount0, amount1, root, tick, liquidity });
        count(`played ${origin.venue}`);
      }
    }
    for (const { venue } of houses.map(({ origin }) => origin)) {
      expect(seen.get(`played ${venue}`)).toBeGreaterThanOrEqual(LEAST);
    }
    const kinds = [
      "in beyond",
      "in part",
      "in reverts",
      "in whole",
      "out beyond",
      "out part",
      "out reverts",
      "out whole",
    ];
    expect([...seen.keys()].filter((kind) => !kind.startsWith("played")).sort()).toEqual(kinds);
  });
});

async function read(
  origin: PoolOrigin,
  { token0, token1, pool }: { token0: Address; token1: Address; pool: Address },
  { fee }: RandomPool,
  walk: (typeof WALKS)[number],
): Promise<FoundPool> {
  const block = await context.client.getBlockNumber({ cacheTime: 0 });
  const [found] = await readStates(context, [{ origin, token0, token1, tier: fee }], block, walk);
  expect(found).toMatchObject({ address: pool });
  return found as FoundPool;
}

function randomTrade(random: Random): PlayedTrade {
  const amount = random.magnitude(1n, 10n ** 30n);
  return { zeroForOne: random.chance(0.5), amount: random.chance(0.6) ? amount : -amount };
}

function kindOf({ amount }: PlayedTrade, expected: Swap): string {
  const way = amount > 0n ? "in" : "out";
  if (!expected.ok) return `${way} ${expected.why}`;
  return `${way} ${(amount > 0n ? expected.paid === amount : expected.received === -amount) ? "whole" : "part"}`;
}
