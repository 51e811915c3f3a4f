import type { Reason } from "../../core/errors/reason.ts";
import { divNearest } from "../../core/math/div-nearest.ts";
import { realisedFigures } from "../../flow/account/account.ts";
import type { BatchAct } from "../../flow/batch/act-batch.ts";
import { type Inclusion, type LegResult, OUTCOME_UNKNOWN } from "../../flow/batch/legs-of.ts";
import { type NotDone, sentenceOf } from "../../flow/liquidations.ts";
import { weiToUsd } from "../../flow/plan/usd.ts";
import { type Target, targetKey, userOf } from "../../protocols/target.ts";
import { addUp } from "./add-up.ts";
import { formatAmount, formatCount, formatUsd } from "./format.ts";
import { gasText } from "./gas-text.ts";
import { fundingName, leftoverText, marketText, tipText } from "./plan-lines.ts";
import { type PlanStyle, simulatedPlanText } from "./simulated-plan-text.ts";
import { type Column, renderTable } from "./table.ts";
import { withRound } from "./with-round.ts";

const NOTHING = "-";
/** USD with 8 decimals. */
const CENT = 1_000_000n;

/** Several liquidations in one transaction: what it would do or, once it was mined, what it did. */
export function batchText(act: BatchAct, style: PlanStyle): string {
  return act.inclusion === null ? plannedText(act, style) : minedText(act, act.inclusion, style);
}

/** Each as it would be shown by itself, then all of them, and what being together saves. */
function plannedText({ batch, legs, gasPrice }: BatchAct, style: PlanStyle): string {
  const { colors, nameOf, width } = style;
  const each = legs.map(({ member, simulation }, index) =>
    simulatedPlanText(
      { plan: member.leg.plan, simulation, gasPrice, alternatives: [] },
      { ...style, place: `${index + 1} of ${legs.length}` },
    ),
  );
  const rows = legs.map(({ member: { leg, round }, simulation: { outcome, netUsd } }) => [
    ...whoAndWhere(leg.plan.target, style, round),
    formatAmount(outcome.repaid, leg.plan.debt),
    formatAmount(outcome.seized, leg.plan.collateral),
    fundingName(leg.plan, nameOf),
    formatUsd(netUsd),
  ]);
  const columns: Column[] = [
    { head: "  user" },
    { head: "market", importance: 3 },
    { head: "repay", align: "right", importance: 2 },
    { head: "seize", align: "right", importance: 1 },
    { head: "pay by", importance: 0 },
    { head: "net", align: "right" },
  ];
  const used = batch.simulation.gasUsed;
  const cost = sumOf(legs.map(({ simulation }) => shownGas(simulation)));
  return [
    ...each.map((one) => `${one}\n`),
    colors.bold(`${legs.length} liquidations in one transaction`),
    renderTable(columns, rows, width),
    `  gas: ${gasText(used, gasPrice)} = ${formatUsd(cost)}; ${savingText(batch)}`,
    `  net: ${colors.bold(formatUsd(sumOf(legs.map(({ simulation }) => simulation.netUsd))))}`,
  ].join("\n");
}

