import { encodeAbiParameters, type Hex } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import { max, min } from "../../core/math/math.ts";
import type { Pair, QuoteResult, SeizeQuote } from "../types.ts";
import { incentiveFactor, ORACLE_PRICE_SCALE } from "./health.ts";
import {
  aftermathOf,
  amountsBySeized,
  amountsByShares,
  type LiquidationMarket,
  type MorphoAmounts,
  seizableFor,
} from "./liquidate.ts";
import { MARKET_PARAMS_COMPONENTS } from "./market-id.ts";
import { toAssetsDown, toSharesDown } from "./shares.ts";
import type { MorphoMarket, MorphoState } from "./state.ts";

const TARGET_DATA = [
  { name: "params", type: "tuple", components: MARKET_PARAMS_COMPONENTS },
  { name: "byShares", type: "bool" },
  { name: "realizeBadDebt", type: "bool" },
] as const;

/** 1e14: an incentive factor in WAD to basis points. */
const WAD_PER_BPS = 10n ** 14n;

export interface MorphoPairInput {
  readonly state: MorphoState;
  /** The block, and the latest instant at which the call may be included; interest is in both. */
  readonly now: LiquidationMarket;
  readonly later: LiquidationMarket;
  /** USD per loan token, 8 decimals; null when unknown. */
  readonly loanUsd: bigint | null;
  readonly realizeBadDebt: boolean;
}

/** A call as Morpho takes it: by seized assets or by repaid shares, never both. */
interface Call {
  readonly byShares: boolean;
  readonly amounts: MorphoAmounts;
}

/**
 * The one pair of a Morpho position, whose collateral and debt are not zero. Its quotes must hold at the block and at the
 * later instant, hence between them.
 * @returns the pair, or why there is nothing to gain or the operator's bad-debt policy leaves it alone. Where that policy
 * forbids to take the whole position, one unit of collateral is left: Morpho takes the loss from the lenders only when
 * there is none.
 */
export function pairOf(input: MorphoPairInput): Pair | Reason {
  const { market } = input.state;
  const whole = takeAll(input);
  if (whole.amounts.seized === 0n) return tooSmall(whole.amounts.repaid);
  const badDebt = input.realizeBadDebt ? null : badDebtOf(whole, input);
  // a part leaves shares, which are bad debt when it takes all collateral
  const limit = input.realizeBadDebt ? input.state.collateral : input.state.collateral - 1n;
  if (badDebt !== null && limit === 0n) return badDebt;
  const most = badDebt === null ? whole : bySeized(limit, input.now, input.later);

  const maxRepay = most.amounts.repaid;
  const quote = (repay: bigint): QuoteResult => {
    const call = repay >= maxRepay ? most : takePart(repay, limit, input);
    if (call === null) return { ok: false, reason: tooSmall(repay) };
    return { ok: true, quote: quoted(call, market, input.realizeBadDebt) };
  };
  return {
    collateral: market.collateral,
    debt: market.loan,
    maxRepay,
    bonusBps: incentiveFactor(market.params.lltv) / WAD_PER_BPS,
    oracle: { numerator: input.now.price, denominator: ORACLE_PRICE_SCALE },
    debtPriceUsd: input.loanUsd,
    quote,
  };
}

const tooSmall = (repay: bigint): Reason => ({
  code: "amount-too-small",
  message: "the amount buys less than one unit of collateral",
  numbers: { repay },
});

/**
 * Takes the whole position: all shares where the collateral pays for them, else all collateral. Interest makes the shares
 * dearer until inclusion, so the first must hold at the later instant and the second at the block; where only the reverse
 * is true, by a hair, what the block's debt can pay for is seized and next to nothing stays behind.
 */
function takeAll({ state, now, later }: MorphoPairInput): Call {
  const allShares = amountsByShares(state.borrowShares, later);
  if (allShares.seized > 0n && allShares.seized <= state.collateral) return { byShares: true, amounts: allShares };
  const allCollateral = amountsBySeized(state.collateral, now);
  if (allCollateral.repaidShares <= state.borrowShares) return bySeized(state.collateral, now, later);
  return bySeized(min(seizableFor(toAssetsDown(state.borrowShares, now.borrow), now), state.collateral), now, later);
}

/** Seizes what at most `repay` loan units pay for at either instant, at most `limit`; null when it is less than one unit. */
function takePart(repay: bigint, limit: bigint, { state, now, later }: MorphoPairInput): Call | null {
  const covered = ({ borrow }: LiquidationMarket) => toAssetsDown(toSharesDown(repay, borrow), borrow);
  const owed = toAssetsDown(state.borrowShares, now.borrow);
  const assets = min(owed, min(covered(now), covered(later)));
  const seized = min(seizableFor(assets, now), limit);
  return seized > 0n ? bySeized(seized, now, later) : null;
}

/** Share prices round differently at the two instants; the dearer one counts. */
function bySeized(seized: bigint, now: LiquidationMarket, later: LiquidationMarket): Call {
  const [early, late] = [amountsBySeized(seized, now), amountsBySeized(seized, later)];
  return { byShares: false, amounts: { ...late, repaid: max(early.repaid, late.repaid) } };
}

function quoted({ byShares, amounts }: Call, market: MorphoMarket, realizeBadDebt: boolean): SeizeQuote {
  const data: Hex = encodeAbiParameters(TARGET_DATA, [market.params, byShares, realizeBadDebt]);
  const amount = byShares ? amounts.repaidShares : amounts.seized;
  const { repaid, seized } = amounts;
  return { repaid, funding: repaid, seized, protocolFee: 0n, amount, data };
}

/** Why an operator who leaves bad debt alone stays away: taking the whole position leaves shares without collateral. */
function badDebtOf(most: Call, { state, later }: MorphoPairInput): Reason | null {
  const { badDebtAssets, badDebtShares } = aftermathOf(state, most.amounts, later.borrow);
  if (badDebtShares === 0n) return null;
  return {
    code: "bad-debt",
    message: "the collateral does not pay for the debt, and bad debt is not to be realised",
    numbers: { badDebtAssets, badDebtShares, collateral: state.collateral, borrowShares: state.borrowShares },
  };
}
