import { type Address, numberToHex, zeroAddress } from "viem";
import type { FundingName } from "../../core/names/names.ts";
import type { Token } from "../../core/tokens/token.ts";
import { NO_PREMIUM, type Offer } from "../../funding/funding.ts";
import type { LoanAction, PlannableAction } from "../../protocols/action.ts";
import { type Assessment, healthFactor } from "../../protocols/assessment.ts";
import { accountTarget } from "../../protocols/target.ts";
import type { Path } from "../../routing/path.ts";
import type { Hop, Route } from "../../routing/route.ts";
import { packHop } from "../../venues/pack-hop.ts";
import { uniswapV2Pair } from "../../venues/uniswap-v2/pair.ts";
import type { QuotedCandidate } from "./candidate.ts";
import { choosePlan } from "./choose-plan.ts";
import { evaluate } from "./evaluate.ts";
import type { GasPrice } from "./gas.ts";
import { BASE_GAS } from "./gas-of.ts";
import type { PlanInput } from "./plan-input.ts";
import type { PlanLimits } from "./plan-limits.ts";
import type { PlanResult } from "./planned-liquidation.ts";

const address = (digit: string): Address => `0x${digit.repeat(40)}`;
export const WETH: Token = { address: address("1"), symbol: "WETH", decimals: 18 };
export const USDC: Token = { address: address("2"), symbol: "USDC", decimals: 6 };
export const WBTC: Token = { address: address("3"), symbol: "WBTC", decimals: 8 };
const POOL = address("a");
const USER = address("b");

/** 11 gwei, ether at 2,500 USD: 100,000 gas cost 2.75 USD. */
export const GAS_PRICE: GasPrice = {
  baseFee: 10n ** 10n,
  priorityFee: 10n ** 9n,
  nativePriceUsd: 2_500_00000000n,
  l1WeiPerByte: 0n,
};

export const LIMITS: PlanLimits = {
  minProfitUsd: 50_00000000n,
  maxGasShareBps: 10_000,
  minBonusShareBps: 3_700,
  // wide: the minimum decides
  priceToleranceBps: 10_000,
  minPoolDepthUsd: 0n,
  tipBps: 0,
  tipRecipient: zeroAddress,
  deadlineSeconds: 120n,
};

/** What a test may want otherwise of an action. */
export interface ActionPlan {
  readonly id?: string;
  readonly collateral?: Token;
  readonly debt?: Token;
  readonly most?: bigint;
  readonly debtPriceUsd?: bigint | null;
  readonly oracle?: LoanAction["oracle"];
  readonly keptAs?: string;
}

/** Gas of a sale, and of all that comes before it, so that a liquidation takes 400,000. */
export const SALE_GAS = 100_000n;
const ACTION_GAS = 300_000n - BASE_GAS;

/** WETH against USDC at 2,500 USD, unless it is told otherwise. */
export function actionOf(plan: ActionPlan = {}): PlannableAction {
  const { collateral = WETH, debt = USDC, most = 25_000_000000n, debtPriceUsd = 1_00000000n, keptAs = null } = plan;
  return {
    id: plan.id ?? `liquidate/${collateral.symbol}/${debt.symbol}`,
    contract: "AaveV3Liquidator",
    callee: POOL,
    pays: { token: debt, most, priceUsd: debtPriceUsd },
    receives: { token: collateral, keptAs },
    bonusBps: 10_500n,
    oracle: plan.oracle ?? { numerator: 2_500_000000n, denominator: 10n ** 18n },
    fundings: ["callback", "flash-swap", "aave", "wallet"],
    gas: keptAs === null ? ACTION_GAS : ACTION_GAS + SALE_GAS,
    detail: null,
  };
}

/** What the planner makes of candidates. */
export function plan({
  candidates,
  ...input
}: PlanInput & { readonly candidates: readonly QuotedCandidate[] }): PlanResult {
  return choosePlan(
    candidates.map((candidate) => evaluate(candidate, input)),
    input.limits,
  );
}

