// How many accounts a second are judged exactly, beside what Aave's own package for front ends does with the same accounts.
import { renderTable } from "../../ts/cli/print/table.ts";
import { assess as assessOne } from "../../ts/protocols/aave-v3/assess.ts";
import { healthFactorOf } from "../../ts/protocols/assessment.ts";
import type { AssessOptions, Read } from "../../ts/protocols/protocol.ts";
import { accountTarget } from "../../ts/protocols/target.ts";
import { accountsOf } from "./accounts.ts";
import { mathUtilsFor } from "./math-utils.ts";
import type { Measured } from "./measured.ts";
import { median } from "./median.ts";

const ACCOUNTS = 2_000;
/** Times that every account is judged in a round: the exact way is the faster one, and a clock needs something to count. */
const REPEATS = 10;
const ROUNDS = 15;
const WARM_UP = 3;
/** As when targets are searched, where nobody is shown the prices at which an account turns. */
const OPTIONS: AssessOptions = {
  horizonSeconds: 60n,
  realizeBadDebt: true,
  usdPrices: new Map(),
  liquidationPrices: false,
};

/** @throws when the two do not agree about an account */
export function assess(): Measured {
  const { market, positions } = accountsOf(1, ACCOUNTS);
  const read = <State>(state: State): Read<State> => ({ ok: true, blockNumber: 1n, timestamp: 1n, state });
  const target = accountTarget({ protocol: "aave-v3", market: market.pool }, market.pool);
  const [marketRead, reads] = [read(market), positions.map(read)];
  const exact = (index: number) => assessOne(target, marketRead, reads[index]!, OPTIONS);
  const theirs = mathUtilsFor(market, positions);
  for (const index of positions.keys()) refuseDifference(Number(healthFactorOf(exact(index))) / 1e18, theirs(index));

  const rounds: { exact: number; theirs: number }[] = [];
  for (let round = 1 - WARM_UP; round <= ROUNDS; round += 1) {
    const seconds = { exact: secondsOf(exact, REPEATS) / REPEATS, theirs: secondsOf(theirs, 1) };
    if (round > 0) rounds.push(seconds);
  }
  const exactly = Math.round(ACCOUNTS / median(rounds.map((one) => one.exact)));
  const byTheirs = Math.round(ACCOUNTS / median(rounds.map((one) => one.theirs)));
  const ratio = median(rounds.map((one) => one.theirs / one.exact));
  const rows = [
    ["assess, exact", exactly, ratio.toFixed(1)],
    ["formatUserSummary of @aave/math-utils", byTheirs, "1.0"],
  ] as const;
  const text = renderTable(
    [
      { head: "Aave V3 accounts a second on one core" },
      { head: "accounts", align: "right" },
      { head: "x", align: "right" },
    ],
    rows.map(([name, accounts, times]) => [name, accounts.toLocaleString("en"), times]),
  );
  return { data: { assess: { exactly, byTheirs, ratio, accounts: ACCOUNTS }, rounds: ROUNDS }, text };
}

/** Theirs loses digits that the contract keeps, but not more than these. */
function refuseDifference(exact: number, theirs: string): void {
  if (Math.abs(exact / Number(theirs) - 1) > 1e-3) throw new Error(`the health factor is ${exact} or ${theirs}`);
}

/** Seconds of processor time of this process, whatever else the machine does. */
function secondsOf(judge: (index: number) => unknown, repeats: number): number {
  const before = process.cpuUsage();
  for (let done = 0; done < repeats; done += 1) {
    for (let index = 0; index < ACCOUNTS; index += 1) judge(index);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
