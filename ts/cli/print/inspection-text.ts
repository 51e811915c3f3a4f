import type { Inspection } from "../../flow/assess/inspect.ts";
import type { PositionLine } from "../../protocols/types.ts";
import type { Colors } from "./colors.ts";
import { formatAmount, formatBps, formatHealthFactor, formatPrice, formatTime, formatUsd } from "./format.ts";
import { renderLines } from "./lines.ts";
import type { NameOf } from "./names.ts";
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

function accountText({ assessment, pairs }: Inspection, { colors, nameOf, width }: Style): string {
  const { ref, status, healthFactor, collateralUsd, debtUsd, closeFactorBps, notes, positions } = assessment;
  const verdict =
    status.kind === "liquidatable"
      ? colors.red("can be liquidated")
      : `${status.kind === "refused" ? colors.yellow(status.kind) : colors.green(status.kind)}: ${status.reason.message}`;
  const head: [string, string][] = [
    ["market", ref.marketId ?? `${nameOf(ref.market)}, pool ${ref.market}`],
    ["block", `${assessment.blockNumber}${assessment.timestamp > 0n ? `, ${formatTime(assessment.timestamp)}` : ""}`],
    ["health factor", `${formatHealthFactor(healthFactor)}, ${verdict}`],
    ["collateral", formatUsd(collateralUsd)],
    ["debt", formatUsd(debtUsd)],
    ...(closeFactorBps === null ? [] : [["close factor", formatBps(closeFactorBps)] as [string, string]]),
    ...Object.entries(notes).flatMap(([name, text]): [string, string][] =>
      name === "marketId" ? [] : [[labelOf(name), text]],
    ),
  ];
  const parts = [`${colors.bold(ref.user)} on ${ref.protocol}`, renderLines(head)];
  if (positions.length > 0) parts.push("", positionsTable(positions, width));
  if (pairs.length > 0) parts.push("", pairsTable(pairs, width));
  return parts.join("\n");
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
      line.liquidationPriceUsd === null ? "at no price" : formatPrice(line.liquidationPriceUsd),
    ]),
    width,
  );
}

function pairsTable(pairs: Inspection["pairs"], width: number | undefined): string {
  return renderTable(
    [{ head: "  repay at most" }, { head: "seize" }, { head: "protocol's fee", importance: 1 }],
    pairs.map(({ collateral, debt, most }) =>
      most.ok
        ? [
            `  ${formatAmount(most.quote.repaid, debt)}`,
            formatAmount(most.quote.seized, collateral),
            formatAmount(most.quote.protocolFee, collateral),
          ]
        : [`  ${debt.symbol}`, collateral.symbol, `not now: ${most.reason.message}`],
    ),
    width,
  );
}
