import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createOnce } from "../../core/data/once.ts";
import { PROTOCOL_NAMES, type ProtocolName } from "../../core/names/names.ts";
import { type LocalServer, type Received, reply, result, rpcError } from "../../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { lendersOf } from "../../funding/lenders-of.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { type Target, targetKey } from "../../protocols/target.ts";
import { routeKey } from "../../routing/route.ts";
import type { AssessedTarget } from "../assess/assessed-target.ts";
import { readGasPrice } from "../plan/gas.ts";
import { liquidatorOf } from "../plan/liquidator-of.ts";
import type { PlanOptions } from "../plan/plan-options.ts";
import { planTarget } from "../plan/plan-target.ts";
import type { Expectation, PlannedLiquidation } from "../plan/planned-liquidation.ts";
import { type FallenChain, keyOf, OWNER_LIMITS, startFallenChain } from "../testing/chain.fixture.ts";
import { ask, type Intercept, startProxy, without } from "../testing/proxy.fixture.ts";
import { seizeFirst } from "../testing/seize-first.fixture.ts";
import { simulate } from "./simulate.ts";
import { simulateOnFork } from "./simulate-on-fork.ts";
import type { OnChainOutcome, SimulationResult } from "./simulation.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: BUILD_TIMEOUT });

/** Of the block that a simulation pretends to be in: at that instant amounts are those of the chain, to the unit. */
const NEXT_BLOCK = 12n;

let chain: FallenChain;
const proxies: LocalServer[] = [];
beforeAll(async () => {
  chain = await startFallenChain();
});
afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await chain?.stop();
});

type Context = ReturnType<FallenChain["contextWith"]>;

const contextAt = (horizonSeconds: bigint, deployed = true, rpcUrl?: string): Context =>
  chain.contextWith({
    deployed,
    config: { horizonSeconds, ofAdapters: { realizeBadDebt: true } },
    ...(rpcUrl && { rpcUrl }),
  });

/** Every way to liquidate an account that planning finds, the best one first, whatever it earns; none where the collateral is lent out. */
async function waysOf(context: Context, assessed: AssessedTarget, limits: Partial<PlanOptions["limits"]> = {}) {
  const { assessment } = assessed;
  const protocol = PROTOCOLS[assessment.target.protocol];
  const result = await planTarget(context, protocol, assessed, {
    limits: { ...context.config, ...OWNER_LIMITS, minProfitUsd: -(10n ** 20n), ...limits },
    horizonSeconds: context.config.horizonSeconds,
    once: createOnce(),
    gasPrice: await readGasPrice(context, assessment.blockNumber),
    caller: chain.operator.address,
    liquidator: liquidatorOf(chain.book, protocol),
    inKind: false,
  });
  if (!result.ok && result.reason.code === "insufficient-liquidity") return [];
  if (!result.ok) throw new Error(`${targetKey(assessment.target)}: ${result.reason.message}`);
  return [result.plan, ...result.alternatives];
}

interface How {
  readonly fork?: boolean;
  readonly caller?: `0x${string}` | null;
}

async function simulated(
  context: Context,
  plan: PlannedLiquidation,
  { assessment: at }: AssessedTarget,
  how: How = {},
): Promise<SimulationResult> {
  const { fork = false, caller = null } = how;
  return (fork ? simulateOnFork : simulate)(context, plan, {
    blockNumber: at.blockNumber,
    timestamp: at.timestamp,
    gasPrice: await readGasPrice(context, at.blockNumber),
    caller,
    liquidator: context.book.liquidators[plan.contract] ?? null,
  });
}

function outcomeOf(result: SimulationResult): OnChainOutcome {
  if (!result.ok) throw new Error(`${result.method}: ${result.reason.code}: ${result.reason.message}`);
  return result.outcome;
}

function amounts({ repaid, premium, seized, debtGain, collateralGain, profit, tip }: OnChainOutcome | Expectation) {
  return { repaid, premium, seized, debtGain, collateralGain, profit, tip };
}

/** Part of the seized that interest of a few blocks is at most, and of what is earned with it: 1 / so much. */
const OF_A_FEW_BLOCKS = 10n ** 8n;

