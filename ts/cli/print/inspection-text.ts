import { divNearest } from "../../core/math/div-nearest.ts";
import type { Inspection } from "../../flow/inspect.ts";
import { toUsdDown } from "../../flow/plan/usd.ts";
import type { Action } from "../../protocols/action.ts";
import type { Measure, PositionLine } from "../../protocols/assessment.ts";
import { targetKey, userOf } from "../../protocols/target.ts";
import type { Colors } from "./colors.ts";
import { formatAmount, formatBps, formatPrice, formatTime, formatUsd } from "./format.ts";
import { renderLines } from "./lines.ts";
import type { NameOf } from "./names.ts";
import { measureText } from "./plan-lines.ts";
import { renderTable } from "./table.ts";

/** Every account of a user, one after the other. */
export function inspectionText(
  inspections: readonly Inspection[],
  colors: Colors,
  nameOf: NameOf,
  width?: number,
): string {
  return inspections.map((one) => accountText(one, { colors, nameOf, width })).join("\n\n");
}

interface Style {
  readonly colors: Colors;
  readonly nameOf: NameOf;
  /** Characters of the terminal; absent off one. */
  readonly width: number | undefined;
}

function accountText({ assessment, actions }: Inspection, { colors, nameOf, width }: Style): string {
  const { target, status, measure, collateralUsd, debtUsd, notes, positions } = assessment;
  const [label, value] = measureLine(measure);
  const verdict =
    status.kind === "liquidatable"
      ? colors.red("can be liquidated")
      : `${status.kind === "refused" ? colors.yellow(status.kind) : colors.green(status.kind)}: ${status.reason.message}`;
  const head: [string, string][] = [
    ["target", targetKey(target)],
    ["market", target.marketId ?? `${nameOf(target.market)}, ${target.market}`],
    ["block", `${assessment.blockNumber}${assessment.timestamp > 0n ? `, ${formatTime(assessment.timestamp)}` : ""}`],
    [label, `${value}, ${verdict}`],
    ["collateral", formatUsd(collateralUsd)],
    ["debt", formatUsd(debtUsd)],
    ...Object.entries(notes).flatMap(([name, text]): [string, string][] =>
      name === "marketId" ? [] : [[labelOf(name), text]],
    ),
  ];
  const parts = [`${colors.bold(userOf(target) ?? targetKey(target))} on ${target.protocol}`, renderLines(head)];
  if (positions.length > 0) parts.push("", positionsTable(positions, width));
  const sold = actions.filter(({ action }) => action.receives?.keptAs === null);
  if (sold.length > 0) parts.push("", actionsTable(sold, debtUsd, width));
  return parts.join("\n");
}

function measureLine(measure: Measure | null): readonly [label: string, value: string] {
  const text = measureText(measure);
  const at = text.lastIndexOf(" ");
  return [text.slice(0, at), text.slice(at + 1)];
}

/** `oraclePrice` as `oracle price`. */
function labelOf(name: string): string {
  return name.replace(/(?<=[a-z]{2})[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function positionsTable(positions: readonly PositionLine[], width: number | undefined): string {
  return renderTable(
    [
      { head: "  asset" },
      { head: "supplied", align: "right" },
      { head: "borrowed", align: "right" },
      { head: "price", align: "right" },
      { head: "threshold", align: "right", importance: 2 },
      { head: "bonus", align: "right", importance: 1 },
      { head: "liquidatable at", align: "right" },
    ],
    positions.map((line) => [
      `  ${line.token.symbol}`,
      line.supplied === 0n
        ? ""
        : `${formatAmount(line.supplied, line.token)}${line.usedAsCollateral ? "" : " (no collateral)"}`,
      line.borrowed === 0n ? "" : formatAmount(line.borrowed, line.token),
      formatPrice(line.priceUsd),
      line.usedAsCollateral ? formatBps(line.liquidationThresholdBps) : "",
      line.usedAsCollateral && line.bonusBps > 0n ? formatBps(line.bonusBps - 10_000n) : "",
      line.liquidationPriceUsd === "none" ? "at no price" : formatPrice(line.liquidationPriceUsd),
    ]),
    width,
  );
}

/** What one call may do with each debt and collateral. A close factor would be a share of one debt, and say less. */
function actionsTable(actions: Inspection["actions"], debtUsd: bigint | null, width: number | undefined): string {
  return renderTable(
    [
      { head: "  one call repays at most" },
      { head: "of all debt", align: "right" },
      { head: "seizes" },
      { head: "protocol's fee", importance: 1 },
    ],
    actions.map(({ action: { pays, receives }, most }) => {
      if (pays === null || receives === null || most === null) return ["  nothing", "", "a reward", ""];
      if (!most.ok) return [`  ${pays.token.symbol}`, "", receives.token.symbol, `not now: ${most.reason.message}`];
      const { repaid, seized, protocolFee } = most.quote;
      return [
        `  ${formatAmount(repaid, pays.token)}`,
        shareText(repaid, pays, debtUsd),
        formatAmount(seized, receives.token),
        formatAmount(protocolFee, receives.token),
      ];
    }),
    width,
  );
}

/** What a repayment is of all that the account owes, in whole per cent. */
function shareText(repaid: bigint, { token, priceUsd }: NonNullable<Action["pays"]>, debtUsd: bigint | null): string {
  if (priceUsd === null || debtUsd === null || debtUsd === 0n) return "?";
  return `${divNearest(toUsdDown(repaid, token, priceUsd) * 100n, debtUsd)} %`;
}
