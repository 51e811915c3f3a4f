import { type Address, erc20Abi, isAddressEqual } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { CountedContext } from "../../../chains/context.fixture.ts";
import { createOnce, type Once } from "../../../core/data/once.ts";
import { max, min } from "../../../core/math/math.ts";
import { BUILD_TIMEOUT } from "../../../devnet/testing/start-test-chain.ts";
import type { LoanAction } from "../../../protocols/action.ts";
import { PROTOCOLS } from "../../../protocols/index.ts";
import type { Path } from "../../../routing/path.ts";
import { createPoolBook } from "../../../routing/pool-book.ts";
import { routeKey } from "../../../routing/route.ts";
import { UNISWAP_V3_ADDRESSES } from "../../../venues/uniswap-v3/addresses.ts";
import type { AssessedTarget } from "../../assess/assessed-target.ts";
import { type FallenChain, startFallenChain } from "../../testing/chain.fixture.ts";
import { type GasPrice, readGasPrice } from "../gas.ts";
import { liquidatorOf } from "../liquidator-of.ts";
import type { PlanOptions } from "../plan-options.ts";
import { planTarget } from "../plan-target.ts";
import type { PlannedLiquidation } from "../planned-liquidation.ts";
import { usdPrices } from "../usd-prices.ts";
import { deepPaths } from "./deep-paths.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

const DECIMALS: Readonly<Record<string, bigint>> = { WETH: 18n, USDC: 6n, USDT: 6n, DAI: 18n };

let chain: FallenChain;
let context: CountedContext;
let reference: AssessedTarget;
let gasPrice: GasPrice;
beforeAll(async () => {
  chain = await startFallenChain();
  context = chain.contextWith();
  reference = await chain.assess(context, "aave-v3", "reference");
  gasPrice = await readGasPrice(context, reference.assessment.blockNumber);
});
afterAll(() => chain?.stop());

interface Wanted extends Partial<Omit<PlanOptions, "limits">> {
  readonly depth?: bigint;
  readonly assessed?: AssessedTarget;
  readonly through?: CountedContext;
}

async function planned({ depth = 0n, assessed = reference, through = context, ...options }: Wanted = {}) {
  const protocol = PROTOCOLS[assessed.assessment.target.protocol];
  return planTarget(through, protocol, assessed, {
    limits: { ...through.config, minProfitUsd: 0n, minPoolDepthUsd: depth, venue: ["uniswap-v3"] },
    horizonSeconds: through.config.horizonSeconds,
    gasPrice,
    caller: chain.operator.address,
    liquidator: liquidatorOf(chain.book, protocol),
    inKind: false,
    once: createOnce(),
    ...options,
  });
}

async function plansAt(wanted: Wanted): Promise<readonly PlannedLiquidation[]> {
  const result = await planned(wanted);
  if (!result.ok) throw new Error(`${result.reason.code}: ${result.reason.message}`);
  return [result.plan, ...result.alternatives];
}

/** A pool and the token that it pays out. */
interface Payer {
  readonly pool: Address;
  readonly tokenOut: Address;
}

/** USD with 8 decimals of what each pool holds of the token that it pays out, as the tokens and their prices say. */
async function depthsOf(payers: readonly Payer[]): Promise<bigint[]> {
  const { blockNumber } = reference.assessment;
  const tokens = payers.map(({ tokenOut }) => tokenOut);
  const prices = await usdPrices(context, tokens, blockNumber);
  const symbolOf = (token: Address) => Object.entries(chain.token).find(([, one]) => isAddressEqual(one, token))![0];
  return Promise.all(
    payers.map(async ({ pool, tokenOut: token }) => {
      const read = { address: token, abi: erc20Abi, functionName: "balanceOf", args: [pool], blockNumber } as const;
      const held = await context.client.readContract(read);
      return (held * prices.get(token.toLowerCase())!) / 10n ** DECIMALS[symbolOf(token)]!;
    }),
  );
}
const least = (depths: readonly bigint[]) => depths.reduce(min);
const payersOf = ({ candidate: { route } }: PlannedLiquidation): readonly Payer[] =>
  route!.splits.flatMap(({ hops }) => hops);
const depthOf = async (plan: PlannedLiquidation) => least(await depthsOf(payersOf(plan)));
const keyOf = ({ candidate: { route } }: PlannedLiquidation) => routeKey(route);
const onWay = ({ pools, tokens }: Path): Payer[] =>
  pools.map(({ address }, hop) => ({ pool: address, tokenOut: tokens[hop + 1]! }));
async function pathsBetween(tokenIn: Address, tokenOut: Address, blockNumber = reference.assessment.blockNumber) {
  const book = createPoolBook(context, blockNumber);
  await book.read([{ tokenIn, tokenOut }]);
  return book.paths({ tokenIn, tokenOut }, ["uniswap-v3"]);
}
const debt = (token: keyof FallenChain["token"], priceUsd: bigint | null = 1_00000000n): LoanAction["pays"] => ({
  token: { address: chain.token[token], symbol: token, decimals: Number(DECIMALS[token]) },
  most: 1n,
  priceUsd,
});
const asked = (minPoolDepthUsd: bigint, once: Once = createOnce()) => {
  const { blockNumber } = reference.assessment;
  return { minPoolDepthUsd, blockNumber, once };
};

