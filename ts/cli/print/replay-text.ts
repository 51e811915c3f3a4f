import { MAX_UINT256 } from "../../core/math/math.ts";
import type { ComparedFigure, ReplayedFile, ReplayedRecord, Verdict } from "../../flow/replay/replayed.ts";
import { FACTOR_UNIT, type NamedUnit } from "../../protocols/decoder.ts";
import type { ReplayedToken } from "../../protocols/replay.ts";
import type { Colors } from "./colors.ts";
import { formatCount, formatExact } from "./format.ts";
import { type Column, renderTable } from "./table.ts";

export interface ReplayStyle {
  readonly colors: Colors;
  readonly width: number;
}

const INDENT = "  ";
const NOTHING = "-";
const NATIVE: NamedUnit = { symbol: "of the native token", decimals: 18 };

/** Record by record what was planned and what was real, then what was not replayed and why, then how many came out. */
export function replayText(replayed: ReplayedFile, style: ReplayStyle): string {
  const [left, played] = split(replayed.records);
  return [
    ...played.map((record) => recordText(record, style)),
    ...(left.length === 0 ? [] : [leftText(left, style)]),
    summary(replayed, style.colors),
  ].join("\n\n");
}

function split(records: readonly ReplayedRecord[]): [left: ReplayedRecord[], played: ReplayedRecord[]] {
  const isLeft = ({ verdict }: ReplayedRecord) => verdict === "not-replayed";
  return [records.filter(isLeft), records.filter((record) => !isLeft(record))];
}

function leftText(records: readonly ReplayedRecord[], { colors, width }: ReplayStyle): string {
  const columns = [{ head: "record" }, { head: "what", importance: 0 }, { head: "why not" }];
  const rows = records.map(({ id, protocol, kind, reason }) => [id, `${protocol} ${kind}`, reason?.message ?? NOTHING]);
  const table = renderTable(columns, rows, width - INDENT.length);
  return [colors.yellow("not replayed"), ...table.split("\n").map(indented)].join("\n");
}

function recordText(record: ReplayedRecord, { colors, width }: ReplayStyle): string {
  const { id, verdict, reason, refusal, reverted, figures, bonus, earned } = record;
  const lines = [`${verdictText(verdict, colors)}  ${colors.bold(id)}`, `${INDENT}${whereOf(record)}`];
  const shown = [...figures, ...(bonus === null ? [] : [bonus]), ...earned];
  if (shown.length > 0) {
    const rows = shown.map((figure) => rowOf(figure, colors));
    lines.push(
      ...renderTable(COLUMNS, rows, width - INDENT.length)
        .split("\n")
        .map(indented),
    );
  }
  if (refusal !== null && reverted) lines.push(indented(`planned: refused, ${refusal.message}; real: it reverted`));
  if (reason !== null) lines.push(indented(colors.red(reason.message)));
  return [...lines, ...notesOf(record).map(indented)].join("\n");
}

const COLUMNS: readonly Column[] = [
  { head: "" },
  { head: "planned", align: "right" },
  { head: "real", align: "right" },
  { head: "difference", align: "right", importance: 0 },
];

const indented = (line: string): string => `${INDENT}${line}`;

function verdictText(verdict: Verdict, colors: Colors): string {
  return verdict === "exact" ? colors.green("exact") : colors.red("DIFFERENT");
}

function whereOf({ protocol, kind, basis, chain, block, txHash }: ReplayedRecord): string {
  const how = basis === null ? "" : `, ${basis}`;
  const place = [
    ...(chain === null ? [] : [`on ${chain}`]),
    ...(block === null ? [] : [`in block ${formatCount(block)}`]),
  ];
  return [`${protocol} ${kind}${how}`, place.join(" "), txHash ?? ""].filter((part) => part !== "").join(", ");
}

function rowOf({ label, token, planned, real, isExact }: ComparedFigure, colors: Colors): string[] {
  const amount = (value: bigint | null) => (value === null ? NOTHING : amountText(value, token));
  return [label, amount(planned), amount(real), differenceText({ token, planned, real, isExact }, colors)];
}

function differenceText({ token, planned, real, isExact }: Omit<ComparedFigure, "label" | "field">, colors: Colors) {
  if (isExact === null) return "not recorded";
  if (isExact) return colors.green("exact");
  if (planned === null || real === null) return colors.red("not computed");
  const difference = planned - real;
  return colors.red(`${difference > 0n ? "+" : ""}${amountText(difference, token)}`);
}

function amountText(value: bigint, token: ReplayedToken | null): string {
  if (token === null) return formatExact(value, 0);
  if (token.symbol === FACTOR_UNIT.symbol)
    return value === MAX_UINT256 ? "∞" : formatExact(value, FACTOR_UNIT.decimals);
  return `${formatExact(value, token.decimals ?? 0)} ${token.decimals === null ? "units " : ""}${token.symbol}`;
}

/** What is no comparison. */
function notesOf({ bonus, earned, gas }: ReplayedRecord): string[] {
  const cost =
    gas === null
      ? []
      : [
          `gas of its transaction: ${formatCount(gas.used)} = ${formatExact(gas.costWei, NATIVE.decimals)} ${NATIVE.symbol}`,
        ];
  if (earned.length > 0) return [];
  return [...(bonus === null ? [] : ["what the liquidator made of it is not in the record"]), ...cost];
}

function summary({ records, exact, different, notReplayed, leftOut }: ReplayedFile, colors: Colors): string {
  const isAll = exact === records.length;
  const counts = `${exact} exact, ${different} different, ${notReplayed} not replayed`;
  const left = leftOut === 0 ? "" : `; ${formatCount(BigInt(leftOut))} of other protocols left out`;
  const count = `${formatCount(BigInt(records.length))} record${records.length === 1 ? "" : "s"}`;
  return `${count}: ${isAll ? colors.green(counts) : colors.red(counts)}${left}.`;
}