function minedText({ batch, legs, gasPrice }: BatchAct, inclusion: Inclusion, style: PlanStyle): string {
  const { nameOf, width } = style;
  const nets = legs.map((leg) => realisedNet(leg, gasPrice.nativePriceUsd));
  const rows = legs.map(({ member, simulation, submission, reason }, index) => {
    const { plan } = member.leg;
    const outcome = submission?.outcome ?? null;
    return [
      ...whoAndWhere(plan.target, style, member.round),
      outcome === null ? NOTHING : formatAmount(outcome.repaid, plan.debt),
      outcome === null ? NOTHING : formatAmount(outcome.seized, plan.collateral),
      outcome === null ? NOTHING : fundingName(plan, nameOf),
      outcome === null ? NOTHING : leftoverText(outcome, plan),
      formatUsd(simulation.netUsd),
      formatUsd(nets[index]!),
      outcome !== null ? "liquidated" : isUnknown(reason) ? "unknown" : "failed",
    ];
  });
  const columns: Column[] = [
    { head: "  user" },
    { head: "market", importance: 4 },
    { head: "repaid", align: "right", importance: 3 },
    { head: "seized", align: "right", importance: 2 },
    { head: "paid by", importance: 0 },
    { head: "left over", align: "right", importance: 5 },
    { head: "simulated", align: "right", importance: 1 },
    { head: "net", align: "right" },
    { head: "result" },
  ];
  const cost = sumOf(legs.map(({ costWei }) => weiToUsd(costWei, gasPrice.nativePriceUsd)));
  const withFee = inclusion.l1FeeWei > 0n ? ", the L1 fee included" : "";
  return [
    `${verdict(legs, style)} in block ${inclusion.blockNumber}, transaction ${inclusion.txHash}`,
    renderTable(columns, rows, width),
    ...legs.flatMap(remarks),
    `  gas: ${formatCount(inclusion.gasUsed)} = ${formatUsd(cost)}${withFee}; ${savingText(batch)}`,
    `  net: ${formatUsd(sumOf(nets))}`,
  ].join("\n");
}

/** What the row of a leg has no room for. */
function remarks({ member: { leg }, submission, reason }: LegResult): string[] {
  const who = `  ${userOrKey(leg.plan.target)}`;
  const tip = submission?.outcome.tip ?? 0n;
  if (tip > 0n) return [`${who}: of what is left over a tip ${tipText(tip, leg.plan.debt)}`];
  if (reason === null) return [];
  return [`${who}${isUnknown(reason) ? "" : " failed"}: ${reason.message}`];
}

const isUnknown = (reason: Reason | null): boolean => reason?.code === OUTCOME_UNKNOWN;

/** Those with which nothing was done, why, and what to do about it. */
export function notDoneText(notDone: readonly NotDone[]): string {
  return notDone
    .map((one) => `  ${sentenceOf(one)}${one.error.hint === undefined ? "" : `; ${one.error.hint}`}`)
    .join("\n");
}

/** A leg that failed brings nothing, and has cost its share all the same. USD with 8 decimals; null when unknown. */
function realisedNet({ member, submission, reason, costWei }: LegResult, nativePriceUsd: bigint | null): bigint | null {
  if (submission !== null) {
    return realisedFigures(member.leg.plan, submission, { nativePriceUsd }).netProfitUsd;
  }
  const cost = isUnknown(reason) ? null : weiToUsd(costWei, nativePriceUsd);
  return cost === null ? null : -cost;
}

function verdict(legs: readonly LegResult[], { colors }: PlanStyle): string {
  const done = legs.filter(({ submission }) => submission !== null).length;
  const unknown = legs.filter(({ reason }) => isUnknown(reason)).length;
  if (unknown > 0) return `${colors.yellow("Unknown")}: ${unknown} of ${legs.length} of one transaction,`;
  if (done === 0) return `${colors.red("Failed")}: all ${legs.length} of one transaction,`;
  return done === legs.length
    ? `${colors.green("Liquidated")} ${done} together`
    : `${colors.yellow("Liquidated")} ${done} of ${legs.length} together`;
}

function savingText({ alone }: BatchAct["batch"]): string {
  return `one transaction each would take ${formatCount(alone)}`;
}

function whoAndWhere(target: Target, { nameOf }: PlanStyle, round: number): [string, string] {
  return [`  ${withRound(userOrKey(target), round)}`, marketText(target, nameOf)];
}

function userOrKey(target: Target): string {
  return userOf(target) ?? targetKey(target);
}

/** As the account of the leg shows it. */
function shownGas(simulation: LegResult["simulation"]): bigint {
  const { profitUsd, gasCostUsd, netUsd } = simulation;
  return addUp({ ...simulation, tipUsd: profitUsd - gasCostUsd - netUsd }).gas;
}

/** USD of what is shown, so that cents add up; null when one of them is not known. */
function sumOf(all: readonly (bigint | null)[]): bigint | null {
  return all.reduce<bigint | null>((sum, one) => (sum === null || one === null ? null : sum + toCents(one)), 0n);
}

const toCents = (usd: bigint): bigint => divNearest(usd, CENT) * CENT;
