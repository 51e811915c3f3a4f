import { type Address, isAddressEqual, zeroAddress } from "viem";
import { divUp, max } from "../core/math.ts";
import type { Reason } from "../core/reason.ts";
import type { Assessment } from "../protocols/types.ts";
import { VENUES } from "../venues/index.ts";
import { packRoute } from "../venues/pack-route.ts";
import type { QuotedCandidate } from "./candidates.ts";
import { type GasPrice, gasCostUsd } from "./gas.ts";
import type { Expectation, PlannedLiquidation, PlanResult } from "./types.ts";
import { belowMinimumText, fromUsdUp, toUsdDown } from "./usd.ts";

/** The caller's limits, as numbers. */
export interface PlanLimits {
  /** Profit less tip and gas, USD with 8 decimals. */
  readonly minProfitUsd: bigint;
  readonly maxSlippageBps: number;
  /** How much less than planned may be left when it is mined, basis points of what is repaid. */
  readonly priceToleranceBps: number;
  readonly tipBps: number;
  readonly tipRecipient: Address;
  /** Seconds after the block's timestamp until which the transaction is valid. */
  readonly deadlineSeconds: bigint;
}

export interface PlanInput {
  readonly assessment: Assessment;
  readonly contract: PlannedLiquidation["contract"];
  readonly candidates: readonly QuotedCandidate[];
  readonly gasPrice: GasPrice;
  readonly limits: PlanLimits;
  /** The only token that a block's producer can be tipped in. */
  readonly wrappedNative: Address;
}

const BPS = 10_000n;
/** `Selling` of contracts/types/Plan.sol. */
const NOT_SOLD = 0;
const BY_LEAF = 1;
/** Reasons that say nothing about the sale. */
const UNASKED = new Set(["quote-failed", "unknown-price"]);
const NO_WAY: Reason = { code: "no-route", message: "no source of money and no route fit any of the pairs" };
/** Calldata of one plan, for the data fee. */
const CALLDATA_BYTES = 900;
const GAS_PER_FURTHER_HOP = 130_000n;

/**
 * Chooses the pair, the size, the funding and the route with the largest net profit. Pure: everything it knows was read
 * before. A tip is the caller's wish and no cost to avoid: it does not change what is chosen, unless the minimum profit
 * cannot be reached with it. When none will do, the reason is the best candidate's, or the first one's if none has a value.
 */
export function plan(input: PlanInput): PlanResult {
  const { limits } = input;
  const planned: PlannedLiquidation[] = [];
  const unusable: Reason[] = [];
  for (const candidate of input.candidates) {
    const result = evaluate(candidate, input);
    if ("code" in result) unusable.push(result);
    else planned.push(result);
  }
  planned.sort((a, b) => compare(beforeTip(b), beforeTip(a)));
  const best = planned[0];
  if (best === undefined) {
    // what a sale would bring says more than a question that could not be asked
    const reason = unusable.find(({ code }) => !UNASKED.has(code)) ?? unusable[0] ?? NO_WAY;
    return { ok: false, reason, best: null };
  }
  const withinSlippage = planned.filter((one) => shortOfOracle(one, limits) === null);
  const chosen = withinSlippage.find(({ expected }) => expected.netUsd >= limits.minProfitUsd) ?? withinSlippage[0];
  if (chosen === undefined) return { ok: false, reason: shortOfOracle(best, limits)!, best };
  if (chosen.expected.netUsd < limits.minProfitUsd) {
    return { ok: false, reason: belowMinimum(chosen, limits), best: chosen };
  }
  return { ok: true, plan: chosen, alternatives: onePerWay(withinSlippage, chosen) };
}

function evaluate(candidate: QuotedCandidate, input: PlanInput): PlannedLiquidation | Reason {
  const { pair, offer, quote, route, sale } = candidate;
  if (sale !== null && !sale.ok) return sale.reason;
  if (pair.debtPriceUsd === null) {
    return { code: "unknown-price", message: `no USD price is known for ${pair.debt.symbol}` };
  }
  const premium = offer.premium(quote.funding);
  const gains = gainsOf(candidate, premium);
  if (gains.debt < 0n || gains.collateral < 0n) {
    return { code: "sale-short", message: "the sale brings less than the debt costs", numbers: { ...gains } };
  }
  const kept = (gains.collateral * pair.oracle.numerator) / pair.oracle.denominator;
  const profit = gains.debt + kept - gains.unreturned;
  const tip = tipOf(candidate, { ...gains, kept, profit }, input);
  const gas = offer.gas + BigInt(Math.max(0, (route?.fees.length ?? 1) - 1)) * GAS_PER_FURTHER_HOP;
  const gasUsd = gasCostUsd(gas, input.gasPrice, CALLDATA_BYTES);
  if (gasUsd === null) return { code: "unknown-price", message: "no USD price is known for the native token" };
  const profitUsd = toUsdDown(profit, pair.debt, pair.debtPriceUsd);
  const expected: Expectation = {
    repaid: quote.repaid,
    premium,
    seized: quote.seized,
    protocolFee: quote.protocolFee,
    debtGain: gains.debt,
    collateralGain: gains.collateral,
    profit,
    tip,
    profitUsd,
    gas,
    gasCostUsd: gasUsd,
    netUsd: toUsdDown(profit - tip, pair.debt, pair.debtPriceUsd) - gasUsd,
  };
  return describe(candidate, expected, pair.debtPriceUsd, input);
}

