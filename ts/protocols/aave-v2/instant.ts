import { reservesOf } from "../aave/reserves-of.ts";
import { type AaveV2Balance, balanceAt } from "./balance.ts";
import type { AaveV2State } from "./state.ts";
import { type AaveV2Totals, totalsOf } from "./totals.ts";

/** One account at one second. */
export interface AaveV2Instant {
  readonly account: AaveV2Totals;
  /** In the order of the holdings. */
  readonly balances: readonly AaveV2Balance[];
}

/**
 * The account so many seconds after the market's block, at the rates that it has there. Its holdings' reserves must be known
 * and priced.
 */
export function instantAt({ market, position }: AaveV2State, secondsLater: bigint): AaveV2Instant {
  const reserves = reservesOf(market);
  const time = market.timestamp + secondsLater;
  const balances = position.holdings.map((holding) => balanceAt(holding, reserves.get(holding.reserveId)!, time));
  return { balances, account: totalsOf(balances) };
}
