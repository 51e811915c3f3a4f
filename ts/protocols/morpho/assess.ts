import type { Reason } from "../../core/errors/reason.ts";
import { BPS, MAX_UINT256, mulDivDown } from "../../core/math/math.ts";
import { type Assessment, healthFactor } from "../assessment.ts";
import { nothingKnown } from "../nothing-known.ts";
import type { AssessOptions, Read } from "../protocol.ts";
import type { Target } from "../target.ts";
import { liquidationOf } from "./action.ts";
import { healthOf, overflows } from "./health.ts";
import { instantsOf } from "./instants.ts";
import { linesOf } from "./lines.ts";
import { liquidationOraclePrice } from "./liquidation-price.ts";
import { marketNotes, priceNotes } from "./notes.ts";
import { preLiquidationsOf } from "./pre-liquidations-of.ts";
import { IRM_UNAVAILABLE, isHealthy, isPreLiquidatable, noPrice, PRICE_OVERFLOWS } from "./reasons.ts";
import type { MorphoMarket, MorphoPosition } from "./state.ts";

/**
 * What can be done about one Morpho Blue position: Morpho's own liquidation, and those that its owner has accepted before that
 * applies. Interest is accrued to the market's block, where health is judged; the
 * action's amounts must hold until `options.horizonSeconds` later. USD figures need the loan token in `options.usdPrices`;
 * the collateral is valued by the market's own oracle.
 *
 * Never healthy by ignorance: a failed read, a price that is missing or zero, or an interest rate that is missing give
 * status `refused` and no health factor.
 */
export function assess(
  target: Target,
  marketRead: Read<MorphoMarket>,
  positionRead: Read<MorphoPosition>,
  options: AssessOptions,
): Assessment {
  const { blockNumber, timestamp } = marketRead;
  const at = { target, blockNumber, timestamp };
  if (!marketRead.ok) return nothingKnown(at, marketRead.reason);
  if (!positionRead.ok) return nothingKnown(at, positionRead.reason);
  const [market, position] = [marketRead.state, positionRead.state];
  if (market.lastUpdate === 0n) return nothingKnown(at, { code: "market-not-created", message: "no such market" });
  const loanUsd = options.usdPrices.get(market.loan.address.toLowerCase()) ?? null;
  const notes = marketNotes(market);
  if (position.borrowShares === 0n) return { ...withoutDebt(at, market, position.collateral, loanUsd), notes };

  const { horizonSeconds } = options;
  const realizeBadDebt = options.realizeBadDebt || options.realizeBadDebtIn?.has(market.id.toLowerCase()) === true;
  const instants = instantsOf(market, { timestamp, horizonSeconds });
  if (instants === null) return { ...nothingKnown(at, IRM_UNAVAILABLE), notes };
  const { price, params } = market;
  const { lltv } = params;
  const health = healthOf({ ...position, borrow: instants.now, price: price ?? 0n, lltv });
  const { borrowed } = health;
  const isSearched = options.liquidationPrices !== false;
  const turning = isSearched ? (liquidationOraclePrice(position.collateral, borrowed, lltv) ?? "none") : null;
  const positions = linesOf(market, { collateral: position.collateral, borrowed, loanUsd, turning });
  if (price === null || price === 0n) return { ...nothingKnown(at, noPrice(price)), positions, notes };
  if (overflows(position.collateral, price)) return { ...nothingKnown(at, PRICE_OVERFLOWS), positions, notes };

  const early = preLiquidationsOf(market, position, instants, loanUsd);
  const toUsd = (loanUnits: bigint) =>
    loanUsd === null ? null : mulDivDown(loanUnits, loanUsd, 10n ** BigInt(market.loan.decimals));
  const known = {
    ...at,
    measure: healthFactor(health.healthFactor),
    collateralUsd: toUsd(health.collateralValue),
    debtUsd: toUsd(borrowed),
    closeFactorBps: null,
    positions,
    actions: early.actions,
    notes: { ...notes, ...priceNotes(market, price, turning), ...early.notes },
  };
  if (health.healthy) {
    const reason = early.actions.length > 0 ? isPreLiquidatable(health) : isHealthy(health);
    return { ...known, status: { kind: "healthy", reason } };
  }
  if (position.collateral === 0n) return { ...known, status: { kind: "refused", reason: NO_COLLATERAL } };

  const now = { borrow: instants.now, price, lltv };
  const later = { borrow: instants.later, price, lltv };
  const action = liquidationOf({ target, market, position, now, later, loanUsd, realizeBadDebt });
  if ("code" in action) return { ...known, status: { kind: "refused", reason: action } };
  return { ...known, status: { kind: "liquidatable" }, closeFactorBps: BPS, actions: [action, ...early.actions] };
}

const NO_COLLATERAL: Reason = {
  code: "no-collateral",
  message: "the position has debt but no collateral to seize",
};

function withoutDebt(
  at: Pick<Assessment, "target" | "blockNumber" | "timestamp">,
  market: MorphoMarket,
  collateral: bigint,
  loanUsd: bigint | null,
): Assessment {
  const lines = linesOf(market, { collateral, borrowed: 0n, loanUsd, turning: "none" });
  const priceUsd = lines[0]!.priceUsd;
  return {
    ...at,
    status: { kind: "no-debt", reason: { code: "no-debt", message: "the position has no debt" } },
    measure: healthFactor(MAX_UINT256),
    collateralUsd:
      priceUsd === null ? null : mulDivDown(collateral, priceUsd, 10n ** BigInt(market.collateral.decimals)),
    debtUsd: 0n,
    closeFactorBps: null,
    positions: lines,
    actions: [],
    notes: {},
  };
}
