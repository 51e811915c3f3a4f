import { type Address, formatUnits, isAddressEqual, zeroAddress } from "viem";
import { AGGREGATOR_TITLES } from "../../aggregators/titles.ts";
import { isVenueName } from "../../core/names/names.ts";
import type { Token } from "../../core/tokens/token.ts";
import type { PlannedLiquidation } from "../../flow/plan/planned-liquidation.ts";
import { FUNDINGS } from "../../funding/index.ts";
import { lendersOf, type SingleOffer } from "../../funding/lenders-of.ts";
import { healthFactorOf, type Measure } from "../../protocols/assessment.ts";
import { type MarketRef, targetKey, userOf } from "../../protocols/target.ts";
import type { Hop } from "../../routing/route.ts";
import { VENUES } from "../../venues/index.ts";
import { addUp } from "./add-up.ts";
import { formatAmount, formatBps, formatHealthFactor, formatTime, formatUsd, shorten } from "./format.ts";
import type { NameOf } from "./names.ts";

/**
 * `WETH -[0.05 %]-> USDC on Uniswap V3`, a line for each part with its share where there are several, or what happens instead of a sale.
 */
export function routeTexts({ candidate, collateral, debt }: PlannedLiquidation, nameOf: NameOf): string[] {
  const { route, action } = candidate;
  const { keptAs } = action.receives;
  if (route === null) return [keptAs === null ? "same asset, nothing to sell" : `kept as ${keptAs}`];
  const symbolOf = (token: Address) => {
    if (isAddressEqual(token, collateral.address)) return collateral.symbol;
    return isAddressEqual(token, debt.address) ? debt.symbol : nameOf(token);
  };
  const rest = 10_000 - route.splits.reduce((sum, { bps }) => sum + bps, 0);
  return route.splits.map(({ bps, hops }) => {
    const share = route.splits.length === 1 ? "" : `${formatBps(BigInt(bps === 0 ? rest : bps))} `;
    return `${share}${hopsText(hops, symbolOf)}`;
  });
}

/** One part of a route; where it goes through several venues each hop says its own. */
export function hopsText(hops: readonly Hop[], symbolOf: (token: Address) => string): string {
  const titles = new Set(hops.map(titleOf));
  const labelOf = (hop: Hop) => {
    const { label } = hop;
    const title = titleOf(hop);
    return titles.size === 1 || label.startsWith(title) ? label : `${title} ${label}`;
  };
  const texts = hops.map((hop) => ` -[${labelOf(hop)}]-> ${symbolOf(hop.tokenOut)}`);
  const isRead = hops.every(({ venue }) => isVenueName(venue));
  const where = titles.size === 1 && isRead ? ` on ${[...titles].join("")}` : "";
  return `${symbolOf(hops[0]!.tokenIn)}${texts.join("")}${where}`;
}

function titleOf({ venue }: Hop): string {
  return isVenueName(venue) ? VENUES[venue].title : AGGREGATOR_TITLES[venue];
}

/** An account's market: by its id where it has one, else by the contract's name. */
export function marketText({ protocol, market, marketId }: MarketRef, nameOf: NameOf): string {
  return `${protocol} ${marketId ? shorten(marketId) : nameOf(market)}`;
}

/** `health factor 0.9749`, or whatever else is measured; a health factor that is not known is a question mark. */
export function measureText(measure: Measure | null): string {
  if (measure === null || measure.kind === "health-factor") {
    return `health factor ${formatHealthFactor(healthFactorOf({ measure }))}`;
  }
  return `${measure.kind.replaceAll("-", " ")} ${formatUnits(measure.value, measure.decimals)}`;
}

/** How the debt is paid, in words. */
export function fundingText({ candidate: { offer }, debt }: PlannedLiquidation, nameOf: NameOf): string {
  const describe = ({ funding, lender }: SingleOffer) => FUNDINGS[funding].describe(nameOf(lender));
  const texts = lendersOf(offer).map(describe);
  if (offer.loans === undefined) return texts.join();
  return offer.loans.map(({ amount }, place) => `${formatAmount(amount, debt)} by ${texts[place]}`).join(" + ");
}

