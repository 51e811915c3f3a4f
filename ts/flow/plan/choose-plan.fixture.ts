import { type Address, zeroAddress } from "viem";
import type { FundingName } from "../../core/names/names.ts";
import type { Token } from "../../core/tokens/token.ts";
import type { Offer } from "../../funding/funding.ts";
import type { Assessment, Pair } from "../../protocols/types.ts";
import type { Route } from "../../venues/venue.ts";
import type { QuotedCandidate } from "./candidates.ts";
import type { GasPrice } from "./gas.ts";
import type { PlanInput, PlanLimits } from "./plan.ts";

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
  l1DataFee: () => 0n,
};

export const LIMITS: PlanLimits = {
  minProfitUsd: 50_00000000n,
  maxSlippageBps: 300,
  // wide: the minimum decides
  priceToleranceBps: 10_000,
  tipBps: 0,
  tipRecipient: zeroAddress,
  deadlineSeconds: 120n,
};

/** WETH against USDC at 2,500 USD, unless it is told otherwise. */
export function pairOf(changes: Partial<Pair> = {}): Pair {
  return {
    collateral: WETH,
    debt: USDC,
    maxRepay: 25_000_000000n,
    bonusBps: 10_500n,
    oracle: { numerator: 2_500_000000n, denominator: 10n ** 18n },
    debtPriceUsd: 1_00000000n,
    quote: () => ({ ok: false, reason: { code: "unused", message: "a plan asks for no further quotes" } }),
    ...changes,
  };
}

const SOURCES = { callback: 0, wallet: 1, "flash-swap": 2, aave: 3 } as const;

export function offerOf(funding: FundingName, changes: Partial<Offer> = {}): Offer {
  return {
    funding,
    source: SOURCES[funding],
    lender: funding === "aave" ? POOL : zeroAddress,
    ...(funding === "flash-swap" ? { sale: "exact-output", venue: "uniswap-v3" } : { sale: "exact-input" }),
    available: null,
    premium: funding === "aave" ? (amount) => (amount * 5n + 9_999n) / 10_000n : () => 0n,
    gas: 400_000n,
    ...changes,
  };
}

export function routeOf(fees: readonly number[] = [500]): Route {
  const tokens = [WETH.address, ...fees.slice(1).map(() => WBTC.address), USDC.address];
  return {
    venue: "uniswap-v3",
    tokens,
    fees,
    path: `0x${fees.map((fee) => fee.toString(16).padStart(6, "0")).join("")}`,
  };
}

/** 10,000 USDC repaid for 4.2 WETH, sold for 10,300 USDC with borrowed money that costs nothing. */
export function candidateOf(changes: Partial<QuotedCandidate> & { readonly sold?: bigint } = {}): QuotedCandidate {
  const { sold = 10_300_000000n, ...rest } = changes;
  const offer = rest.offer ?? offerOf("callback");
  return {
    pair: pairOf(),
    offer,
    quote: quoteOf(),
    route: routeOf(),
    keeps: false,
    sale: { ok: true, amount: sold, gas: 100_000n },
    ...rest,
  };
}

export function quoteOf(repaid = 10_000_000000n, seized = 42n * 10n ** 17n) {
  return { repaid, funding: repaid, seized, protocolFee: 0n, amount: repaid, data: "0x" } as const;
}

export function inputOf(candidates: readonly QuotedCandidate[], limits: Partial<PlanLimits> = {}): PlanInput {
  const assessment: Assessment = {
    ref: { protocol: "aave-v3", market: POOL, user: USER },
    blockNumber: 7n,
    timestamp: 1_000n,
    status: { kind: "liquidatable" },
    healthFactor: 95n * 10n ** 16n,
    collateralUsd: null,
    debtUsd: null,
    closeFactorBps: 5_000n,
    positions: [],
    pairs: [],
    notes: {},
  };
  return {
    assessment,
    contract: "AaveV3Liquidator",
    candidates,
    gasPrice: GAS_PRICE,
    limits: { ...LIMITS, ...limits },
    wrappedNative: WETH.address,
  };
}
