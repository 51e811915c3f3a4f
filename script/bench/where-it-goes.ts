// What the flash swap on Aave V3 costs more than the one without any guard, and on what.
import { renderTable } from "../../ts/cli/print/table.ts";
import { right, shown } from "./shown.ts";
import { figure } from "./snapshots.ts";

interface Part {
  readonly what: string;
  readonly gas: number;
  readonly ofWhich: string;
  /** Whether it holds somebody off. */
  readonly isCheck: boolean;
}

const check = (what: string, gas: number, ofWhich: string): Part => ({ what, gas, ofWhich, isCheck: true });
const other = (what: string, gas: number, ofWhich: string): Part => ({ what, gas, ofWhich, isCheck: false });

/** Counted by hand, step by step, as docs/benchmarks.md says; all that has changed since stands with the execution. */
const COUNTED: readonly Part[] = [
  check(
    "the oracle's price, read right before the Pool does",
    7_441,
    "38,441 less the 31,000 that the Pool then saves",
  ),
  check("owner's settings", 6_300, "three cold slots: operator, market, and one for receiver, limits and pause"),
  check(
    "payout to the receiver",
    5_531,
    "a balance here of nothing instead of some 17,100, transfer 8,331, refund 19,900",
  ),
  check(
    "exact allowance, and whether it is used up",
    4_281,
    "setting it 24,834, asking 910, cheaper for the Pool 1,563, refund 19,900",
  ),
  other("event", 4_179, "four topics and nine words"),
  other("calldata", 3_668, "676 bytes instead of 68"),
  check("five reads of balances", 3_232, "12,232 less the 9,000 that the tokens' first use then saves"),
  check("transient words", 2_800, "account of the steps 2,000, callback guard 500, re-entrancy guard 300"),
  other("hashes and copies of the plan", 1_090, "sent through the pool, hashed when it goes and when it comes back"),
  check("whether the pool exists", 100, ""),
];
const EXECUTION =
  "dispatch 800, checked reads of the plan 2,600, memory 1,500; encoding 17 calls, decoding answers, route, exit";

/**
 * The difference in its parts, and how near to the unsafe one anything with these checks can come.
 * @throws when the parts are more than the difference: count them again
 */
export function whereItGoes(): string {
  const [ours, unsafe] = ["flash swap", "unsafe: flash swap"].map((flow) => figure("AaveV3Liquidator", flow));
  const together = ours! - unsafe!;
  const execution = together - sum(COUNTED);
  if (execution <= 0) throw new Error(`the parts of the flash swap are ${-execution} gas more than the whole`);
  const rows = [other("execution: decoding, calls, arithmetic", execution, EXECUTION), ...COUNTED];
  const parts = renderTable(
    [{ head: `${shown(ours!)} less ${shown(unsafe!)}` }, right("gas"), { head: "of which" }],
    [...rows.map(({ what, gas, ofWhich }) => [what, shown(gas), ofWhich]), ["together", shown(together), ""]],
  );
  const checks = sum(COUNTED.filter(({ isCheck }) => isCheck));
  const least = checks + sum(COUNTED.filter(({ what }) => what === "event" || what === "calldata"));
  const limits = renderTable(
    [{ head: "beside the unsafe one" }, right("gas"), right("x")],
    [
      ["1.06 would leave", shown(Math.floor(unsafe! * 0.06)), "1.06"],
      ["the checks alone", shown(checks), (1 + checks / unsafe!).toFixed(2)],
      ["checks, event and calldata, if executing were free", shown(least), (1 + least / unsafe!).toFixed(2)],
    ],
  );
  return `${parts}\n\n${limits}`;
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((all, { gas }) => all + gas, 0);
}
