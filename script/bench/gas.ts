// What a liquidation costs, beside the same liquidation without any guard.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderTable } from "../../ts/cli/print/table.ts";
import type { LiquidatorName } from "../../ts/core/names/names.ts";
import { ROOT } from "../../ts/core/root.ts";
import type { Measured } from "./measured.ts";

/** One way to pay, with what it is compared with; names below `snapshots/`, null where there is no such thing. */
interface Way {
  readonly name: string;
  readonly contract: LiquidatorName;
  readonly executed: string;
  readonly ours: string;
  readonly bare: string;
  readonly unsafe: string | null;
  /** In a file of its own, which stays as it is where the package is not installed. */
  readonly executor: string | null;
  /** What must not be exceeded. */
  readonly budget: number | null;
}

const AAVE = { contract: "AaveV3Liquidator", executed: "AaveV3Executooor", bare: "bare liquidationCall" } as const;
const MORPHO = { contract: "MorphoLiquidator", executed: "MorphoExecutooor", bare: "bare liquidate" } as const;
const guarded = (ours: string, budget: number | null) => ({
  ours,
  unsafe: `unsafe: ${ours}`,
  executor: ours,
  budget,
});
const alone = (ours: string) => ({ ours, unsafe: null, executor: null, budget: null });

const WAYS: readonly Way[] = [
  { name: "Aave V3, flash swap", ...AAVE, ...guarded("flash swap", 420_000) },
  { name: "Aave V3, Aave flash loan", ...AAVE, ...guarded("aave flash loan", 530_000) },
  { name: "Aave V3, wallet", ...AAVE, ...alone("wallet") },
  { name: "Morpho, callback", ...MORPHO, ...guarded("callback", null) },
  { name: "Morpho, wallet", ...MORPHO, ...alone("wallet") },
];

/**
 * The table of what is committed below `snapshots/`.
 * @throws when a figure is missing
 */
export function gas(): Measured {
  const rows = WAYS.map(({ name, contract, executed, budget, ...flows }) => {
    const { ours, bare, unsafe, executor } = flows;
    const of = (flow: string, file: string = contract) => {
      const value = snapshotOf(file).get(flow);
      if (value === undefined) throw new Error(`snapshots/${file}.json has no ${flow}`);
      return value;
    };
    const ifAny = (flow: string | null, file: string) => (flow === null ? null : of(flow, file));
    return {
      name,
      ours: of(ours),
      bare: of(bare),
      unsafe: ifAny(unsafe, contract),
      executor: ifAny(executor, executed),
      budget,
    };
  });
  const compared = new Set(
    WAYS.flatMap(({ contract, ours, bare, unsafe }) => [ours, bare, unsafe].map((flow) => `${contract}: ${flow}`)),
  );
  const others = [...new Set(WAYS.map(({ contract }) => contract))]
    .flatMap((contract) =>
      [...snapshotOf(contract)].map(([flow, used]) => ({ flow: `${contract}: ${flow}`, gas: used })),
    )
    .filter(({ flow }) => !compared.has(flow));
  return { data: { gas: rows, others }, text: `${tableOf(rows)}\n\n${otherTableOf(others)}` };
}

type Row = Pick<Way, "name" | "budget"> & { [Key in "ours" | "bare"]: number } & {
  [Key in "unsafe" | "executor"]: number | null;
};

function tableOf(rows: readonly Row[]): string {
  const right = (head: string) => ({ head, align: "right" }) as const;
  const columns = ["ours", "budget", "bare call", "x", "unsafe", "x", "executooor", "x"].map(right);
  return renderTable(
    [{ head: "gas of a whole transaction" }, ...columns],
    rows.map(({ name, ours, budget, ...others }) => [
      name,
      shown(ours),
      shown(budget),
      ...[others.bare, others.unsafe, others.executor].flatMap((other) => [
        shown(other),
        other === null ? "" : (ours / other).toFixed(2),
      ]),
    ]),
  );
}

function otherTableOf(rows: readonly { readonly flow: string; readonly gas: number }[]): string {
  return renderTable(
    [{ head: "other figures" }, { head: "gas", align: "right" }],
    rows.map(({ flow, gas: used }) => [flow, shown(used)]),
  );
}

function shown(value: number | null): string {
  return value?.toLocaleString("en") ?? "";
}

/** Gas by flow. */
function snapshotOf(file: string): ReadonlyMap<string, number> {
  const text = readFileSync(join(ROOT, "snapshots", `${file}.json`), "utf8");
  return new Map(
    Object.entries(JSON.parse(text) as Record<string, string>).map(([flow, value]) => [flow, Number(value)]),
  );
}
