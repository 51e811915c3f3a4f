// One liquidation of Aave V3 by every source of money and every way to sell.
import { renderTable } from "../../ts/cli/print/table.ts";
import type { Measured } from "./measured.ts";
import { right, shown } from "./shown.ts";
import { figure, snapshotOf } from "./snapshots.ts";

const FILE = "AaveV3Ways";
/** The name of a source of money, and of a way to sell unless the source is itself the sale. */
const BETWEEN = " | ";

/** As short as it is clear in the head of a column, by name in the snapshot; in the order of the table. */
const WAYS: ReadonlyMap<string, string> = new Map([
  ["leaf, Uniswap V3", "leaf: V3"],
  ["Uniswap V3", "V3"],
  ["Uniswap V2", "V2"],
  ["Uniswap V4", "V4"],
  ["Uniswap V4, ether", "V4 ether"],
  ["PancakeSwap V3", "Pancake"],
  ["Curve (double)", "Curve"],
  ["Balancer V2", "Balancer"],
  ["aToken, Uniswap V3", "aToken, V3"],
  ["router (double)", "router"],
]);
const ITSELF = "";

/**
 * What each pair of them costs, and how many times the swap without any guard.
 * @throws when a way is measured that has no column
 */
export function ways(): Measured {
  const unsafe = figure("AaveV3Liquidator", "unsafe: flash swap");
  const used = [...snapshotOf(FILE)].map(([name, gas]) => {
    const [money = "", way = ITSELF] = name.split(BETWEEN);
    if (way !== ITSELF && !WAYS.has(way)) throw new Error(`snapshots/${FILE}.json: ${way} has no column`);
    return { money, way, gas };
  });
  const monies = [...new Set(used.map(({ money }) => money))];
  const gasOf = (money: string, way: string) => used.find((one) => one.money === money && one.way === way)?.gas;
  const table = (head: string, cell: (gas: number | undefined) => string) =>
    renderTable(
      [{ head }, right("swap itself"), ...[...WAYS.values()].map(right)],
      monies.map((money) => [money, ...[ITSELF, ...WAYS.keys()].map((way) => cell(gasOf(money, way)))]),
    );
  const gas = table("Aave V3, gas by way to sell", shown);
  const times = table(`x of ${shown(unsafe)}, unsafe`, (one) => (one === undefined ? "" : (one / unsafe).toFixed(2)));
  return { data: { unsafe, used }, text: `${gas}\n\n${times}` };
}