describe("a route", () => {
  it("is used while its pools hold just enough, and no longer", async () => {
    const [best] = (await plansAt({})) as [PlannedLiquidation];
    const holds = await depthOf(best);
    const [same] = (await plansAt({ depth: holds })) as [PlannedLiquidation];
    expect(same.onChain).toEqual(best.onChain);
    const result = await planned({ depth: holds + 1n });
    const left = result.ok ? [result.plan, ...result.alternatives] : [];
    for (const plan of left) expect(keyOf(plan)).not.toBe(keyOf(best));
  });

  it("gives way to one that earns less when its pool does not hold enough", async () => {
    await chain.undoing(async () => {
      const fallen = { funding: "flash-swap" } as const;
      const [first, second] = (await plansAt(fallen)) as [PlannedLiquidation, PlannedLiquidation];
      // twice what the best one has, so that the next one is the deepest
      await chain.give("USDC", payersOf(second)[0]!.pool, 20_000_000n * 10n ** 6n);
      const assessed = await chain.assess(context, "aave-v3", "reference");
      const depth = (await depthOf(first)) + 1n;
      const [before] = (await plansAt({ ...fallen, assessed })) as [PlannedLiquidation];
      const [after] = (await plansAt({ ...fallen, assessed, depth })) as [PlannedLiquidation];
      expect([before, after].map(keyOf)).toEqual([first, second].map(keyOf));
      expect(after.expected.netUsd).toBeLessThan(before.expected.netUsd);
    });
  });

  it.each(["usdt-debt", "reference", "mixed"])("is none of those that hold less, at any depth: %s", async (label) => {
    const assessed = await chain.assess(context, "aave-v3", label);
    const all = (await plansAt({ assessed })).filter(({ candidate }) => candidate.route !== null);
    expect(all.length).toBeGreaterThan(1);
    const depths = await Promise.all(all.map(depthOf));
    for (const depth of new Set(depths)) {
      const left = (await plansAt({ assessed, depth })).filter(({ candidate }) => candidate.route !== null);
      expect(left.length).toBeGreaterThan(0);
      for (const plan of left) expect(await depthOf(plan)).toBeGreaterThanOrEqual(depth);
    }
  });

  it("counts by its smallest pool, wherever that stands", async () => {
    const pairs = [
      ["LINK", "USDC"],
      ["LINK", "DAI"],
      ["DAI", "WETH"],
    ] as const;
    const smallest = new Set<number>();
    for (const [from, to] of pairs) {
      const paths = (await pathsBetween(chain.token[from], chain.token[to])).filter(({ pools }) => pools.length === 2);
      expect(paths.length).toBeGreaterThan(0);
      const [priceUsd] = (await usdPrices(context, [chain.token[to]], asked(0n).blockNumber)).values();
      for (const path of paths) {
        const depths = await depthsOf(onWay(path));
        const depth = least(depths);
        smallest.add(depths.indexOf(depth));
        const enough = await deepPaths(context, [path], debt(to, priceUsd), asked(depth));
        expect(enough).toMatchObject({ deep: [path], shallow: [], unasked: [] });
        const { deep, shallow, unasked } = await deepPaths(context, [path], debt(to, priceUsd), asked(depth + 1n));
        expect([deep, unasked]).toEqual([[], []]);
        expect(shallow.map((one) => [one.path, one.depth.least])).toEqual([
          [path, { usd: depth, pool: path.pools[depths.indexOf(depth)]!.address }],
        ]);
      }
    }
    expect(smallest).toEqual(new Set([0, 1]));
  });

  it("of a donated pool is deep: what it holds is not what it trades", async () => {
    await chain.undoing(async () => {
      const [{ pools }] = (await pathsBetween(chain.token.WETH, chain.token.USDC)) as [Path];
      await chain.give("USDC", pools[0]!.address, 10n ** 15n);
      const blockNumber = await chain.client.getBlockNumber({ cacheTime: 0 });
      const paths = await pathsBetween(chain.token.WETH, chain.token.USDC, blockNumber);
      const question = { ...asked(10n ** 17n), blockNumber };
      const { deep } = await deepPaths(context, paths, debt("USDC"), question);
      expect(deep.map((path) => path.pools[0]!.address)).toContain(pools[0]!.address);
    });
  });
});

