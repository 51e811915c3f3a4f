import type { Abi } from "viem";
import type { LiquidatorName } from "../core/names/names.ts";
import { aaveV2LiquidatorAbi } from "../generated/AaveV2Liquidator.ts";
import { aaveV3LiquidatorAbi } from "../generated/AaveV3Liquidator.ts";
import { compoundV2LiquidatorAbi } from "../generated/CompoundV2Liquidator.ts";
import { morphoLiquidatorAbi } from "../generated/MorphoLiquidator.ts";

/** Registry: a new liquidator is one line here. What they share is `flashLiquidatorAbi`. */
export const LIQUIDATORS: Readonly<Record<LiquidatorName, Abi>> = {
  AaveV3Liquidator: aaveV3LiquidatorAbi,
  MorphoLiquidator: morphoLiquidatorAbi,
  AaveV2Liquidator: aaveV2LiquidatorAbi,
  CompoundV2Liquidator: compoundV2LiquidatorAbi,
};
