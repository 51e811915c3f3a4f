import type { Reason } from "../../core/errors/reason.ts";
import { MAX_UINT256 } from "../../core/math/math.ts";
import { type Assessment, type AssessmentStatus, healthFactor } from "../assessment.ts";
import { nothingKnown } from "../nothing-known.ts";
import type { AssessOptions, Read } from "../protocol.ts";
import type { Target } from "../target.ts";
import { actionsOf, type CompoundActions } from "./actions.ts";
import { refusalOf } from "./errors.ts";
import { liquidityNow, lowestHealth } from "./health.ts";
import { linesOf } from "./lines.ts";
import { liquidationPricesOf } from "./liquidation-prices.ts";
import type { CompoundMarket, CompoundPosition, CompoundState } from "./state.ts";
import { unreadablePart, unusablePrice } from "./unusable.ts";
import { sumUsd, unitUsd } from "./usd.ts";

/**
 * What can be done about one account of a comptroller, at the market's block. A liquidation counts the interest of the debt's and the
 * collateral's market only, so that the account is judged pair by pair; the actions' amounts must hold until
 * `options.horizonSeconds` later.
 *
 * Never healthy by ignorance: a failed read, or a price that is missing or zero of anything that the account is in, give status
 * `refused` and no health factor; where a debt's interest cannot be counted and no other debt can be liquidated, status `refused`.
 */
export function assess(
  target: Target,
  marketRead: Read<CompoundMarket>,
  positionRead: Read<CompoundPosition>,
  options: AssessOptions,
): Assessment {
  const { blockNumber, timestamp } = marketRead;
  const of = { target, blockNumber, timestamp };
  if (!marketRead.ok) return nothingKnown(of, marketRead.reason);
  if (!positionRead.ok) return nothingKnown(of, positionRead.reason);
  const [market, position] = [marketRead.state, positionRead.state];
  const state: CompoundState = { market, position };
  const notes = notesOf(state);
  const unreadable = unreadablePart(state);
  if (unreadable !== null) return { ...nothingKnown(of, unreadable), notes };

  const unit = unitUsd(market, options.usdPrices);
  const borrows = position.dollars > 0n || position.holdings.some(({ debts }) => debts.some(({ debt }) => debt > 0n));
  const unpriced = unusablePrice(state);
  if (borrows && unpriced !== null) {
    return { ...nothingKnown(of, unpriced), positions: linesOf(state, null, unit), notes };
  }
  const found = borrows ? actionsOf(state, options, unit) : NO_ACTIONS;
  const liquidity = liquidityNow(state);
  const isSearched = borrows && options.liquidationPrices !== false;
  return {
    ...of,
    status: borrows ? statusOf(state, found) : NO_DEBT,
    measure: healthFactor(borrows ? lowestHealth(state, found.pairs) : MAX_UINT256),
    collateralUsd: liquidity && suppliedUsd(state, unit),
    debtUsd: liquidity && sumUsd(liquidity.borrowed, unit),
    closeFactorBps: found.closeFactorBps,
    positions: linesOf(state, isSearched ? liquidationPricesOf(state) : borrows ? null : [], unit),
    actions: found.actions,
    notes,
  };
}

const NO_ACTIONS: CompoundActions = { actions: [], pairs: [], closeFactorBps: null, refusal: null };
const NO_DEBT: AssessmentStatus = { kind: "no-debt", reason: { code: "no-debt", message: "the account has no debt" } };
const DOLLARS_ONLY: Reason = {
  code: "dollars-only",
  message: "all that the account owes are dollars of the comptroller's own, which this project does not repay",
};

function statusOf(state: CompoundState, { actions, pairs, refusal }: CompoundActions): AssessmentStatus {
  if (actions.length > 0) return { kind: "liquidatable" };
  const value = lowestHealth(state, pairs);
  const isHealthy = value >= 10n ** 18n && refusal?.code !== "rate-unavailable";
  if (isHealthy) return { kind: "healthy", reason: refusalOf("InsufficientShortfall", { healthFactor: value }) };
  const owesTokens = state.position.holdings.some(({ debts }) => debts.length > 0);
  return { kind: "refused", reason: owesTokens ? refusal! : DOLLARS_ONLY };
}

/** What counts as collateral, without its factors. */
function suppliedUsd(state: CompoundState, unit: bigint | null): bigint | null {
  const lines = linesOf(state, [], unit);
  return lines.reduce<bigint | null>((sum, { supplied, usedAsCollateral, priceUsd, token }) => {
    if (!usedAsCollateral || sum === null) return sum;
    return priceUsd === null ? null : sum + (supplied * priceUsd) / 10n ** BigInt(token.decimals);
  }, 0n);
}

function notesOf({ market, position }: CompoundState): Record<string, string> {
  const notes: Record<string, string> = {};
  if (market.unit !== null) notes.prices = "of the oracle in the chain's own coin";
  if (market.soleLiquidator !== null) notes.liquidator = `only ${market.soleLiquidator} may liquidate`;
  if (position.dollars > 0n) notes.dollars = "owes the comptroller's own dollars as well";
  const deprecated = market.tokens.filter(({ isDeprecated }) => isDeprecated).map(({ token }) => token.symbol);
  if (deprecated.length > 0) notes.deprecated = deprecated.join(", ");
  return notes;
}