describe("when no pool holds enough", () => {
  const DEPTH = 10n ** 18n;

  it.each<[what: string, Wanted]>([
    ["any source of money", {}],
    ["a flash swap, where the pool that lends counts", { funding: "flash-swap" }],
    ["a lender", { funding: "aave" }],
    ["an amount that was asked for", { repay: 1_000_000000n }],
  ])("the plan says so with what was found: %s", async (_, wanted) => {
    const deepest = (await Promise.all((await plansAt(wanted)).map(depthOf))).reduce(max);
    const result = await planned({ ...wanted, depth: DEPTH });
    expect(result).toMatchObject({ ok: false, best: null, reason: { code: "pool-depth" } });
    const { message, numbers } = (result as { reason: { message: string; numbers: object } }).reason;
    expect(message).toMatch(
      /^the deepest route that sells WETH for USDC has a pool with \$[\d,]+\.\d\d of what it pays/,
    );
    expect(message).toMatch(/, less than the least depth of \$10,000,000,000\.00$/);
    expect(numbers).toMatchObject({ minPoolDepthUsd: DEPTH, pool: expect.stringMatching(/^0x/) });
    expect((numbers as { depthUsd: bigint }).depthUsd).toBeGreaterThanOrEqual(deepest);
    // and that is the least at which there is a plan
    const { depthUsd } = numbers as { depthUsd: bigint };
    expect(await planned({ ...wanted, depth: depthUsd })).toMatchObject({ ok: true });
    expect(await planned({ ...wanted, depth: depthUsd + 1n })).toMatchObject({
      ok: false,
      reason: { code: "pool-depth" },
    });
  });

  it("what needs no pool is done all the same", async () => {
    const same = await chain.assess(context, "aave-v3", "same-asset");
    const [plan] = (await plansAt({ assessed: same, depth: DEPTH })) as [PlannedLiquidation];
    expect(plan.candidate.route).toBeNull();
  });

  it("a source that is not there is still the reason", async () => {
    expect(await planned({ depth: DEPTH, funding: "wallet" })).toMatchObject({
      ok: false,
      reason: { code: "wallet-short" },
    });
  });
});

describe("what is not known is not deep", () => {
  /** On a chain where nobody has a price: no oracle, no feed, and so nothing to compare with. */
  const unpriced = () => {
    const book = UNISWAP_V3_ADDRESSES.with({ ...context.book, addresses: {} }, UNISWAP_V3_ADDRESSES.of(context.book));
    return { ...context, book };
  };

  it("without a price of the debt, or of the token between", async () => {
    const direct = (await pathsBetween(chain.token.WETH, chain.token.USDC)).filter(({ pools }) => pools.length === 1);
    const twoHops = (await pathsBetween(chain.token.LINK, chain.token.USDC)).filter(({ pools }) => pools.length === 2);
    expect(await deepPaths(unpriced(), direct, debt("USDC"), asked(1n))).toMatchObject({ deep: direct, shallow: [] });
    for (const [routes, pays, token] of [
      [direct, debt("USDC", null), chain.token.USDC],
      [twoHops, debt("USDC"), chain.token.WETH],
    ] as const) {
      const { deep, shallow, unasked } = await deepPaths(unpriced(), routes, pays, asked(1n));
      expect({ deep, unasked, passed: shallow.map(({ path }) => path) }).toEqual({
        deep: [],
        unasked: [],
        passed: routes,
      });
      const unknown = { code: "unknown-price", message: `no USD price is known for ${token}` };
      for (const { depth } of shallow) expect(depth.unknown).toEqual(unknown);
    }
  });

  it("and the plan says of which token", async () => {
    const { assessment } = reference;
    const actions = assessment.actions.map((one) => ({ ...one, pays: { ...one.pays, priceUsd: null } }));
    const assessed = { ...reference, assessment: { ...assessment, actions } } as AssessedTarget;
    const message = `of no route that sells WETH for USDC is the depth known: no USD price is known for ${chain.token.USDC}`;
    expect(await planned({ assessed, depth: 1n, through: unpriced() })).toEqual({
      ok: false,
      best: null,
      reason: { code: "pool-depth", message, numbers: { minPoolDepthUsd: 1n } },
    });
  });
});

describe("the requests", () => {
  const requests = async (wanted: Wanted) => {
    const through = chain.contextWith();
    const plans = await plansAt({ ...wanted, through });
    return { plans, calls: through.requests.get("eth_call")! };
  };

  it("are none more at 0, and else those for prices and for what a unit is, however many pairs there are", async () => {
    const mixed = await chain.assess(context, "aave-v3", "mixed");
    const pricing = chain.contextWith();
    await usdPrices(pricing, pricing.book.routeTokens, mixed.assessment.blockNumber);
    const prices = pricing.requests.get("eth_call")!;
    const decimals = pricing.book.routeTokens.length;
    for (const assessed of [reference, mixed]) {
      const none = await requests({ assessed });
      const some = await requests({ assessed, depth: 1n });
      expect(some.plans.map(({ onChain }) => onChain)).toEqual(none.plans.map(({ onChain }) => onChain));
      expect(some.calls - none.calls).toBe(decimals + prices);
    }
  });

  it("are not repeated for the next account of the block", async () => {
    const once = createOnce();
    const first = await requests({ depth: 1n, once });
    const plain = createOnce();
    await requests({ once: plain });
    const [again, without] = [await requests({ depth: 1n, once }), await requests({ once: plain })];
    expect(again.calls).toBe(without.calls);
    expect(again.plans).toEqual(first.plans);
  });
});
