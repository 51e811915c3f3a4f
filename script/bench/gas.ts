// What a liquidation costs, beside the same liquidation without any guard.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderTable } from "../../ts/cli/print/table.ts";
import { ROOT } from "../../ts/core/root.ts";
import type { Measured } from "./measured.ts";

/** One way to pay, with what it is compared with; names in a file of `snapshots/`, null where there is no such thing. */
interface Way {
  readonly name: string;
  readonly file: string;
  readonly ours: string;
  /** Added up: what takes more than one transaction. */
  readonly bare: readonly string[];
  readonly unsafe: string | null;
  /** In a file of its own, which stays as it is where the package is not installed. */
  readonly executor: { readonly file: string; readonly flow: string } | null;
  /** What must not be exceeded. */
  readonly budget: number | null;
}

/** A way that has neither budget nor rivals. */
const plain = (ours: string) => ({ ours, unsafe: null, executor: null, budget: null });
const guarded = (ours: string, executor: string, budget: number | null) => ({
  ours,
  unsafe: `unsafe: ${ours}`,
  executor: { file: executor, flow: ours },
  budget,
});

interface Family extends Pick<Way, "file" | "bare"> {
  readonly protocol: string;
  /** What is written in front of the way. */
  readonly ways: readonly (readonly [name: string, way: ReturnType<typeof plain | typeof guarded>])[];
}

const LIQUIDATION_CALL = ["bare liquidationCall"];

const FAMILIES: readonly Family[] = [
  {
    protocol: "Aave V3",
    file: "AaveV3Liquidator",
    bare: LIQUIDATION_CALL,
    ways: [
      ["flash swap", guarded("flash swap", "AaveV3Executooor", 420_000)],
      ["Aave flash loan", guarded("aave flash loan", "AaveV3Executooor", 530_000)],
      ["wallet", plain("wallet")],
    ],
  },
  {
    protocol: "Spark",
    file: "Spark",
    bare: LIQUIDATION_CALL,
    ways: [
      ["flash swap", plain("flash swap")],
      ["Spark flash loan", plain("spark flash loan")],
      ["Aave flash loan", plain("aave flash loan")],
      ["wallet", plain("wallet")],
    ],
  },
  {
    protocol: "Aave V2",
    file: "AaveV2Liquidator",
    bare: LIQUIDATION_CALL,
    ways: [
      ["flash swap", plain("flash swap")],
      ["Aave V2 flash loan", plain("aave-v2 flash loan")],
      ["Aave V3 flash loan", plain("aave flash loan")],
      ["wallet", plain("wallet")],
    ],
  },
  {
    protocol: "Radiant",
    file: "Radiant",
    bare: LIQUIDATION_CALL,
    ways: [
      ["flash swap", plain("flash swap")],
      ["Aave flash loan", plain("aave flash loan")],
      ["wallet", plain("wallet")],
    ],
  },
  {
    protocol: "Compound V2",
    file: "CompoundV2Liquidator",
    bare: ["bare liquidateBorrow", "bare redeem"],
    ways: [
      ["flash swap", plain("flash swap")],
      ["Aave flash loan", plain("aave flash loan")],
      ["wallet", plain("wallet")],
    ],
  },
  {
    protocol: "Compound V2, cTokens kept",
    file: "CompoundV2Liquidator",
    bare: ["bare liquidateBorrow"],
    ways: [["wallet", plain("cTokens kept")]],
  },
  {
    protocol: "Morpho",
    file: "MorphoLiquidator",
    bare: ["bare liquidate"],
    ways: [
      ["callback", guarded("callback", "MorphoExecutooor", null)],
      ["wallet", plain("wallet")],
    ],
  },
  {
    protocol: "Morpho, pre-liquidation",
    file: "MorphoLiquidator",
    bare: ["bare preLiquidate"],
    ways: [
      ["callback", plain("pre-liquidation, callback")],
      ["flash swap", plain("pre-liquidation, flash swap")],
      ["Aave flash loan", plain("pre-liquidation, Aave flash loan")],
      ["wallet", plain("pre-liquidation, wallet")],
    ],
  },
];

const WAYS: readonly Way[] = FAMILIES.flatMap(({ protocol, file, bare, ways }) =>
  ways.map(([name, way]) => ({ name: `${protocol}, ${name}`, file, bare, ...way })),
);

/**
 * The table of what is committed below `snapshots/`.
 * @throws when a figure is missing
 */
export function gas(): Measured {
  const rows = WAYS.map(({ name, file, ours, bare, unsafe, executor, budget }) => ({
    name,
    ours: figure(file, ours),
    bare: bare.reduce((sum, flow) => sum + figure(file, flow), 0),
    unsafe: unsafe === null ? null : figure(file, unsafe),
    executor: executor === null ? null : figure(executor.file, executor.flow),
    budget,
  }));
  const nameOf = (file: string, flow: string) => `${file}: ${flow}`;
  const compared = new Set(
    WAYS.flatMap(({ file, ours, bare, unsafe }) => [ours, ...bare, unsafe].map((flow) => nameOf(file, flow ?? ""))),
  );
  const others = [...new Set(WAYS.map(({ file }) => file))]
    .flatMap((file) => [...snapshotOf(file)].map(([flow, used]) => ({ flow: nameOf(file, flow), gas: used })))
    .filter(({ flow }) => !compared.has(flow));
  return { data: { gas: rows, others }, text: `${tableOf(rows)}\n\n${otherTableOf(others)}` };
}

function figure(file: string, flow: string): number {
  const value = snapshotOf(file).get(flow);
  if (value === undefined) throw new Error(`snapshots/${file}.json has no ${flow}`);
  return value;
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
