import type { Address } from "viem";
import type { Once } from "../../core/data/once.ts";
import type { FundingName } from "../../core/names/names.ts";
import type { GasPrice } from "./gas.ts";
import type { PlanLimits } from "./plan.ts";

/** What the caller leaves open and what not. */
export interface PrepareOptions {
  readonly collateral?: Address;
  readonly debt?: Address;
  /** Most debt units to repay; absent: as much as pays best. */
  readonly repay?: bigint;
  /** Absent: whichever pays best. */
  readonly funding?: FundingName;
  readonly limits: PlanLimits;
  readonly gasPrice: GasPrice;
  readonly caller: Address | null;
  readonly liquidator: Address | null;
  /** Remembers what does not depend on the account, for all that are planned on one block. */
  readonly once: Once;
  /** Take aTokens from a wallet-funded liquidation and keep them (Aave). */
  readonly receiveAToken: boolean;
}
