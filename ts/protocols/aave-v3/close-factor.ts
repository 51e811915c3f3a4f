import { BPS, percentMulHalfUp } from "../../core/math/math.ts";
import type { AaveV3Rules } from "./rules.ts";

/** Share of the debt that a call may repay while the health factor is above the threshold, basis points. */
const DEFAULT_CLOSE_FACTOR_BPS = 5_000n;
/** Health factor up to which all debt may be repaid, WAD. */
const FULL_CLOSE_HEALTH_FACTOR = 95n * 10n ** 16n;
/** Reserve collateral or debt below this may be closed whole; base currency, meant as USD with 8 decimals on every market. */
const SMALL_POSITION_BASE = 2_000n * 10n ** 8n;

export interface CloseFactorInput {
  /** WAD. */
  readonly healthFactor: bigint;
  /** The account's holding in the two reserves, base currency; debt rounded by the revision's rule. */
  readonly reserveCollateralBase: bigint;
  readonly reserveDebtBase: bigint;
  /** Debt of the whole account, base currency. */
  readonly totalDebtBase: bigint;
  /** Debt in the reserve, token units, and how to price it. */
  readonly reserveDebt: bigint;
  readonly debtPrice: bigint;
  readonly debtUnit: bigint;
}

export interface CloseFactor {
  /** 10000: the whole debt of the reserve; 5000: half of the reserve's debt or of the account's, by revision. */
  readonly closeFactorBps: bigint;
  /** Largest debt that one call repays, token units. */
  readonly maxDebt: bigint;
}

/** Largest debt that one call may repay. Source: `LiquidationLogic._calculateDebt` until v3.2, `executeLiquidationCall` from v3.3. */
export function closeFactorOf(input: CloseFactorInput, rules: AaveV3Rules): CloseFactor {
  const whole = { closeFactorBps: BPS, maxDebt: input.reserveDebt };
  if (input.healthFactor <= FULL_CLOSE_HEALTH_FACTOR) return whole;
  const closeFactorBps = DEFAULT_CLOSE_FACTOR_BPS;
  if (rules.closeFactor === "reserve") {
    return { closeFactorBps, maxDebt: percentMulHalfUp(input.reserveDebt, closeFactorBps) };
  }
  if (input.reserveCollateralBase < SMALL_POSITION_BASE || input.reserveDebtBase < SMALL_POSITION_BASE) return whole;
  const limitBase = percentMulHalfUp(input.totalDebtBase, closeFactorBps);
  if (input.reserveDebtBase <= limitBase) return whole;
  return { closeFactorBps, maxDebt: (limitBase * input.debtUnit) / input.debtPrice };
}
