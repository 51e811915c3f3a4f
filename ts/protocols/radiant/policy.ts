import { parseAbiItem } from "viem";
import type { AaveV2Policy } from "../aave-v2/family.ts";

/** Half of the bonus goes to whom the market's registry names, and the event says to whom, so that its topic is another. */
export const RADIANT_POLICY: AaveV2Policy = {
  feeOfBonus: "half",
  liquidationEvent: parseAbiItem(
    "event LiquidationCall(address indexed collateralAsset, address indexed debtAsset, address indexed user, uint256 debtToCover, uint256 liquidatedCollateralAmount, address liquidator, bool receiveAToken, address liquidationFeeTo)",
  ),
  // measured where the half of the pool that liquidates is this project's own, which sets no new rates: a real one takes more
  gas: { call: 177_000n, inKind: 140_000n },
};
