import type { AbiEvent } from "viem";
import { parseAbiItem } from "viem";

/** What tells a fork of Aave V2 from the original. */
export interface AaveV2Policy {
  /** Share of the bonus that goes to somebody else than the liquidator: `half`, floored, or nothing. */
  readonly feeOfBonus: "none" | "half";
  /** What the pool says of a liquidation. */
  readonly liquidationEvent: AbiEvent;
  /** Gas of the pool's call, with as many reserves as the account holds left out; the same when aTokens change hands. */
  readonly gas: { readonly call: bigint; readonly inKind: bigint };
}

/** The original. Source: @aave/protocol-v2 1.0.1, LendingPoolCollateralManager.sol. */
export const AAVE_V2_POLICY: AaveV2Policy = {
  feeOfBonus: "none",
  liquidationEvent: parseAbiItem(
    "event LiquidationCall(address indexed collateralAsset, address indexed debtAsset, address indexed user, uint256 debtToCover, uint256 liquidatedCollateralAmount, address liquidator, bool receiveAToken)",
  ),
  gas: { call: 270_000n, inKind: 230_000n },
};
