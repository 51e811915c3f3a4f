import { concatHex, type Hex, zeroAddress } from "viem";
import { divUp, max } from "../../core/math/math.ts";
import { packLoans } from "../../funding/pack-loans.ts";
import type { LoanAction } from "../../protocols/action.ts";
import { userOf } from "../../protocols/target.ts";
import { packRoute } from "../../routing/route.ts";
import type { Runner } from "../../venues/pool.ts";
import type { QuotedCandidate } from "./candidate.ts";
import type { PlanInput } from "./plan-input.ts";
import type { PlanLimits } from "./plan-limits.ts";
import type { Expectation, OnChainPlan } from "./planned-liquidation.ts";
import { fromUsdUp } from "./usd.ts";

const BPS = 10_000n;
/** `Selling` of contracts/types/Plan.sol. */
const NOT_SOLD = 0;
const SOLD_BY: Readonly<Record<Runner, number>> = { leaf: 1, seller: 2 };

/** A candidate as the contract takes it. */
export function onChainPlan(
  { action, offer, quote, route }: QuotedCandidate,
  expected: Expectation,
  { assessment: { target, timestamp }, limits }: PlanInput,
): OnChainPlan {
  const { pays, receives, callee } = action;
  const packed: readonly Hex[] = [
    ...(offer.loans === undefined ? [] : [packLoans(offer.loans)]),
    ...(route === null ? [] : [packRoute(route)]),
  ];
  const sells = route !== null && offer.sale === "exact-input";
  return {
    target: {
      market: callee,
      borrower: userOf(target) ?? zeroAddress,
      collateral: receives.token.address,
      debt: pays.token.address,
      amount: quote.amount,
      data: quote.data,
    },
    funding: { source: offer.source, lender: offer.lender, amount: quote.funding },
    selling: sells ? SOLD_BY[route.runner] : NOT_SOLD,
    route: concatHex(packed),
    terms: {
      minProfit: leastProfit(action, expected, limits),
      minBonusShareBps: limits.minBonusShareBps,
      tipBps: limits.tipBps,
      tipRecipient: limits.tipRecipient,
      deadline: Number(timestamp + limits.deadlineSeconds),
    },
  };
}

/**
 * What must be left when it is mined, debt units after the tip: what is expected less the tolerance, so that nobody who moves
 * the pools in between can take more than that; never less than the caller's minimum.
 */
export function leastProfit(
  { pays }: Pick<LoanAction, "pays">,
  { profit, tip, repaid, gasCostUsd }: Pick<Expectation, "profit" | "tip" | "repaid" | "gasCostUsd">,
  { priceToleranceBps, minProfitUsd }: Pick<PlanLimits, "priceToleranceBps" | "minProfitUsd">,
): bigint {
  const minimum = fromUsdUp(minProfitUsd + gasCostUsd, pays.token, pays.priceUsd!);
  const planned = profit - tip - divUp(repaid * BigInt(priceToleranceBps), BPS);
  return max(1n, max(minimum, planned));
}