/** What is left of either token after the source is paid back. */
function gainsOf(
  { offer, quote, sale, keeps }: QuotedCandidate,
  premium: bigint,
): { debt: bigint; collateral: bigint; unreturned: bigint } {
  // The wallet is not paid back in kind when the collateral is kept.
  if (keeps) return { debt: 0n, collateral: quote.seized, unreturned: quote.repaid };
  // Money that was fetched but not taken comes back as debt asset.
  if (sale === null || !sale.ok) {
    return { debt: quote.seized - quote.repaid - premium, collateral: 0n, unreturned: 0n };
  }
  if (offer.sale === "exact-output") {
    return { debt: quote.funding - quote.repaid, collateral: quote.seized - sale.amount, unreturned: 0n };
  }
  return { debt: sale.amount - quote.repaid - premium, collateral: 0n, unreturned: 0n };
}

/** As the contract pays it: out of both leftovers in proportion, each rounded down; nothing of what cannot be paid. */
function tipOf(
  { pair, keeps }: QuotedCandidate,
  gains: { debt: bigint; collateral: bigint; kept: bigint; profit: bigint },
  { limits: { tipBps, tipRecipient }, wrappedNative }: PlanInput,
): bigint {
  const gained = gains.debt + gains.kept;
  if (gained === 0n || gains.profit <= 0n) return 0n;
  const share = gains.profit * BigInt(tipBps);
  const toProducer = isAddressEqual(tipRecipient, zeroAddress);
  const part = (token: Address, amount: bigint): bigint =>
    toProducer && !isAddressEqual(token, wrappedNative) ? 0n : (amount * share) / (gained * BPS);
  const collateral = keeps && toProducer ? 0n : part(pair.collateral.address, gains.collateral);
  const { numerator, denominator } = pair.oracle;
  return part(pair.debt.address, gains.debt) + (collateral * numerator) / denominator;
}

function describe(
  { pair, offer, quote, route }: QuotedCandidate,
  expected: Expectation,
  debtPriceUsd: bigint,
  { assessment, contract, limits }: PlanInput,
): PlannedLiquidation {
  const { ref } = assessment;
  const sells = route !== null && offer.sale === "exact-input";
  const minimumUsd = limits.minProfitUsd + expected.gasCostUsd;
  return {
    ref,
    contract,
    healthFactor: assessment.healthFactor,
    collateral: pair.collateral,
    debt: pair.debt,
    maxRepay: pair.maxRepay,
    debtPriceUsd,
    oracle: pair.oracle,
    funding: offer.funding,
    lender: offer.lender,
    route,
    expected,
    onChain: {
      target: {
        market: ref.market,
        borrower: ref.user,
        collateral: pair.collateral.address,
        debt: pair.debt.address,
        amount: quote.amount,
        data: quote.data,
      },
      funding: { source: offer.source, lender: offer.lender, amount: quote.funding },
      selling: sells ? BY_LEAF : NOT_SOLD,
      route: route === null ? "0x" : packRoute(route, VENUES[route.venue].id),
      terms: {
        minProfit: leastProfit(expected, fromUsdUp(minimumUsd, pair.debt, debtPriceUsd), limits),
        maxSlippageBps: limits.maxSlippageBps,
        tipBps: limits.tipBps,
        tipRecipient: limits.tipRecipient,
        deadline: Number(assessment.timestamp + limits.deadlineSeconds),
      },
    },
  };
}

/**
 * What must be left when it is mined, debt units after the tip: what is planned less the tolerance, so that nobody who moves
 * the pools in between can take more than that; never less than the caller's minimum.
 */
function leastProfit({ profit, tip, repaid }: Expectation, minimum: bigint, { priceToleranceBps }: PlanLimits): bigint {
  const planned = profit - tip - divUp(repaid * BigInt(priceToleranceBps), BPS);
  return max(1n, max(minimum, planned));
}

/** The contract's own exit check, so that nothing is planned that it would refuse. */
function shortOfOracle(
  { expected, oracle, onChain }: PlannedLiquidation,
  { maxSlippageBps }: PlanLimits,
): Reason | null {
  const seizedValue = (expected.seized * oracle.numerator) / oracle.denominator;
  // As on chain: of the premium only the share on what is repaid.
  const borrowed = max(onChain.funding.amount, 1n);
  const owed = expected.repaid + divUp(expected.premium * expected.repaid, borrowed);
  const least = (seizedValue * (BPS - BigInt(maxSlippageBps))) / BPS;
  const floor = least > owed ? least - owed : 0n;
  if (expected.profit >= floor) return null;
  const lossBps = divUp((seizedValue - owed - expected.profit) * BPS, max(seizedValue, 1n));
  return {
    code: "slippage",
    message: `the sale loses ${lossBps} basis points against the protocol's oracle, more than the limit of ${maxSlippageBps}`,
    numbers: { profit: expected.profit, floor, maxSlippageBps },
  };
}

function belowMinimum({ expected }: PlannedLiquidation, { minProfitUsd }: PlanLimits): Reason {
  return {
    code: "below-min-profit",
    message: `the best plan earns ${belowMinimumText(expected.netUsd, minProfitUsd)}`,
    numbers: { netUsd: expected.netUsd, minProfitUsd, profitUsd: expected.profitUsd, gasCostUsd: expected.gasCostUsd },
  };
}

/** The best of every other pair, funding and route, for people who want to know what was not taken. */
function onePerWay(planned: readonly PlannedLiquidation[], chosen: PlannedLiquidation): PlannedLiquidation[] {
  const seen = new Set([wayOf(chosen)]);
  return planned.filter((one) => {
    const way = wayOf(one);
    const isNew = !seen.has(way);
    seen.add(way);
    return isNew;
  });
}

function wayOf({ collateral, debt, funding, lender, route }: PlannedLiquidation): string {
  return [collateral.address, debt.address, funding, lender, route?.path ?? ""].join(" ");
}

function beforeTip({ expected: { profitUsd, gasCostUsd } }: PlannedLiquidation): bigint {
  return profitUsd - gasCostUsd;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
