import type { Reason } from "../../core/errors/reason.ts";
import { min } from "../../core/math/math.ts";
import type { Pair, QuoteResult } from "../types.ts";
import type { AaveV3Account } from "./account.ts";
import { refusalOf } from "./errors.ts";
import { closeFactorOfPair, type Liquidation, type LiquidationResult, liquidate } from "./liquidate.ts";
import type { AaveV3Position } from "./position.ts";
import type { AaveV3Rules } from "./rules.ts";
import type { AaveV3Market, AaveV3Reserve } from "./state.ts";
import { targetData } from "./target-data.ts";
import { baseToUsd } from "./usd.ts";

/** One account at one instant. The health factor is always the block's: only the block has proved it. */
export interface AaveV3Instant {
  readonly account: AaveV3Account;
  readonly positions: readonly AaveV3Position[];
}

export interface AaveV3PairInput {
  readonly market: AaveV3Market;
  readonly rules: AaveV3Rules;
  /** The block, and the latest instant at which the call may be included. */
  readonly now: AaveV3Instant;
  readonly later: AaveV3Instant;
  /** Places of the two holdings in `positions`, and their reserves. */
  readonly collateralIndex: number;
  readonly debtIndex: number;
  readonly collateralReserve: AaveV3Reserve;
  readonly debtReserve: AaveV3Reserve;
  readonly realizeBadDebt: boolean;
}

/**
 * A pair and its quotes. Every quote must hold at the block and at the later instant, hence between them: the amounts are
 * the later ones, which are the larger, and a refusal at either is a refusal.
 * @returns the pair and the close factor it rests on, basis points; or why the operator's bad-debt policy leaves it alone
 */
export function pairOf(input: AaveV3PairInput): { readonly pair: Pair; readonly closeFactorBps: bigint } | Reason {
  const { market, rules, collateralReserve, debtReserve } = input;
  const later = legsOf(input, input.later);
  const callAt = (debtToCover: bigint): LiquidationResult => {
    const result = liquidate({ ...later, debtToCover }, rules);
    if (!result.ok || input.now === input.later) return result;
    const early = liquidate({ ...legsOf(input, input.now), debtToCover }, rules);
    return early.ok ? result : early;
  };

  const { maxDebt, closeFactorBps } = closeFactorOfPair(later, rules);
  const whole = callAt(maxDebt);
  const badDebt = whole.ok && !input.realizeBadDebt ? badDebtOf(whole, input) : null;
  if (badDebt !== null) return badDebt;
  const coverForMost = whole.ok ? smallestEquivalent(callAt, whole, maxDebt) : largestAccepted(callAt, maxDebt);
  const most = callAt(coverForMost);
  const maxRepay = most.ok ? most.amounts.repaid : 0n;

  const quote = (repay: bigint, inKind = false): QuoteResult => {
    const takesAll = repay >= maxRepay && maxRepay > 0n;
    const debtToCover = takesAll ? coverForMost : min(repay, maxDebt);
    const result = takesAll ? most : callAt(debtToCover);
    if (!result.ok) return { ok: false, reason: refusalOf(result.error, { debtToCover, ...result.numbers }) };
    const { repaid, toLiquidator: seized, protocolFee } = result.amounts;
    // aTokens change hands without any cash, also those of the protocol's fee
    const short = inKind ? null : lackOfCash(seized, collateralReserve);
    if (short !== null) return { ok: false, reason: short };
    const data = targetData(inKind);
    return { ok: true, quote: { repaid, funding: debtToCover, seized, protocolFee, amount: debtToCover, data } };
  };

  const { collateral, debt } = later;
  const pair: Pair = {
    collateral: collateralReserve.token,
    debt: debtReserve.token,
    maxRepay,
    bonusBps: collateral.bonusBps,
    oracle: { numerator: collateral.price * debt.unit, denominator: debt.debtPrice * collateral.unit },
    debtPriceUsd: baseToUsd(debt.debtPrice, market),
    quote,
  };
  return { pair, closeFactorBps };
}

function legsOf(input: AaveV3PairInput, instant: AaveV3Instant) {
  return {
    account: instant.account,
    collateral: instant.positions[input.collateralIndex]!,
    debt: instant.positions[input.debtIndex]!,
  };
}

/**
 * The least debt to offer that takes what `whole` takes. Where the collateral sets the amounts this is a few units above
 * the debt that the contract will ask for: offering exactly that much can, by rounding, leave one unit of collateral behind
 * and be refused as dust.
 */
function smallestEquivalent(
  callAt: (debtToCover: bigint) => LiquidationResult,
  whole: Liquidation,
  maxDebt: bigint,
): bigint {
  if (!whole.amounts.limitedByCollateral) return maxDebt;
  let [tooLittle, enough] = [whole.amounts.repaid - 1n, maxDebt];
  while (enough - tooLittle > 1n) {
    const middle = (tooLittle + enough) / 2n;
    const result = callAt(middle);
    if (result.ok && result.amounts.gross === whole.amounts.gross) enough = middle;
    else tooLittle = middle;
  }
  return enough;
}

/**
 * The largest debt below `refused` that the contract accepts; 0 when it accepts none. Both leftovers shrink as the debt
 * grows, so everything below an amount that leaves enough leaves enough.
 */
function largestAccepted(callAt: (debtToCover: bigint) => LiquidationResult, refused: bigint): bigint {
  let [accepted, tooMuch] = [0n, refused];
  while (tooMuch - accepted > 1n) {
    const middle = (accepted + tooMuch) / 2n;
    const result = callAt(middle);
    if (!result.ok && result.error === "MustNotLeaveDust") tooMuch = middle;
    else accepted = middle;
  }
  return accepted;
}

/** Why an operator who leaves bad debt alone stays away: the largest call writes off what the collateral did not pay. */
function badDebtOf(whole: Liquidation, input: AaveV3PairInput): Reason | null {
  const { account, positions } = input.later;
  const owesElsewhere = positions.some((position, index) => index !== input.debtIndex && position.debt > 0n);
  if (!whole.noCollateralLeft || (whole.deficit === 0n && !owesElsewhere)) return null;
  return {
    code: "bad-debt",
    message: "liquidating all of the collateral writes off the rest of the debt, and bad debt is not to be realised",
    numbers: {
      deficit: whole.deficit,
      debtToken: input.debtReserve.token.symbol,
      collateralBase: account.totalCollateralBase,
      debtBase: account.totalDebtBase,
    },
  };
}

/** Why the collateral cannot be paid out as underlying now. */
function lackOfCash(seized: bigint, reserve: AaveV3Reserve): Reason | null {
  if (seized <= reserve.availableLiquidity) return null;
  return {
    code: "insufficient-liquidity",
    message: `the ${reserve.token.symbol} reserve cannot pay out the seized collateral: its cash is lent out`,
    numbers: { seized, available: reserve.availableLiquidity },
  };
}
