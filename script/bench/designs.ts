// One liquidation by others: with money of one's own, without guards, in the usual design, by a batch of calls.
import { renderTable } from "../../ts/cli/print/table.ts";
import type { Measured } from "./measured.ts";
import { right, shown } from "./shown.ts";
import { figure } from "./snapshots.ts";

/** Gas and size, each a name in a file of `snapshots/`; no size of what is no contract of a liquidator's. */
interface Design {
  readonly name: string;
  readonly gas: readonly [file: string, flow: string];
  readonly bytes?: readonly [file: string, name: string];
}

const AAVE = "AaveV3Liquidator";
const [UNSAFE, CLASSIC] = ["unsafe: runtime bytes", "classic: runtime bytes"];
const executooor = ["AaveV3Executooor", "runtime bytes"] as const;
const oursOnAave = ["Size", "AaveV3Liquidator runtime bytes"] as const;

const DESIGNS: readonly { readonly title: string; readonly rows: readonly Design[] }[] = [
  {
    title: "Aave V3, every design",
    rows: [
      { name: "unsafe, flash swap", gas: [AAVE, "unsafe: flash swap"], bytes: [AAVE, UNSAFE] },
      { name: "executooor, flash swap", gas: ["AaveV3Executooor", "flash swap"], bytes: executooor },
      { name: "ours, flash swap", gas: [AAVE, "flash swap"], bytes: oursOnAave },
      { name: "unsafe, Aave flash loan", gas: [AAVE, "unsafe: aave flash loan"], bytes: [AAVE, UNSAFE] },
      { name: "executooor, Aave flash loan", gas: ["AaveV3Executooor", "aave flash loan"], bytes: executooor },
      { name: "classic, Aave flash loan and router", gas: [AAVE, "classic: aave flash loan"], bytes: [AAVE, CLASSIC] },
      { name: "ours, Aave flash loan", gas: [AAVE, "aave flash loan"], bytes: oursOnAave },
      { name: "bare call from inventory, no sale", gas: [AAVE, "bare liquidationCall"] },
    ],
  },
  {
    title: "Morpho, every design",
    rows: [
      {
        name: "unsafe, callback",
        gas: ["MorphoLiquidator", "unsafe: callback"],
        bytes: ["MorphoLiquidator", UNSAFE],
      },
      { name: "executooor, callback", gas: ["MorphoExecutooor", "callback"], bytes: executooor },
      {
        name: "ours, callback",
        gas: ["MorphoLiquidator", "callback"],
        bytes: ["Size", "MorphoLiquidator runtime bytes"],
      },
      { name: "bare call from inventory, no sale", gas: ["MorphoLiquidator", "bare liquidate"] },
    ],
  },
];

/**
 * Gas and code size of each, and how many times the gas of the first, which has no guard.
 * @throws when a figure is missing
 */
export function designs(): Measured {
  const cases = DESIGNS.map(({ title, rows }) => ({
    title,
    rows: rows.map(({ name, gas, bytes }) => ({ name, gas: figure(...gas), bytes: bytes ? figure(...bytes) : null })),
  }));
  const tables = cases.map(({ title, rows }) =>
    renderTable(
      [{ head: title }, right("gas"), right("x"), right("bytes")],
      rows.map(({ name, gas, bytes }) => [name, shown(gas), (gas / rows[0]!.gas).toFixed(2), shown(bytes)]),
    ),
  );
  return { data: cases, text: tables.join("\n\n") };
}
