import { decodeAbiParameters, encodeAbiParameters, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createOnce } from "../../core/data/once.ts";
import type { Reason } from "../../core/errors/reason.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import { movePrice } from "../../devnet/index.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { AAVE_V3_ADDRESSES } from "../../protocols/aave-v3/addresses.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import type { AssessedTarget } from "../assess/assessed-target.ts";
import { readGasPrice } from "../plan/gas.ts";
import { liquidatorOf } from "../plan/liquidator-of.ts";
import type { PlanOptions } from "../plan/plan-options.ts";
import { planTarget } from "../plan/plan-target.ts";
import type { OnChainPlan, PlannedLiquidation } from "../plan/planned-liquidation.ts";
import { type FallenChain, OWNER_LIMITS, startFallenChain } from "../testing/chain.fixture.ts";
import { seizeFirst } from "../testing/seize-first.fixture.ts";
import { simulate } from "./simulate.ts";
import { simulateOnFork } from "./simulate-on-fork.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

const STRANGER = "0x000000000000000000000000000000000000dEaD";

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
afterAll(() => chain?.stop());

interface Case {
  readonly protocol?: ProtocolName;
  readonly label?: string;
  readonly options?: Partial<Omit<PlanOptions, "limits">>;
  readonly limits?: Partial<PlanOptions["limits"]>;
  /** What happens before the plan is made. */
  readonly before?: () => Promise<unknown>;
  /** What happens between plan and simulation. */
  readonly meanwhile?: () => Promise<unknown>;
  /** What the plan says instead. */
  readonly change?: (plan: PlannedLiquidation) => Partial<OnChainPlan>;
  readonly caller?: `0x${string}` | null;
  readonly fork?: boolean;
}

/** Why a plan reverts on the deployed liquidator. Leaves the chain as it was. */
async function whyNot(one: Case): Promise<Reason> {
  return chain.undoing(async () => {
    await one.before?.();
    const context = chain.contextWith({ config: { ofAdapters: { realizeBadDebt: true } } });
    const label = one.label ?? (one.protocol === "morpho" ? "liquidatable" : "reference");
    const assessed = await chain.assess(context, one.protocol ?? "aave-v3", label);
    const plan = await planFor(context, assessed, one);
    await one.meanwhile?.();
    const changed = { ...plan, onChain: { ...plan.onChain, ...one.change?.(plan) } };
    const block = await chain.client.getBlock();
    const result = await (one.fork ? simulateOnFork : simulate)(context, changed, {
      blockNumber: block.number,
      timestamp: block.timestamp,
      gasPrice: await readGasPrice(context, block.number),
      caller: one.caller === undefined ? chain.operator.address : one.caller,
      liquidator: chain.book.liquidators[plan.contract]!,
    });
    if (result.ok) throw new Error("it did not revert");
    return result.reason;
  });
}

type Context = ReturnType<FallenChain["contextWith"]>;

async function planFor(
  context: Context,
  assessed: AssessedTarget,
  { options, limits }: Case,
): Promise<PlannedLiquidation> {
  const { assessment } = assessed;
  const protocol = PROTOCOLS[assessment.target.protocol];
  const result = await planTarget(context, protocol, assessed, {
    limits: { ...context.config, minProfitUsd: 0n, deadlineSeconds: 10_000n, ...limits },
    horizonSeconds: context.config.horizonSeconds,
    once: createOnce(),
    gasPrice: await readGasPrice(context, assessment.blockNumber),
    caller: chain.operator.address,
    liquidator: liquidatorOf(chain.book, protocol),
    inKind: false,
    ...options,
  });
  if (!result.ok) throw new Error(result.reason.message);
  return result.plan;
}

/** What the owner of a liquidator sets. */
const asOwner = (
  signature: string,
  args: readonly unknown[],
  contract: PlannedLiquidation["contract"] = "AaveV3Liquidator",
) => chain.write(chain.owner, chain.book.liquidators[contract]!, signature, args);

/** What the administrator of Aave sets. */
function asAave(signature: string, args: readonly unknown[]): Promise<void> {
  const { accounts, aave } = chain.devnet.info.addresses;
  return chain.write(accounts.deployer, aave.main.configurator, signature, args);
}

const priceOf = (dollars: bigint, pools = true) =>
  movePrice(chain.client, "WETH", dollars * 10n ** 8n, { info: chain.devnet.info, pools });