const SOURCES: Readonly<Record<FundingName, number>> = {
  callback: 0,
  wallet: 1,
  "flash-swap": 2,
  "uniswap-v2": 8,
  aave: 3,
  "aave-v2": 4,
  spark: 3,
  morpho: 5,
  "balancer-v2": 6,
  "uniswap-v3-flash": 7,
  erc3156: 9,
  "uniswap-v4": 10,
};

export function offerOf(funding: FundingName, changes: Partial<Offer> = {}): Offer {
  return {
    funding,
    source: SOURCES[funding],
    lender: funding === "aave" ? POOL : zeroAddress,
    ...(funding === "flash-swap" ? { sale: "exact-output", venue: "uniswap-v3" } : { sale: "exact-input" }),
    available: null,
    premium: funding === "aave" ? { rate: 5n, scale: 10_000n, rounding: "ceil" } : NO_PREMIUM,
    locks: [],
    gas: 0n,
    ...changes,
  };
}

/** WETH for USDC in one part, by way of WBTC where there are several fees. */
export function routeOf(fees: readonly number[] = [500]): Route {
  const tokens = [WETH.address, ...fees.slice(1).map(() => WBTC.address), USDC.address];
  const hops = fees.map(
    (fee, index): Hop => ({
      venue: "uniswap-v3",
      pool: address(fee.toString(16).at(-1)!),
      label: `${fee / 10_000} %`,
      tokenIn: tokens[index]!,
      tokenOut: tokens[index + 1]!,
      packed: packHop(1, tokens[index + 1]!, numberToHex(fee, { size: 3 })),
    }),
  );
  return { runner: "leaf", splits: [{ bps: 0, hops }] };
}

/** WETH for USDC through pairs that hold so much of what they pay, hop by hop, and 1,000 WETH; by way of WBTC where there are two. */
export function pathOf(holdings: readonly bigint[] = [10n ** 13n]): Path {
  const tokens = [WETH.address, ...holdings.slice(1).map(() => WBTC.address), USDC.address];
  const pools = holdings.map((holding, index) => {
    const both = [tokens[index]!, tokens[index + 1]!] as const;
    const reserves = [holdings[index - 1] ?? 10n ** 21n, holding] as const;
    const place = address("456789"[index + 2 * (holdings.length - 1)]!);
    return uniswapV2Pair({ address: place, name: "Pair", feeBps: 30, tokens: both, reserves, balances: reserves });
  });
  return { tokens, pools };
}

/** 10,000 USDC repaid for 4.2 WETH, sold for 10,300 USDC with borrowed money that costs nothing. */
export function candidateOf(changes: Partial<QuotedCandidate> & { readonly sold?: bigint } = {}): QuotedCandidate {
  const { sold = 10_300_000000n, ...rest } = changes;
  const offer = rest.offer ?? offerOf("callback");
  return {
    action: actionOf(),
    offer,
    quote: quoteOf(),
    route: routeOf(),
    sale: { ok: true, amount: sold, gas: SALE_GAS },
    ...rest,
  };
}

export function quoteOf(repaid = 10_000_000000n, seized = 42n * 10n ** 17n) {
  return { repaid, funding: repaid, seized, protocolFee: 0n, amount: repaid, data: "0x" } as const;
}

export function inputOf(candidates: readonly QuotedCandidate[], limits: Partial<PlanLimits> = {}) {
  const assessment: Assessment = {
    target: accountTarget({ protocol: "aave-v3", market: POOL }, USER),
    blockNumber: 7n,
    timestamp: 1_000n,
    status: { kind: "liquidatable" },
    measure: healthFactor(95n * 10n ** 16n),
    collateralUsd: null,
    debtUsd: null,
    closeFactorBps: 5_000n,
    positions: [],
    actions: [],
    notes: {},
  };
  return {
    assessment,
    candidates,
    gasPrice: GAS_PRICE,
    limits: { ...LIMITS, ...limits },
    unreadPrices: new Set<string>(),
    wrappedNative: WETH.address,
  };
}
