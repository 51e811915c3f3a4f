import type { Token } from "../../core/token.ts";
import type { PlannedLiquidation } from "../../flow/types.ts";
import { formatAmount, formatBps, formatHealthFactor, formatUsd, shorten } from "./format.ts";

/** `WETH -> USDC` with the fee of each hop, or what happens instead of a sale. */
export function routeText({ route, collateral, debt }: PlannedLiquidation, symbolOf = shorten): string {
  if (route === null) return collateral.address === debt.address ? "same asset, nothing to sell" : "kept as aTokens";
  const names = route.tokens.map((token) => {
    if (token.toLowerCase() === collateral.address.toLowerCase()) return collateral.symbol;
    if (token.toLowerCase() === debt.address.toLowerCase()) return debt.symbol;
    return symbolOf(token);
  });
  const hops = names.slice(1).map((name, index) => ` -${(route.fees[index]! / 10_000).toString()} %-> ${name}`);
  return `${names[0]}${hops.join("")} on Uniswap V3`;
}

/** How the debt is paid, in words. */
export function fundingText({ funding, lender }: PlannedLiquidation): string {
  const words = {
    callback: "the protocol's own callback: collateral first, debt afterwards",
    "flash-swap": "Uniswap V3 flash swap: the pool lends the debt and is paid in collateral",
    aave: `Aave V3 flash loan from ${shorten(lender)}`,
    wallet: "the caller's wallet",
  } as const;
  return words[funding];
}

/** Share of `part` in `whole`. */
export function shareText(part: bigint, whole: bigint): string {
  return whole === 0n ? "?" : formatBps((part * 10_000n) / whole);
}

/** What is left of the two tokens, without those of which nothing is. */
export function leftoverText(
  { debtGain, collateralGain }: { readonly debtGain: bigint; readonly collateralGain: bigint },
  debt: Token,
  collateral: Token,
): string {
  const parts = [
    ...(debtGain > 0n ? [formatAmount(debtGain, debt)] : []),
    ...(collateralGain > 0n ? [formatAmount(collateralGain, collateral)] : []),
  ];
  return parts.length === 0 ? "nothing" : parts.join(" + ");
}

/** The plan, line by line, for people. */
export function planLines(plan: PlannedLiquidation): [string, string][] {
  const { expected, debt, collateral, healthFactor, maxRepay } = plan;
  const premium = expected.premium > 0n ? `, premium ${formatAmount(expected.premium, debt)}` : "";
  const fee =
    expected.protocolFee > 0n ? ` (the protocol keeps ${formatAmount(expected.protocolFee, collateral)})` : "";
  return [
    ["borrower", `${plan.ref.user} on ${plan.ref.protocol}, health factor ${formatHealthFactor(healthFactor)}`],
    ["repay", `${formatAmount(expected.repaid, debt)} (${shareText(expected.repaid, maxRepay)} of what is allowed)`],
    ["seize", `${formatAmount(expected.seized, collateral)}${fee}`],
    ["pay by", `${fundingText(plan)}${premium}`],
    ["sell", routeText(plan)],
    ["keep", leftoverText(expected, debt, collateral)],
    [
      "profit",
      `${formatUsd(expected.profitUsd)} less ${formatUsd(expected.gasCostUsd)} gas = ${formatUsd(expected.netUsd)}`,
    ],
  ];
}
