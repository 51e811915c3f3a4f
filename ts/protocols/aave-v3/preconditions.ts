import { WAD } from "../../core/math/math.ts";
import type { AaveV3Error } from "./errors.ts";
import type { AaveV3Rules } from "./rules.ts";

/** Health factor from which the sequencer sentinel has a say, WAD. */
const SENTINEL_HEALTH_FACTOR = 95n * 10n ** 16n;

export interface Preconditions {
  readonly liquidatorIsBorrower: boolean;
  /** Both reserves. */
  readonly active: boolean;
  /** Either reserve. */
  readonly paused: boolean;
  /** True where the market has no sentinel. */
  readonly sentinelAllows: boolean;
  /** Unix seconds; 0: none. */
  readonly collateralGraceUntil: bigint;
  readonly debtGraceUntil: bigint;
  readonly now: bigint;
  /** WAD. */
  readonly healthFactor: bigint;
  /** The account uses the asset as collateral. */
  readonly collateralEnabled: boolean;
  /** Threshold of the collateral's reserve itself, not of an eMode category. */
  readonly reserveThresholdBps: bigint;
  /** Token units. */
  readonly reserveDebt: bigint;
}

/** The first check that fails, in the order of the contract; null when all pass. Source: `ValidationLogic.validateLiquidationCall`. */
export function failedPrecondition(input: Preconditions, rules: AaveV3Rules): AaveV3Error | null {
  if (rules.refusesSelfLiquidation && input.liquidatorIsBorrower) return "SelfLiquidation";
  if (!input.active) return "ReserveInactive";
  if (input.paused) return "ReservePaused";
  if (rules.asksSentinel && input.healthFactor >= SENTINEL_HEALTH_FACTOR && !input.sentinelAllows) {
    return "PriceOracleSentinelCheckFailed";
  }
  const graceIsOver = input.collateralGraceUntil < input.now && input.debtGraceUntil < input.now;
  if (rules.hasGracePeriod && !graceIsOver) return "LiquidationGraceSentinelCheckFailed";
  if (input.healthFactor >= WAD) return "HealthFactorNotBelowThreshold";
  const thresholdCounts = rules.zeroThresholdCounts || input.reserveThresholdBps !== 0n;
  if (!input.collateralEnabled || !thresholdCounts) return "CollateralCannotBeLiquidated";
  if (input.reserveDebt === 0n) return "SpecifiedCurrencyNotBorrowedByUser";
  return null;
}