const mainPool = () => AAVE_V3_ADDRESSES.of(chain.book)[0]!.pool;
const terms = (changes: Partial<OnChainPlan["terms"]>) => (plan: PlannedLiquidation) => ({
  terms: { ...plan.onChain.terms, ...changes },
});
const target = (changes: () => Partial<OnChainPlan["target"]>) => (plan: PlannedLiquidation) => ({
  target: { ...plan.onChain.target, ...changes() },
});

const allButAUnit = () => seizeFirst(chain, "bad-debt", (all) => all - 1n);

/** The plan's Morpho arguments with the wish to leave bad debt alone. */
function leavingBadDebt(plan: PlannedLiquidation): Partial<OnChainPlan> {
  const types = [
    {
      type: "tuple",
      components: [
        { type: "address" },
        { type: "address" },
        { type: "address" },
        { type: "address" },
        { type: "uint256" },
      ],
    },
    { type: "bool" },
    { type: "bool" },
  ] as const;
  const [params, byShares] = decodeAbiParameters(types, plan.onChain.target.data as Hex);
  return { target: { ...plan.onChain.target, data: encodeAbiParameters(types, [params, byShares, false]) } };
}

const wallet = {
  options: { funding: "wallet" },
  before: async () => {
    await chain.give("USDC", chain.operator.address, 20_000_000000n);
    await chain.approve("USDC", chain.operator.address, chain.book.liquidators.AaveV3Liquidator!, 20_000_000000n);
  },
} as const;

