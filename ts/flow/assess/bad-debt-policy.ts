import type { Config } from "../../core/config/config.ts";
import type { AnyProtocol, AssessOptions } from "../../protocols/protocol.ts";

/** Where the operator takes positions whose liquidation leaves a loss with the lenders. */
export function badDebtPolicy(
  protocol: Pick<AnyProtocol, "realizesBadDebt" | "realizesBadDebtIn">,
  config: Config,
): Pick<AssessOptions, "realizeBadDebt" | "realizeBadDebtIn"> {
  const realizeBadDebtIn = protocol.realizesBadDebtIn?.(config);
  return { realizeBadDebt: protocol.realizesBadDebt(config), ...(realizeBadDebtIn && { realizeBadDebtIn }) };
}
