import { reservesOf } from "../aave/reserves-of.ts";
import { type AaveV3Balance, balancesOf } from "./balance.ts";
import { projectReserve } from "./project.ts";
import type { AaveV3Rules } from "./rules.ts";
import type { AaveV3State } from "./state.ts";
import { type AaveV3Totals, totalsOf } from "./totals.ts";

/** One account at one instant. The health factor is always the block's: only the block has proved it. */
export interface AaveV3Instant {
  readonly account: AaveV3Totals;
  /** In the order of the holdings. */
  readonly balances: readonly AaveV3Balance[];
}

/** The account at the block itself. Its holdings' reserves must be known and priced. */
export function instantOf(state: AaveV3State, rules: AaveV3Rules): AaveV3Instant {
  const balances = balancesOf(state, reservesOf(state.market), rules);
  return { balances, account: totalsOf(balances, rules) };
}

/** The account at the end of the horizon, under the health factor of the block; `now` itself when there is no horizon. */
export function instantLater(
  state: AaveV3State,
  now: AaveV3Instant,
  horizonSeconds: bigint,
  rules: AaveV3Rules,
): AaveV3Instant {
  if (horizonSeconds === 0n) return now;
  const reserves = reservesOf(state.market);
  const projected = new Map(
    state.position.holdings.map(({ reserveId }) => [
      reserveId,
      projectReserve(reserves.get(reserveId)!, horizonSeconds, rules),
    ]),
  );
  const balances = balancesOf(state, projected, rules);
  return { balances, account: { ...totalsOf(balances, rules), healthFactor: now.account.healthFactor } };
}
