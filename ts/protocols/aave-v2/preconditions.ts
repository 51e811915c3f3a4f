import { WAD } from "../../core/math/math.ts";
import type { AaveV2Error } from "./errors.ts";

export interface Preconditions {
  /** The whole pool. */
  readonly paused: boolean;
  /** Both reserves. */
  readonly active: boolean;
  /** WAD. */
  readonly healthFactor: bigint;
  /** The account uses the asset as collateral. */
  readonly collateralEnabled: boolean;
  readonly thresholdBps: bigint;
  /** Token units, at both kinds of rates. */
  readonly reserveDebt: bigint;
}

/**
 * The first check that fails, in the order of the contract; null when all pass. Nobody is kept from liquidating himself.
 * Source: `ValidationLogic.validateLiquidationCall`.
 */
export function failedPrecondition(input: Preconditions): AaveV2Error | null {
  if (input.paused) return "64";
  if (!input.active) return "2";
  if (input.healthFactor >= WAD) return "42";
  if (!input.collateralEnabled || input.thresholdBps === 0n) return "43";
  return input.reserveDebt === 0n ? "44" : null;
}
