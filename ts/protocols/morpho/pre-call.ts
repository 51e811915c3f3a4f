import type { Reason } from "../../core/errors/reason.ts";
import { max, min } from "../../core/math/math.ts";
import { overflows } from "./health.ts";
import type { Instants } from "./instants.ts";
import type { MorphoAmounts } from "./liquidate.ts";
import { preAmountsByShares, preLiquidationLimits, preRefusal } from "./pre-liquidation.ts";
import { noPrice, PRICE_OVERFLOWS, tooSmall } from "./reasons.ts";
import { type Totals, toSharesDown } from "./shares.ts";
import type { MorphoMarket, MorphoPosition, PreLiquidation } from "./state.ts";

export interface PreCallInput {
  readonly market: Pick<MorphoMarket, "params" | "price">;
  readonly position: MorphoPosition;
  readonly preLiquidation: PreLiquidation;
  readonly instants: Instants;
}

/** A call by shares, and the incentive at its first instant, WAD. */
export interface PreCall extends MorphoAmounts {
  readonly incentive: bigint;
}

/** What judges: null when it does not answer. */
export const priceOf = (market: Pick<MorphoMarket, "price">, { price }: PreLiquidation): bigint | null =>
  price === "market" ? market.price : price;

/** The call that repays as much as the terms allow. */
export const mostEarly = (input: PreCallInput): PreCall | Reason => earlyCall(input, null);

/** The call that repays at most `size` loan units at either instant. */
export const partEarly = (input: PreCallInput, size: bigint): PreCall | Reason => earlyCall(input, size);

/** What a call of so many shares moves at one instant; null where it would be refused. */
export function earlyAmounts(
  input: Omit<PreCallInput, "instants">,
  shares: bigint,
  borrow: Totals,
): MorphoAmounts | null {
  const at = instantOf(input, borrow);
  if ("code" in at || shares > at.limits.repayableShares) return null;
  const amounts = at.amountsOf(shares);
  return at.refusalOf(amounts) === null ? amounts : null;
}

/**
 * Always by shares, which the terms limit and interest does not change. As time passes it makes them dearer and, with the
 * loan-to-value, the incentive higher: what is repaid is that of the later instant, what is seized that of the first.
 */
function earlyCall(input: PreCallInput, size: bigint | null): PreCall | Reason {
  const { position, instants } = input;
  const [now, later] = [instantOf(input, instants.now), instantOf(input, instants.later)];
  if ("code" in now) return now;
  if ("code" in later) return later;
  const repayable = min(position.borrowShares, min(now.limits.repayableShares, later.limits.repayableShares));
  const covered = (borrow: Totals) => (size === null ? repayable : toSharesDown(size, borrow));
  const shares = min(repayable, min(covered(instants.now), covered(instants.later)));
  const [early, late] = [now.amountsOf(shares), later.amountsOf(shares)];
  if (early.seized === 0n) return tooSmall(early.repaid);
  const refusal = now.refusalOf(early) ?? later.refusalOf(late);
  if (refusal !== null) return REFUSALS[refusal];
  return { ...early, repaid: max(early.repaid, late.repaid), incentive: now.limits.incentive };
}

function instantOf({ market, position, preLiquidation }: Omit<PreCallInput, "instants">, borrow: Totals) {
  const { price: own } = market;
  if (own === null || own === 0n) return noPrice(own);
  const price = priceOf(market, preLiquidation);
  if (price === null || price === 0n) return price === null ? ORACLE_UNAVAILABLE : ORACLE_ZERO;
  if (overflows(position.collateral, max(price, own))) return PRICE_OVERFLOWS;
  const held = { ...position, borrow, lltv: market.params.lltv };
  const limits = preLiquidationLimits(preLiquidation.terms, { ...held, price });
  if (typeof limits === "string") return limits === "liquidatable" ? LIQUIDATABLE : TOO_HEALTHY;
  return {
    limits,
    amountsOf: (shares: bigint) => preAmountsByShares(shares, { borrow, price, incentive: limits.incentive }),
    refusalOf: (amounts: MorphoAmounts) => preRefusal({ ...held, price: own }, amounts),
  };
}

const ORACLE_UNAVAILABLE: Reason = { code: "oracle-unavailable", message: "the oracle of the pre-liquidation reverts" };
const ORACLE_ZERO: Reason = {
  code: "oracle-zero",
  message: "the oracle of the pre-liquidation says the collateral is worth nothing",
};
const LIQUIDATABLE: Reason = {
  code: "liquidatable",
  message: "by the oracle of the pre-liquidation, Morpho's own liquidation applies",
};
const TOO_HEALTHY: Reason = { code: "too-healthy", message: "the loan-to-value is not yet above that of the terms" };

const REFUSALS = {
  "more-than-there-is": { code: "more-than-there-is", message: "the terms ask for more collateral than there is" },
  "still-unhealthy": {
    code: "still-unhealthy",
    message: "Morpho would call the position unhealthy afterwards, and does not hand out its collateral",
  },
} as const satisfies Record<string, Reason>;