/** Whether interest is counted by blocks instead of by time. */
const isByBlocks = ({ protocol }: Pick<Target, "protocol">) => protocol === "compound-v2";

/**
 * To the unit, but for what is counted by blocks: there the plan has the least of all blocks until the end of the horizon, and ways to
 * simulate are one or two blocks apart.
 */
function expectAmounts(
  seen: OnChainOutcome,
  than: OnChainOutcome | Expectation,
  { assessment: { target } }: AssessedTarget,
  what = targetKey(target),
): void {
  const known = amounts(than);
  const [ofCollateral, ofDebt] = [
    { seized: known.seized, collateralGain: known.seized },
    { debtGain: known.repaid, profit: known.repaid },
  ];
  const near: Partial<typeof known> = isByBlocks(target) ? { ...ofCollateral, ...ofDebt } : {};
  const isPlanned = "netUsd" in than;
  for (const name of ["seized", "collateralGain", "debtGain", "profit"] as const) {
    const [more, slack] = [seen[name] - than[name], (near[name] ?? 0n) / OF_A_FEW_BLOCKS];
    expect(more >= (isPlanned ? 0n : -slack) && more <= slack, `${what}: ${more} more of ${name}`).toBe(true);
  }
  expect({ ...amounts(seen), ...near }, what).toEqual({ ...known, ...near });
}

const isOf = (protocol: ProtocolName) => (assessed: AssessedTarget) => assessed.assessment.target.protocol === protocol;

/** The first few targets of each protocol. */
function someOfEach(targets: readonly AssessedTarget[], most: number): AssessedTarget[] {
  return PROTOCOL_NAMES.flatMap((protocol) => targets.filter(isOf(protocol)).slice(0, most));
}

