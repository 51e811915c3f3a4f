import { zeroAddress } from "viem";
import { formatDecimal } from "../../core/math/decimal.ts";
import { ACT_EFFECTS, type ActEffect } from "../../flow/govern/acts.ts";
import type { Applied } from "../../flow/govern/apply-changes.ts";
import type { Change, Difference } from "../../flow/govern/plan-changes.ts";
import type { Proposal } from "../../flow/govern/propose-changes.ts";
import type { Entry, Governance } from "../../flow/govern/read-governance.ts";
import { LIST_NAMES, LISTS, type ListName, VALUES, type Value, type ValueName } from "../../flow/govern/rights.ts";
import { type GasPrice, gasCostUsd } from "../../flow/plan/gas.ts";
import type { Colors } from "./colors.ts";
import { formatBps, formatCount, formatUsd } from "./format.ts";
import { renderLines } from "./lines.ts";
import { renderTable } from "./table.ts";

export interface AllowStyle {
  /** Its name. */
  readonly chain: string;
  readonly colors: Colors;
  /** Characters of the terminal; infinite off one. */
  readonly width: number;
}

/** What each liquidator allows, and where that differs from the address book. */
export function allowText(all: readonly Governance[], style: AllowStyle): string {
  return all.map((one) => governanceText(one, style)).join("\n\n");
}

function governanceText(governance: Governance, { chain, colors, width }: AllowStyle): string {
  const { contract, address, blockNumber, owner, pendingOwner, values, lists } = governance;
  const head: [string, string][] = [
    ["address", address],
    ["owner", owner],
    ...(pendingOwner ? [["offered to", `${pendingOwner}, who has not accepted`] as [string, string]] : []),
    ...Object.entries(values).map(([name, value]): [string, string] => [
      VALUES[name as ValueName].label,
      name === "paused" && value === true ? colors.red("yes: it liquidates nothing") : valueText(value),
    ]),
  ];
  const rows = LIST_NAMES.flatMap((list) =>
    lists[list].map((entry) => [`  ${LISTS[list].one}`, entry.name ?? "", entry.address, stateText(entry, colors)]),
  );
  return [
    `${colors.bold(contract)} on ${chain}, block ${blockNumber}`,
    renderLines(head),
    ...(rows.length === 0 ? [] : ["", renderTable(COLUMNS, rows, width)]),
    ...verdicts(governance, colors),
  ].join("\n");
}

const COLUMNS = [{ head: "  who" }, { head: "name" }, { head: "address" }, { head: "is" }];

/** In so few words that a whole address stands beside them on a narrow terminal. */
function stateText({ allowed, inBook }: Entry, colors: Colors): string {
  if (allowed) return inBook === false ? colors.red("unlisted") : colors.green("allowed");
  return inBook === true ? colors.yellow("not allowed") : colors.dim("revoked");
}

/** What an owner wants to notice. */
function verdicts({ lists }: Governance, colors: Colors): string[] {
  const those = (isMeant: (entry: Entry) => boolean) =>
    LIST_NAMES.flatMap((list) =>
      lists[list].filter(isMeant).map(({ name, address }) => `${LISTS[list].one} ${name ?? address}`),
    );
  const missing = those(({ allowed, inBook }) => !allowed && inBook === true);
  const foreign = those(({ allowed, inBook }) => allowed && inBook === false);
  const isOperated = lists.operators.some(({ allowed }) => allowed);
  const lines = [
    ...(isOperated ? [] : [colors.yellow("  Nobody may start liquidations: there is no operator.")]),
    ...(missing.length > 0 ? [colors.yellow(`  Not allowed, and in the address book: ${missing.join(", ")}.`)] : []),
    ...(foreign.length > 0 ? [colors.red(`  Allowed, and not in the address book: ${foreign.join(", ")}.`)] : []),
  ];
  return lines.length > 0 ? ["", ...lines] : [];
}

/** What would be sent to each liquidator, and what is so already. */
export function proposedText(
  proposals: readonly Proposal[],
  { chain, colors, gasPrice }: AllowStyle & { readonly gasPrice: GasPrice },
): string {
  return proposals
    .map(({ governance: { contract, address, owner }, changes, alreadySo }) => {
      const calls = changes.flatMap((change) => [
        ...change.differences.map((one) => `    ${differenceText(one)}`),
        ...indented([
          ["call", callText(change)],
          ...(change.sender === owner ? [] : [["from", change.sender] as const]),
          ["gas", gasOf(change.gas, gasPrice)],
          ["data", change.data],
        ]),
      ]);
      return [
        `${colors.bold(contract)} on ${chain}`,
        renderLines([
          ["address", address],
          ["owner", owner],
        ]),
        ...(changes.length > 0 ? ["  changes", ...calls] : []),
        ...(alreadySo.length > 0 ? ["  so already", ...alreadySo.map((one) => `    ${soText(one)}`)] : []),
      ].join("\n");
    })
    .join("\n\n");
}

function indented(lines: readonly (readonly [string, string])[]): string[] {
  return [renderLines(lines, "      ")];
}

function gasOf(gas: bigint, gasPrice: GasPrice): string {
  return `${formatCount(gas)} = ${formatUsd(gasCostUsd(gas, gasPrice, 0))} now`;
}

/** What was sent. */
export function appliedText(all: readonly Applied[], colors: Colors): string {
  return all
    .filter(({ changes }) => changes.length > 0)
    .map(({ governance: { contract }, changes }) =>
      [
        `${colors.green("Changed")} ${colors.bold(contract)}, and read back`,
        ...changes.flatMap(({ differences, txHash, blockNumber }) => [
          ...differences.map((one) => `  ${differenceText(one)}`),
          `    block ${blockNumber}, transaction ${txHash}`,
        ]),
      ].join("\n"),
    )
    .join("\n\n");
}

/** `bonus share: 5 % -> 3 %`. */
function differenceText(difference: Difference): string {
  const { from, to, receiver } = difference;
  const sides = `${sideText(difference, from)} -> ${sideText(difference, to)}`;
  return `${labelOf(difference)}: ${sides}${receiver === undefined ? "" : `, to ${receiver}`}`;
}

function soText(difference: Difference): string {
  return `${labelOf(difference)}: ${sideText(difference, difference.to)}`;
}

function labelOf({ what, who, name }: Difference): string {
  if (what in ACT_EFFECTS) return `${ACT_EFFECTS[what as ActEffect]}${name === null ? "" : ` ${name}`}`;
  if (who === null) return VALUES[what as ValueName].label;
  return `${LISTS[what as ListName].one} ${name === null ? who : `${name} ${who}`}`;
}

function sideText({ who, token }: Difference, value: Value): string {
  if (token !== undefined) return formatDecimal(value as bigint, token.decimals);
  if (who === null) return valueText(value);
  return value === true ? "allowed" : "not allowed";
}

function valueText(value: Value): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "bigint") return formatBps(value);
  return value === zeroAddress ? "nobody" : value;
}

/** `setLimits(300, 5000)`. */
function callText({ setter, args }: Change): string {
  return `${setter}(${args.join(", ")})`;
}
