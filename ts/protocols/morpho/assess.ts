import { formatUnits } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import { BPS, MAX_UINT256, mulDivDown } from "../../core/math/math.ts";
import { nothingKnown } from "../nothing-known.ts";
import type { AccountState, AssessOptions } from "../protocol.ts";
import type { Assessment } from "../types.ts";
import { accrue } from "./accrue.ts";
import { annualYield } from "./apy.ts";
import { healthOf, incentiveFactor, ORACLE_PRICE_SCALE } from "./health.ts";
import { linesOf } from "./lines.ts";
import { liquidationOraclePrice } from "./liquidation-price.ts";
import { pairOf } from "./pair.ts";
import type { MorphoState } from "./state.ts";

/**
 * What can be done about one Morpho Blue position. Interest is accrued to the block, where health is judged; the pair's
 * amounts must hold until `options.horizonSeconds` later. USD figures need the loan token in `options.usdPrices`; the
 * collateral is valued by the market's own oracle.
 *
 * Never healthy by ignorance: a failed read, a price that is missing or zero, or an interest rate that is missing give
 * status `refused` and no health factor.
 */
export function assess(account: AccountState<MorphoState>, options: AssessOptions): Assessment {
  if (!account.ok) return nothingKnown(account, account.reason);
  const { state, timestamp } = account;
  const { market } = state;
  if (market.lastUpdate === 0n) return nothingKnown(account, { code: "market-not-created", message: "no such market" });
  const loanUsd = options.usdPrices.get(market.loan.address.toLowerCase()) ?? null;
  const notes = notesOf(state);
  if (state.borrowShares === 0n) return { ...withoutDebt(account, state, loanUsd), notes };

  const now = accrue(market, timestamp);
  const later = accrue(market, timestamp + options.horizonSeconds);
  if (now === null || later === null) {
    const message = "the market's interest rate model does not answer, so interest cannot be accrued";
    return { ...nothingKnown(account, { code: "irm-unavailable", message }), notes };
  }
  const { price, params } = market;
  if (price === null || price === 0n) {
    const { borrowed } = healthOf({ ...state, borrow: now.borrow, price: 0n, lltv: params.lltv });
    return { ...nothingKnown(account, noPrice(price)), positions: linesOf(state, borrowed, loanUsd), notes };
  }

  const { lltv } = params;
  const health = healthOf({ ...state, borrow: now.borrow, price, lltv });
  const toUsd = (loanUnits: bigint) =>
    loanUsd === null ? null : mulDivDown(loanUnits, loanUsd, 10n ** BigInt(market.loan.decimals));
  const known = {
    ref: account.ref,
    blockNumber: account.blockNumber,
    timestamp,
    healthFactor: health.healthFactor,
    collateralUsd: toUsd(health.collateralValue),
    debtUsd: toUsd(health.borrowed),
    positions: linesOf(state, health.borrowed, loanUsd),
    notes: { ...notes, ...priceNotes(state, price, health.borrowed) },
  };
  if (health.healthy) return { ...known, status: { kind: "healthy", reason: isHealthy(health) }, ...NO_PAIRS };
  if (state.collateral === 0n) return { ...known, status: { kind: "refused", reason: NO_COLLATERAL }, ...NO_PAIRS };

  const { realizeBadDebt } = options;
  const at = (borrow: typeof now.borrow) => ({ borrow, price, lltv });
  const pair = pairOf({ state, now: at(now.borrow), later: at(later.borrow), loanUsd, realizeBadDebt });
  if ("code" in pair) return { ...known, status: { kind: "refused", reason: pair }, ...NO_PAIRS };
  return { ...known, status: { kind: "liquidatable" }, closeFactorBps: BPS, pairs: [pair] };
}

const NO_PAIRS = { closeFactorBps: null, pairs: [] } as const;

const NO_COLLATERAL: Reason = {
  code: "no-collateral",
  message: "the position has debt but no collateral to seize",
};

function withoutDebt(account: AccountState<MorphoState>, state: MorphoState, loanUsd: bigint | null): Assessment {
  const { market } = state;
  const lines = linesOf(state, 0n, loanUsd);
  const priceUsd = lines[0]!.priceUsd;
  return {
    ...nothingKnown(account, NO_COLLATERAL),
    status: { kind: "no-debt", reason: { code: "no-debt", message: "the position has no debt" } },
    healthFactor: MAX_UINT256,
    collateralUsd:
      priceUsd === null ? null : mulDivDown(state.collateral, priceUsd, 10n ** BigInt(market.collateral.decimals)),
    debtUsd: 0n,
    positions: lines,
  };
}

const noPrice = (price: bigint | null): Reason =>
  price === null
    ? { code: "oracle-unavailable", message: "the market's oracle reverts" }
    : { code: "oracle-zero", message: "the market's oracle says the collateral is worth nothing" };

const isHealthy = ({ healthFactor, borrowed, maxBorrow }: ReturnType<typeof healthOf>): Reason => ({
  code: "healthy",
  message: "the debt is within what the collateral allows",
  numbers: { healthFactor, borrowed, maxBorrow },
});

function notesOf({ market }: MorphoState): Record<string, string> {
  const { lltv, oracle } = market.params;
  const notes: Record<string, string> = {
    marketId: market.id,
    lltv: `${formatUnits(lltv, 16)} %`,
    incentiveFactor: formatUnits(incentiveFactor(lltv), 18),
    oracle,
  };
  if (market.borrowRate !== null) notes.borrowApy = `${(annualYield(market.borrowRate) * 100).toFixed(2)} %`;
  return notes;
}

/** Oracle prices in whole loan tokens per whole collateral token. */
function priceNotes({ market, collateral }: MorphoState, price: bigint, borrowed: bigint): Record<string, string> {
  const decimals = String(ORACLE_PRICE_SCALE).length - 1 + market.loan.decimals - market.collateral.decimals;
  const notes: Record<string, string> = { oraclePrice: formatUnits(price, decimals) };
  const turning = liquidationOraclePrice(collateral, borrowed, market.params.lltv);
  if (turning !== null) notes.liquidationOraclePrice = formatUnits(turning, decimals);
  return notes;
}