describe("what was planned", () => {
  it("is what happens, to the unit, for every account by its best ways and some of the others", async () => {
    const context = contextAt(NEXT_BLOCK);
    const targets = await chain.targets(context);
    expect(targets.filter(isOf("aave-v3"))).toHaveLength(9);
    expect(targets.filter(isOf("morpho"))).toHaveLength(5);
    let compared = 0;
    for (const assessed of targets) {
      // of an account with dozens of ways, the best and some of the others
      const ways = (await waysOf(context, assessed)).filter((_, index) => index < 4 || index % 7 === 0);
      for (const plan of ways) {
        const result = await simulated(context, plan, assessed);
        const what = `${targetKey(plan.target)} ${plan.candidate.offer.funding} ${routeKey(plan.candidate.route)}`;
        expectAmounts(outcomeOf(result), plan.expected, assessed, what);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  it("covers the interest of a minute by default: never less than what happens, and next to nothing more", async () => {
    const context = contextAt(60n);
    for (const assessed of someOfEach(await chain.targets(context), 4)) {
      const [plan] = await waysOf(context, assessed);
      if (plan === undefined) continue;
      const { repaid, seized, profit } = outcomeOf(await simulated(context, plan, assessed));
      const { expected } = plan;
      // 48 seconds at 11 % a year, of Morpho, the dearest market's rate, and a few units of rounding
      const interest = (expected.repaid * 11n * 48n) / (100n * 31_536_000n) + 3n;
      expect(expected.repaid - repaid).toSatisfy((more: bigint) => more >= 0n && more <= interest);
      expect(isByBlocks(plan.target) ? seized >= expected.seized : expected.seized >= seized).toBe(true);
      expect(expected.profit - profit).toSatisfy((more: bigint) => (more < 0n ? -more : more) <= interest);
    }
  });

  it("includes the tip, in ether and in tokens", async () => {
    const context = contextAt(NEXT_BLOCK);
    const named = { tipBps: 1_234, tipRecipient: `0x${"7".repeat(40)}` } as const;
    const tips: bigint[] = [];
    for (const [protocol, label] of [
      ["aave-v3", "mixed"],
      ["aave-v3", "reference"],
      ["morpho", "liquidatable"],
    ] as const) {
      const assessed = await chain.assess(context, protocol, label);
      for (const limits of [named, { tipBps: 1_234 }]) {
        for (const plan of (await waysOf(context, assessed, limits)).slice(0, 12)) {
          expect(amounts(outcomeOf(await simulated(context, plan, assessed)))).toEqual(amounts(plan.expected));
          tips.push(plan.expected.tip);
        }
      }
    }
    expect(tips.some((tip) => tip === 0n) && tips.some((tip) => tip > 10_000000n)).toBe(true);
  });

  it("is taken but for a unit of the collateral when somebody takes two units of it first", () =>
    chain.undoing(async () => {
      const context = chain.contextWith({ config: { horizonSeconds: 10n * NEXT_BLOCK } });
      const assessed = await chain.assess(context, "morpho", "bad-debt");
      const [plan] = await waysOf(context, assessed);
      expect(plan!.expected.seized).toBe(10n ** 19n - 1n);
      await seizeFirst(chain, "bad-debt", () => 2n);
      const { number, timestamp } = await chain.client.getBlock();
      const later = { ...assessed, assessment: { ...assessed.assessment, blockNumber: number, timestamp } };
      expect(outcomeOf(await simulated(context, plan!, later)).seized).toBe(10n ** 19n - 3n);
    }));
});

describe("every way to simulate", () => {
  it("agrees: eth_simulateV1, eth_call and a mined transaction on a fork, deployed or not", async () => {
    const old = await startProxy(chain.devnet.rpcUrl, without("eth_simulateV1"));
    proxies.push(old);
    const context = contextAt(NEXT_BLOCK);
    for (const [index, assessed] of someOfEach(await chain.targets(context), 2).entries()) {
      const [plan] = await waysOf(context, assessed);
      if (plan === undefined) continue;
      const methods = new Set<string>();
      const seen: OnChainOutcome[] = [];
      for (const deployed of [true, false]) {
        const results = [
          await simulated(contextAt(NEXT_BLOCK, deployed), plan!, assessed),
          await simulated(contextAt(NEXT_BLOCK, deployed, old.url), plan!, assessed),
          ...(deployed === (index % 2 === 0)
            ? [await simulated(contextAt(NEXT_BLOCK, deployed), plan!, assessed, { fork: true })]
            : []),
        ];
        for (const result of results) {
          expect(result.injected).toBe(!deployed);
          methods.add(result.method);
          seen.push(outcomeOf(result));
        }
      }
      expect([...methods].sort()).toEqual(["eth_call", "eth_simulateV1", "fork"]);
      for (const outcome of seen) expectAmounts(outcome, seen[0]!, assessed);
    }
  });

  it("uses the gas that the transaction uses when it is mined", async () => {
    const context = contextAt(NEXT_BLOCK);
    const assessed = await chain.assess(context, "aave-v3", "reference");
    const [plan] = await waysOf(context, assessed);
    const caller = chain.operator.address;
    const [v1, mined] = [
      await simulated(context, plan!, assessed, { caller }),
      await simulated(context, plan!, assessed, { caller, fork: true }),
    ];
    expect(v1.ok && mined.ok && v1.gasUsed).toBe(mined.ok && mined.gasUsed);
  });

  it("does without block overrides, and without overrides at all when nothing needs one", async () => {
    const plain = await startProxy(chain.devnet.rpcUrl, (call, response) => {
      const tooMany = call.method === "eth_call" && (call.params as unknown[]).length > 2;
      if (call.method !== "eth_simulateV1" && !tooMany) return false;
      rpcError(response, call.id, call.method === "eth_call" ? -32602 : -32601, "too many arguments, want at most 2");
      return true;
    });
    proxies.push(plain);
    const context = contextAt(0n, true, plain.url);
    const assessed = await chain.assess(contextAt(0n), "morpho", "liquidatable");
    const [plan] = await waysOf(contextAt(0n), assessed);
    const caller = chain.operator.address;
    // the node then answers for the block itself: no interest of the next twelve seconds
    expect(amounts(outcomeOf(await simulated(context, plan!, assessed, { caller })))).toEqual(amounts(plan!.expected));
    // whoever is no operator cannot be made one without overrides
    await expect(simulated(context, plan!, assessed)).rejects.toThrow(/too many arguments/);
  });

  it.each([
    ["refuses its overrides", (call: Received) => (call.params as unknown[]).length > 2 && "refused"],
    ["leaves its overrides out", (call: Received) => ({ ...call, params: (call.params as unknown[]).slice(0, 2) })],
  ] as const)("keeps the outcome of eth_call where eth_estimateGas %s, and says whose gas it is", async (_, change) => {
    const half = await startProxy(chain.devnet.rpcUrl, async (call, response) => {
      if (await without("eth_simulateV1")(call, response)) return true;
      const changed = call.method === "eth_estimateGas" && change(call);
      if (changed === false) return false;
      if (changed === "refused") rpcError(response, call.id, -32602, "too many arguments, want at most 2");
      else reply(response, 200, await ask(chain.devnet.rpcUrl, changed));
      return true;
    });
    proxies.push(half);
    for (const deployed of [true, false]) {
      const assessed = await chain.assess(contextAt(NEXT_BLOCK), "aave-v3", "reference");
      const [plan] = await waysOf(contextAt(NEXT_BLOCK), assessed);
      const context = contextAt(NEXT_BLOCK, deployed, half.url);
      const simulation = await simulated(context, plan!, assessed);
      expect(amounts(outcomeOf(simulation))).toEqual(amounts(plan!.expected));
      expect(simulation).toMatchObject({ method: "eth_call", gasUsed: plan!.expected.gas, isGasPlanned: true });
      expect(context.warnings).toEqual([
        "the node does not estimate gas on a changed state, the planned figure is used",
      ]);
    }
    // nothing is changed for an operator, so its estimate counts
    const assessed = await chain.assess(contextAt(NEXT_BLOCK), "aave-v3", "reference");
    const [plan] = await waysOf(contextAt(NEXT_BLOCK), assessed);
    const caller = chain.operator.address;
    const simulation = await simulated(contextAt(NEXT_BLOCK, true, half.url), plan!, assessed, { caller });
    expect(simulation).not.toHaveProperty("isGasPlanned");
  });

  it.each([
    ["eth_simulateV1", (): Intercept => ignoring],
    [
      "eth_call",
      (): Intercept => async (call, response) =>
        (await without("eth_simulateV1")(call, response)) || ignoring(call, response),
    ],
  ] as const)(
    "tells an endpoint that ignores overrides from a liquidator that refuses: %s",
    async (method, intercept) => {
      const deaf = await startProxy(chain.devnet.rpcUrl, intercept());
      proxies.push(deaf);
      const assessed = await chain.assess(contextAt(NEXT_BLOCK), "aave-v3", "reference");
      const [plan] = await waysOf(contextAt(NEXT_BLOCK), assessed);
      for (const deployed of [true, false]) {
        const failure = await simulated(contextAt(NEXT_BLOCK, deployed, deaf.url), plan!, assessed).catch(
          (error) => error,
        );
        expect(failure).toMatchObject({
          code: "overrides-ignored",
          exitCode: 1,
          message: `the endpoint ignores the changed state that ${method} is to run on`,
          hint: expect.stringContaining("--fork"),
        });
      }
      // a fork needs none of that
      outcomeOf(await simulated(contextAt(NEXT_BLOCK, false, deaf.url), plan!, assessed, { fork: true }));
      // nor does a stranger, who is one
      const stranger = keyOf(5).address;
      const refused = await simulated(contextAt(NEXT_BLOCK, true, deaf.url), plan!, assessed, { caller: stranger });
      expect(refused).toMatchObject({ ok: false, reason: { code: "not-operator" } });
    },
  );

  it("does not believe an eth_simulateV1 that makes no sense", async () => {
    const odd = await startProxy(chain.devnet.rpcUrl, (call, response) => {
      if (call.method !== "eth_simulateV1") return false;
      result(response, call.id, [{ calls: [{ status: "yes" }] }]);
      return true;
    });
    proxies.push(odd);
    const context = contextAt(NEXT_BLOCK);
    const assessed = await chain.assess(context, "aave-v3", "reference");
    const [plan] = await waysOf(context, assessed);
    const simulation = await simulated(contextAt(NEXT_BLOCK, true, odd.url), plan!, assessed);
    expect(simulation.method).toBe("eth_call");
    expect(amounts(outcomeOf(simulation))).toEqual(amounts(plan!.expected));
  });

  it("fails when the node has none, and says what the node said", async () => {
    const deaf = await startProxy(chain.devnet.rpcUrl, (call, response) => {
      if (call.method !== "eth_simulateV1" && call.method !== "eth_estimateGas") return false;
      rpcError(response, call.id, -32000, "state is not available");
      return true;
    });
    proxies.push(deaf);
    const assessed = await chain.assess(contextAt(NEXT_BLOCK), "aave-v3", "reference");
    const [plan] = await waysOf(contextAt(NEXT_BLOCK), assessed);
    await expect(simulated(contextAt(NEXT_BLOCK, true, deaf.url), plan!, assessed)).rejects.toThrow(
      /state is not available/,
    );
  });
});

/** Runs every call on the state as it is, whatever it is told. */
const ignoring: Intercept = async (call, response) => {
  const asked = call.params as [{ readonly blockStateCalls: readonly object[] }, ...unknown[]];
  if (call.method === "eth_simulateV1") {
    const blockStateCalls = asked[0].blockStateCalls.map((one) => ({ ...one, stateOverrides: {} }));
    const params = [{ ...asked[0], blockStateCalls }, ...asked.slice(1)];
    reply(response, 200, await ask(chain.devnet.rpcUrl, { ...call, params }));
    return true;
  }
  if (call.method !== "eth_call" && call.method !== "eth_estimateGas") return false;
  reply(response, 200, await ask(chain.devnet.rpcUrl, { ...call, params: asked.slice(0, 2) }));
  return true;
};

describe("the oracle floor", () => {
  it("is the contract's own: both refuse at the same share of the bonus with the same numbers", async () => {
    const context = contextAt(NEXT_BLOCK);
    let refused = 0;
    for (const assessed of someOfEach(await chain.targets(context), 4)) {
      const [plan] = await waysOf(context, assessed);
      if (plan === undefined) continue;
      const { assessment } = assessed;
      const protocol = PROTOCOLS[assessment.target.protocol];
      const { collateral, debt, expected, candidate } = plan!;
      for (const minBonusShareBps of [10_000, 9_900, 9_500, 9_000, 8_000, 6_000]) {
        const strict = await planTarget(context, protocol, assessed, {
          collateral: collateral.address,
          debt: debt.address,
          funding: lendersOf(candidate.offer).map((lender) => lender.funding),
          repay: expected.repaid,
          limits: { ...context.config, minProfitUsd: -(10n ** 20n), minBonusShareBps },
          horizonSeconds: context.config.horizonSeconds,
          once: createOnce(),
          gasPrice: await readGasPrice(context, assessment.blockNumber),
          caller: null,
          liquidator: null,
          inKind: false,
        });
        const best = strict.ok ? strict.plan : strict.best!;
        const result = await simulated(context, best, assessed);
        expect(result.ok).toBe(strict.ok);
        if (strict.ok || result.ok) continue;
        refused++;
        const numbers = ["left", "floor"].map(
          (name) => [BigInt(result.reason.numbers![name]!), BigInt(strict.reason.numbers![name]!)] as const,
        );
        expect(result.reason.code).toBe("bonus-share");
        // what is counted by blocks was planned for others
        const slack = isByBlocks(assessment.target) ? expected.repaid / OF_A_FEW_BLOCKS : 0n;
        for (const [seen, planned] of numbers) expect(seen - planned >= 0n && seen - planned <= slack).toBe(true);
      }
    }
    expect(refused).toBeGreaterThan(10);
  });
});

describe("both protocols", () => {
  it("are simulated for a caller who is an operator, as for anybody", async () => {
    const context = contextAt(NEXT_BLOCK);
    for (const protocol of PROTOCOL_NAMES) {
      const assessed = await chain.assess(context, protocol, protocol === "morpho" ? "liquidatable" : "reference");
      const [plan] = await waysOf(context, assessed);
      const asOperator = await simulated(context, plan!, assessed, { caller: chain.operator.address });
      expect(asOperator.transaction.from).toBe(chain.operator.address);
      expect(outcomeOf(asOperator)).toEqual(outcomeOf(await simulated(context, plan!, assessed)));
      const mined = await simulated(context, plan!, assessed, { fork: true });
      expectAmounts(outcomeOf(mined), outcomeOf(asOperator), assessed);
    }
  });
});
