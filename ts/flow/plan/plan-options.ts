import type { Address } from "viem";
import type { Once } from "../../core/data/once.ts";
import type { FundingName } from "../../core/names/names.ts";
import type { GasPrice } from "./gas.ts";
import type { PlanLimits } from "./plan-limits.ts";
import type { PlannedLiquidation } from "./planned-liquidation.ts";

/** What the caller leaves open and what not. */
export interface PlanOptions {
  readonly collateral?: Address;
  readonly debt?: Address;
  /** Most debt units to repay; absent: as much as pays best. */
  readonly repay?: bigint;
  /** The only sources that may pay, alone or together; absent: whichever pay best. */
  readonly funding?: FundingName | readonly FundingName[];
  readonly limits: PlanLimits;
  /** Until when the amounts must hold, seconds after the block. */
  readonly horizonSeconds: bigint;
  readonly gasPrice: GasPrice;
  readonly caller: Address | null;
  readonly liquidator: Address | null;
  /** Remembers what does not depend on the account, for all that are planned on one block. */
  readonly once: Once;
  /** Do an action that gives what stands for the collateral, and keep that (aTokens, from the wallet). */
  readonly inKind: boolean;
  /** Liquidations that go before it in the same transaction: pools are as these leave them. Absent: none. */
  readonly behind?: readonly PlannedLiquidation[];
}