describe("a revert is said in words", () => {
  it.each<[code: string, words: RegExp, Case]>([
    ["not-operator", /not an operator .*setOperator/, { caller: STRANGER }],
    [
      "not-operator",
      /not an operator/,
      {
        meanwhile: () =>
          asOwner("function setOperator(address operator, bool allowed)", [chain.operator.address, false]),
      },
    ],
    [
      "paused",
      /is paused: the owner must call setPaused\(false\)/,
      { meanwhile: () => asOwner("function setPaused(bool paused)", [true]) },
    ],
    [
      "market-not-allowed",
      /market is not allowed.*setMarket/,
      { meanwhile: () => asOwner("function setMarket(address market, bool allowed)", [mainPool(), false]) },
    ],
    [
      "lender-not-allowed",
      /lender is not allowed.*setLender/,
      {
        options: { funding: "aave" },
        meanwhile: () => asOwner("function setLender(address lender, bool allowed)", [mainPool(), false]),
        change: (plan) => ({ funding: { ...plan.onChain.funding, lender: mainPool() } }),
      },
    ],
    [
      "bonus-share-limit",
      /share of the bonus asked for, \d+ bps, is below the owner's limit of \d+ bps/,
      { change: terms({ minBonusShareBps: OWNER_LIMITS.minBonusShareBps - 1 }) },
    ],
    [
      "tip-limit",
      /tip asked for, \d+ bps, is above the owner's limit of \d+ bps/,
      { change: terms({ tipBps: OWNER_LIMITS.maxTipBps + 1 }) },
    ],
    ["deadline", /deadline has passed/, { limits: { deadlineSeconds: 11n } }],
    [
      "profit-below-minimum",
      /profit on chain would be below the minimum/,
      { change: (plan) => terms({ minProfit: plan.expected.profit + 1_000000n })(plan) },
    ],
    ["bonus-share", /would leave less of the bonus than allowed/, { change: terms({ minBonusShareBps: 10_000 }) }],
    [
      "bonus-share",
      /would leave less of the bonus than allowed/,
      { protocol: "morpho", change: terms({ minBonusShareBps: 10_000 }) },
    ],
    ["healthy", /health factor is at or above 1/, { meanwhile: () => priceOf(3000n) }],
    ["healthy", /position is healthy at this block/, { protocol: "morpho", meanwhile: () => priceOf(3000n) }],
    [
      "no-pool",
      /pool of the route does not exist/,
      {
        options: { funding: "aave" },
        limits: { venue: ["uniswap-v3"], route: "single" },
        change: (plan) => ({ selling: 1, route: plan.onChain.route.replace("0001f4", "002710") as Hex }),
      },
    ],
    [
      "bad-debt",
      /leave bad debt with the lenders/,
      { protocol: "morpho", label: "bad-debt", meanwhile: allButAUnit, change: leavingBadDebt },
    ],
    [
      "must-not-leave-dust",
      /worth less than 1000 USD/,
      { label: "dust", change: target(() => ({ amount: 1_000_000000n })) },
    ],
    [
      "no-debt-in-reserve",
      /no debt in this asset/,
      {
        options: { funding: "aave" },
        change: (plan) => ({ ...target(() => ({ debt: chain.token.USDT }))(plan), selling: 0, route: "0x" }),
      },
    ],
    [
      "collateral-not-enabled",
      /does not use this asset as collateral/,
      {
        options: { funding: "aave" },
        change: (plan) => ({
          ...target(() => ({ collateral: chain.token.LINK }))(plan),
          selling: 0,
          route: "0x",
        }),
      },
    ],
    [
      "reserve-paused",
      /reserve is paused/,
      { meanwhile: () => asAave("function setReservePause(address asset, bool paused)", [chain.token.WETH, true]) },
    ],
    [
      "flash-loan-disabled",
      /lender does not lend this asset/,
      {
        options: { funding: "aave" },
        meanwhile: () =>
          asAave("function setReserveFlashLoaning(address asset, bool enabled)", [chain.token.USDC, false]),
        change: (plan) => ({ funding: { ...plan.onChain.funding, lender: mainPool() } }),
      },
    ],
    [
      "grace-period",
      /grace period of one of the reserves has not passed/,
      {
        meanwhile: () =>
          asAave("function setReservePause(address asset, bool paused, uint40 gracePeriod)", [
            chain.token.WETH,
            false,
            3_600,
          ]),
      },
    ],
    [
      "insufficient-allowance",
      /allowance does not cover/,
      {
        ...wallet,
        meanwhile: () => chain.approve("USDC", chain.operator.address, chain.book.liquidators.AaveV3Liquidator!, 0n),
      },
    ],
    [
      "insufficient-balance",
      /balance does not cover/,
      {
        ...wallet,
        meanwhile: () =>
          chain.write(chain.operator.address, chain.token.USDC, "function transfer(address to, uint256 amount)", [
            STRANGER,
            15_000_000000n,
          ]),
      },
    ],
    [
      "tip-recipient-invalid",
      /tip would come back/,
      { change: (plan) => terms({ tipRecipient: chain.book.liquidators.AaveV3Liquidator! })(plan) },
    ],
  ])("%s: %s", async (code, words, one) => {
    const reason = await whyNot(one);
    expect(reason.code).toBe(code);
    expect(reason.message).toMatch(words);
  });

  it("with the two values that were compared", async () => {
    const { numbers } = await whyNot({ change: terms({ minBonusShareBps: 4_000 }) });
    expect(numbers).toEqual({ asked: "4000", limit: "5000" });
  });

  it("when the pools fell after the plan was made", async () => {
    // the feed stays: by the oracle nothing has happened
    const crash = async () => {
      await priceOf(2000n);
      await priceOf(2600n, false);
    };
    const meanwhile = crash;
    // what was sold does not pay the loan back; and the pool asks for more ether than was seized, which WETH9 says nothing about
    expect(await whyNot({ options: { funding: "aave" }, meanwhile })).toMatchObject({ code: "insufficient-balance" });
    const silent = await whyNot({ options: { funding: "flash-swap" }, meanwhile });
    expect(silent.code).toBe("reverted-silently");
    expect(silent.message).toMatch(/without a reason; old tokens such as wrapped ether/);
  });

  it("when the oracle's price is zero", async () => {
    const zero = () =>
      chain.write(
        chain.devnet.info.addresses.accounts.deployer,
        chain.devnet.info.addresses.feeds.USDC,
        "function setAnswer(int256 answer)",
        [0n],
      );
    // Aave asks the fallback oracle, which is nobody; Morpho's oracle divides by the price
    expect(await whyNot({ meanwhile: zero })).toMatchObject({ code: "reverted-silently" });
    const morpho = await whyNot({ protocol: "morpho", meanwhile: zero });
    expect(morpho).toMatchObject({ code: "panic", message: "the transaction reverts: something is divided by zero" });
  });

  it("by the fork as by the node", async () => {
    const paused = () => asOwner("function setPaused(bool paused)", [true]);
    expect(await whyNot({ fork: true, meanwhile: paused })).toMatchObject({ code: "paused" });
    expect(await whyNot({ fork: true, caller: STRANGER })).toMatchObject({ code: "not-operator" });
    expect(await whyNot({ fork: true, caller: null, change: terms({ minBonusShareBps: 10_000 }) })).toMatchObject({
      code: "bonus-share",
    });
  });
});
