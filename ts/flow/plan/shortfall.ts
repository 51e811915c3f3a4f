import type { Reason } from "../../core/errors/reason.ts";
import type { PlanLimits } from "./plan-limits.ts";
import { belowMinimumText, usdText } from "./usd.ts";

/** What is earned, USD with 8 decimals. */
export interface Earnings {
  /** Less tip and gas. */
  readonly netUsd: bigint;
  readonly gasCostUsd: bigint;
}

const BPS = 10_000n;

/**
 * Why what is earned does not suffice: the minimum profit, then the share of it that gas may cost. Null when it does.
 * @param subject whose earnings they are, with its verb: "the best plan earns"
 */
export function shortfall(
  earnings: Earnings,
  { minProfitUsd, maxGasShareBps }: Pick<PlanLimits, "minProfitUsd" | "maxGasShareBps">,
  subject: string,
): Reason | null {
  const { netUsd, gasCostUsd } = earnings;
  if (netUsd < minProfitUsd) {
    const message = `${subject} ${belowMinimumText(netUsd, minProfitUsd)}`;
    return { code: "below-min-profit", message, numbers: { netUsd, minProfitUsd, gasCostUsd } };
  }
  if (maxGasShareBps >= BPS || gasCostUsd <= gasShareUsd(earnings, maxGasShareBps)) return null;
  const earned = usdText(netUsd + gasCostUsd);
  return {
    code: "gas-share",
    message: `${subject} ${earned} before gas, which costs ${usdText(gasCostUsd)}: more than ${maxGasShareBps / 100} % of it`,
    numbers: { netUsd, gasCostUsd, maxGasShareBps },
  };
}

/** Most that gas may cost of what is earned before it, rounded down. */
export function gasShareUsd({ netUsd, gasCostUsd }: Earnings, maxGasShareBps: number): bigint {
  return ((netUsd + gasCostUsd) * BigInt(maxGasShareBps)) / BPS;
}
