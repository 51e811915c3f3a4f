// What a liquidation costs, beside the same liquidation without any guard.
import { renderTable } from "../../ts/cli/print/table.ts";
import { designs } from "./designs.ts";
import type { Measured } from "./measured.ts";
import { right, shown } from "./shown.ts";
import { sizes } from "./sizes.ts";
import { figure, snapshotOf } from "./snapshots.ts";
import { ways } from "./ways.ts";
import { whereItGoes } from "./where-it-goes.ts";

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

/** Shown with the other designs. */
const ELSEWHERE = /: (unsafe|classic): /;

/**
 * The tables of what is committed below `snapshots/`.
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
    .filter(({ flow }) => !compared.has(flow) && !ELSEWHERE.test(flow));
  const [beside, pairs, bytes] = [designs(), ways(), sizes()];
  return {
    data: { gas: rows, designs: beside.data, ways: pairs.data, sizes: bytes.data, others },
    text: [tableOf(rows), beside.text, pairs.text, bytes.text, otherTableOf(others)].join("\n\n"),
    further: { "where-it-goes": whereItGoes() },
  };
}

type Row = Pick<Way, "name" | "budget"> & { [Key in "ours" | "bare"]: number } & {
  [Key in "unsafe" | "executor"]: number | null;
};

function tableOf(rows: readonly Row[]): string {
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
    [{ head: "other figures" }, right("gas")],
    rows.map(({ flow, gas: used }) => [flow, shown(used)]),
  );
}