/** The same for a table. */
export function fundingName(
  { candidate: { offer } }: PlannedLiquidation,
  nameOf: (address: Address) => string,
): string {
  const nameFor = ({ funding, lender }: SingleOffer) =>
    isAddressEqual(lender, zeroAddress) ? funding : `${funding} ${nameOf(lender)}`;
  return lendersOf(offer).map(nameFor).join(" + ");
}

/** Share of `part` in `whole`. */
export function shareText(part: bigint, whole: bigint): string {
  return whole === 0n ? "?" : formatBps((part * 10_000n) / whole);
}

/** What is left, in debt and in collateral units. */
export interface Gains {
  readonly debtGain: bigint;
  readonly collateralGain: bigint;
}

/** What is left of the two tokens, without those of which nothing is. */
export function leftoverText(
  { debtGain, collateralGain }: Gains,
  plan: Pick<PlannedLiquidation, "candidate" | "collateral" | "debt">,
): string {
  const { debt, collateral, candidate } = plan;
  const { keptAs } = candidate.action.receives;
  const as = keptAs === null ? "" : ` as ${keptAs}`;
  const parts = [
    ...(debtGain > 0n ? [formatAmount(debtGain, debt)] : []),
    ...(collateralGain > 0n ? [`${formatAmount(collateralGain, collateral)}${as}`] : []),
  ];
  return parts.length === 0 ? "nothing" : parts.join(" + ");
}

/** The plan, line by line, for people. */
export function planLines(plan: PlannedLiquidation, nameOf: NameOf): [string, string][] {
  const { expected, debt, collateral, measure, candidate, target, unasked } = plan;
  const { action } = candidate;
  const { terms } = plan.onChain;
  const premium = expected.premium > 0n ? `, premium ${formatAmount(expected.premium, debt)}` : "";
  const fee =
    expected.protocolFee > 0n ? ` (the protocol keeps ${formatAmount(expected.protocolFee, collateral)})` : "";
  const market = marketText(target, nameOf);
  return [
    ["borrower", `${userOf(target) ?? targetKey(target)} on ${market}, ${measureText(measure)}`],
    [
      "repay",
      `${formatAmount(expected.repaid, debt)} (${shareText(expected.repaid, action.pays.most)} of what is allowed)`,
    ],
    ["seize", `${formatAmount(expected.seized, collateral)}${fee}`],
    ["pay by", `${fundingText(plan, nameOf)}${premium}`],
    ...routeTexts(plan, nameOf).map((text, index): [string, string] => [index === 0 ? "sell" : "", text]),
    ["keep", leftoverText(expected, plan)],
    ...tipLine(plan),
    ["profit", profitText(plan)],
    [
      "fails if",
      `what is left after the tip is worth less than ${formatAmount(terms.minProfit, debt)} or than ${formatBps(terms.minBonusShareBps)} of the bonus at the oracle's price, or after ${formatTime(BigInt(terms.deadline))}`,
    ],
    ...unasked.map(({ message }): [string, string] => ["not asked", `${message}; a better way may be among it`]),
  ];
}

function tipLine({ expected, debt, onChain }: PlannedLiquidation): [string, string][] {
  const { tipBps } = onChain.terms;
  if (tipBps === 0) return [];
  const none = "nothing: the block's producer can only be tipped in ether, and this profit is in none";
  return [["tip", expected.tip === 0n ? none : `${tipText(expected.tip, debt)} out of what is kept`]];
}

export function tipText(tip: bigint, debt: Token): string {
  return `worth ${formatAmount(tip, debt)}`;
}

/** What is left, in debt units; what of it is collateral that was not sold has only the oracle's word for its worth. */
export function gainText(profit: bigint, { collateralGain }: Pick<Gains, "collateralGain">, debt: Token): string {
  const amount = formatAmount(profit, debt);
  return collateralGain > 0n ? `worth ${amount} at the oracle` : amount;
}

function profitText({ expected }: PlannedLiquidation): string {
  const { profitUsd, netUsd, tip } = expected;
  const parts = addUp({ ...expected, tipUsd: profitUsd - expected.gasCostUsd - netUsd });
  const less = [...(tip > 0n ? [`${formatUsd(parts.tip)} tip`] : []), `${formatUsd(parts.gas)} gas`];
  return `${formatUsd(parts.profit)} less ${less.join(" and ")} = ${formatUsd(parts.net)}`;
}
