import { isAddressEqual } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import { sellerAddress } from "../deploy/seller-address.ts";
import type { PlanLimits } from "./plan-limits.ts";

/**
 * Why the tip would not reach the one it is meant for; null when it would. What comes to the seller is for anybody to take, and
 * the contract does not ask: it would cost every liquidation 2,100 gas. What would come back to a liquidator it refuses itself.
 */
export function tipLost({ tipBps, tipRecipient }: Pick<PlanLimits, "tipBps" | "tipRecipient">): Reason | null {
  if (tipBps === 0 || !isAddressEqual(tipRecipient, sellerAddress())) return null;
  return {
    code: "tip-recipient-invalid",
    message: `the tip's recipient ${tipRecipient} is the seller, and what comes there is for anybody to take`,
  };
}
