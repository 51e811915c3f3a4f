import { type Address, zeroAddress } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import { isSame } from "../../core/tokens/in-order.ts";
import { premiumOf } from "../../funding/funding.ts";
import type { QuotedCandidate } from "./candidate.ts";
import { gasCostUsd } from "./gas.ts";
import { gasOf } from "./gas-of.ts";
import { onChainPlan } from "./on-chain-plan.ts";
import type { PlanInput } from "./plan-input.ts";
import type { Expectation, PlannedLiquidation } from "./planned-liquidation.ts";
import { toUsdDown } from "./usd.ts";

/** A candidate as a plan, or why it is none. */
export type Evaluation =
  | { readonly ok: true; readonly candidate: QuotedCandidate; readonly plan: PlannedLiquidation }
  | { readonly ok: false; readonly candidate: QuotedCandidate; readonly reason: Reason };

/** What is left of either token after the source is paid back. */
interface Gains {
  readonly debt: bigint;
  readonly collateral: bigint;
  /** Debt units that a wallet put in and does not get back. */
  readonly unreturned: bigint;
}

const BPS = 10_000n;
/** Calldata of one plan, for the data fee. */
const CALLDATA_BYTES = 900;

/** What a candidate brings after everything it costs. Pure: everything it knows was read before. */
export function evaluate(candidate: QuotedCandidate, input: PlanInput): Evaluation {
  const result = expectationOf(candidate, input);
  if ("code" in result) return { ok: false, candidate, reason: result };
  const { action } = candidate;
  const { target, measure } = input.assessment;
  const plan: PlannedLiquidation = {
    target,
    measure,
    contract: action.contract,
    collateral: action.receives.token,
    debt: action.pays.token,
    candidate,
    expected: result,
    onChain: onChainPlan(candidate, result, input),
    unasked: [],
  };
  return { ok: true, candidate, plan };
}

function expectationOf(candidate: QuotedCandidate, input: PlanInput): Expectation | Reason {
  const { action, offer, quote, sale } = candidate;
  if (sale !== null && !sale.ok) return sale.reason;
  const { token: debt, priceUsd } = action.pays;
  if (priceUsd === null) return unpriced(debt.symbol, input.unreadPrices.has(debt.address.toLowerCase()));
  const premium = premiumOf(offer, quote.funding);
  const gains = gainsOf(candidate, premium);
  if (gains.debt < 0n || gains.collateral < 0n) {
    return { code: "sale-short", message: "the sale brings less than the debt costs", numbers: { ...gains } };
  }
  const kept = (gains.collateral * action.oracle.numerator) / action.oracle.denominator;
  const profit = gains.debt + kept - gains.unreturned;
  const tip = tipOf(candidate, { ...gains, kept, profit }, input);
  const gas = gasOf(candidate);
  const gasUsd = gasCostUsd(gas, input.gasPrice, CALLDATA_BYTES);
  if (gasUsd === null) return unpriced("the native token", input.gasPrice.isNativePriceUnread === true);
  return {
    repaid: quote.repaid,
    premium,
    seized: quote.seized,
    protocolFee: quote.protocolFee,
    debtGain: gains.debt,
    collateralGain: gains.collateral,
    profit,
    tip,
    profitUsd: toUsdDown(profit, debt, priceUsd),
    gas,
    gasCostUsd: gasUsd,
    netUsd: toUsdDown(profit - tip, debt, priceUsd) - gasUsd,
  };
}

function unpriced(token: string, isUnread: boolean): Reason {
  return isUnread
    ? { code: "price-unread", message: `the USD price of ${token} could not be read` }
    : { code: "unknown-price", message: `no USD price is known for ${token}` };
}

function gainsOf({ action, offer, quote, sale }: QuotedCandidate, premium: bigint): Gains {
  // The wallet is not paid back in kind when the collateral is kept.
  if (action.receives.keptAs !== null) return { debt: 0n, collateral: quote.seized, unreturned: quote.repaid };
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
  { action: { pays, receives, oracle } }: QuotedCandidate,
  gains: Gains & { readonly kept: bigint; readonly profit: bigint },
  { limits: { tipBps, tipRecipient }, wrappedNative }: PlanInput,
): bigint {
  const gained = gains.debt + gains.kept;
  if (gained === 0n || gains.profit <= 0n) return 0n;
  const share = gains.profit * BigInt(tipBps);
  const toProducer = isSame(tipRecipient, zeroAddress);
  const part = (token: Address, amount: bigint): bigint =>
    toProducer && !isSame(token, wrappedNative) ? 0n : (amount * share) / (gained * BPS);
  const isReceipt = receives.keptAs !== null;
  const collateral = isReceipt && toProducer ? 0n : part(receives.token.address, gains.collateral);
  return part(pays.token.address, gains.debt) + (collateral * oracle.numerator) / oracle.denominator;
}
