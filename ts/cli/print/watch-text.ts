import { targetKey, userOf } from "../../protocols/target.ts";
import type { Opportunity } from "../../watch/opportunities.ts";
import type { WatchEvent } from "../../watch/watch.ts";
import type { Colors } from "./colors.ts";
import { formatAmount, formatCount, formatUsd } from "./format.ts";
import type { NameOf } from "./names.ts";
import { fundingName, marketText, measureText } from "./plan-lines.ts";

export interface WatchStyle {
  readonly colors: Colors;
  readonly nameOf: NameOf;
}

/** One line for one thing that a watcher has to say. */
export function watchEventText(event: WatchEvent, style: WatchStyle): string {
  const { colors } = style;
  const head = `block ${event.block}`;
  if (event.kind === "started") {
    return `${head}  watching ${formatCount(BigInt(event.targets))} accounts, one for each user and market; Ctrl-C stops`;
  }
  if (event.kind === "reorganised") {
    const blocks = event.abandoned === null ? "more blocks than are remembered were" : countText(event.abandoned);
    return `${head}  ${colors.yellow("reorganised")}: ${blocks} abandoned, what they touched was read again`;
  }
  const who = whoText(event.opportunity, style);
  if (event.kind === "gone") return `${head}  ${colors.dim("gone")}  ${who}`;
  if (event.kind === "failed") return `${head}  ${colors.red("failed")}  ${who}: ${event.error.message}`;
  if (event.kind === "liquidated") {
    const { submission, simulation } = event.liquidation;
    const what = submission === null ? "proven" : `transaction ${submission.txHash}`;
    return `${head}  ${colors.green("liquidated")}  ${who}  net ${formatUsd(simulation.netUsd)}  ${what}`;
  }
  return `${head}  ${openedText(event.opportunity, style)}`;
}

/** The same as data. */
export function watchEventJson(event: WatchEvent): unknown {
  if (event.kind === "started" || event.kind === "reorganised") return event;
  const { opportunity, ...rest } = event;
  const { key, since, row } = opportunity;
  const { measure, debtUsd, status } = row.assessment;
  const common = { ...rest, key, since, measure, debtUsd, status, plan: row.plan, reason: row.reason };
  if (event.kind === "failed") {
    const { code, message, numbers } = event.error;
    return { ...common, error: { code, message, numbers } };
  }
  if (event.kind !== "liquidated") return common;
  const { plan, simulation, submission } = event.liquidation;
  return { ...common, liquidation: { plan, simulation, submission } };
}

function openedText({ row: { plan, reason, assessment } }: Opportunity, { colors, nameOf }: WatchStyle): string {
  const { target, measure } = assessment;
  const who = `${userOf(target) ?? targetKey(target)} on ${marketText(target, nameOf)}, ${measureText(measure)}`;
  const verdict = reason === null ? colors.green("liquidate") : colors.yellow(reason.code);
  if (plan === null) return `${verdict}  ${who}: ${reason?.message ?? ""}`;
  const { expected, debt, collateral } = plan;
  const how = `repay ${formatAmount(expected.repaid, debt)}  seize ${collateral.symbol}  by ${fundingName(plan, nameOf)}`;
  return `${verdict}  ${who}  ${how}  net ${formatUsd(expected.netUsd)}`;
}

function whoText({ row: { assessment } }: Opportunity, { nameOf }: WatchStyle): string {
  const { target } = assessment;
  return `${userOf(target) ?? targetKey(target)} on ${marketText(target, nameOf)}`;
}

function countText(blocks: number): string {
  return `${blocks} ${blocks === 1 ? "block was" : "blocks were"}`;
}
