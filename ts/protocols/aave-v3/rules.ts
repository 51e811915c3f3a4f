/** Rules of Aave V3 by `POOL_REVISION`, as data. No formula asks for a revision; each asks its row for the one rule it needs. */
import type { Rounding } from "../../core/math/math.ts";

export interface AaveV3Rules {
  /** Release that introduced the row, for people. */
  readonly version: string;
  /** Scaled balance to tokens, and tokens to the scaled amount that leaves an account. */
  readonly aTokenBalance: Rounding;
  readonly aTokenBurn: Rounding;
  readonly debtBalance: Rounding;
  readonly debtBurn: Rounding;
  /** Debt in base currency. Collateral in base currency always floors. */
  readonly debtValue: Rounding;
  /** `average`: collateral times the floored mean threshold. `weighted`: the weighted sum itself, divided once. */
  readonly healthFactor: "average" | "weighted";
  /** `reserve`: a share of the reserve's debt. `account`: all of it, unless both sides are large; then a share of the whole account. */
  readonly closeFactor: "reserve" | "account";
  /** Small leftovers of debt and collateral are refused. */
  readonly refusesDust: boolean;
  /** What tells that no collateral is left, so that the remaining debt becomes the reserve's deficit. */
  readonly deficit: "none" | "value" | "scaled";
  readonly collateralGross: Rounding;
  /** Debt of a call that is limited by the collateral. */
  readonly limitedDebt: Rounding;
  /** The part of the seized collateral that is not bonus, and the protocol's share of the bonus. */
  readonly withoutBonus: Rounding;
  readonly protocolFee: Rounding;
  /** Collateral whose reserve has no threshold of its own counts (with its eMode's) and can be liquidated. */
  readonly zeroThresholdCounts: boolean;
  /** An eMode category may bring its own price. */
  readonly eModePrice: boolean;
  readonly refusesSelfLiquidation: boolean;
  readonly asksSentinel: boolean;
  readonly hasGracePeriod: boolean;
  /** Variable interest: `binomial` of (1 + rate per second)^seconds, or the series of e^x; three terms each. */
  readonly compounding: "binomial" | "exponential";
  /** What a call costs. */
  readonly gas: LiquidationGas;
}

/** Gas of `liquidationCall`, without the transaction around it. */
export interface LiquidationGas {
  /** With as many reserves as the account holds left out. */
  readonly call: bigint;
  /** The same when aTokens change hands instead of being burned and paid out. */
  readonly inKind: bigint;
  /** `calculateUserAccountData` walks every reserve that is collateral or borrowed: its settings, balances and price. */
  readonly perReserve: bigint;
}

/** Measured on v3.0.2, with debts at stable rates that are asked for everywhere. */
const GAS_WITH_STABLE_DEBT: LiquidationGas = { call: 283_000n, inKind: 226_200n, perReserve: 29_300n };
/** Measured on v3.6. */
const GAS: LiquidationGas = { call: 221_000n, inKind: 201_500n, perReserve: 29_700n };

const V3_0: AaveV3Rules = {
  version: "3.0",
  aTokenBalance: "half-up",
  aTokenBurn: "half-up",
  debtBalance: "half-up",
  debtBurn: "half-up",
  debtValue: "floor",
  healthFactor: "average",
  closeFactor: "reserve",
  refusesDust: false,
  deficit: "none",
  collateralGross: "half-up",
  limitedDebt: "half-up",
  withoutBonus: "half-up",
  protocolFee: "half-up",
  zeroThresholdCounts: false,
  eModePrice: true,
  refusesSelfLiquidation: false,
  asksSentinel: true,
  hasGracePeriod: false,
  compounding: "binomial",
  gas: GAS_WITH_STABLE_DEBT,
};
const V3_1: AaveV3Rules = { ...V3_0, version: "3.1", hasGracePeriod: true };
const V3_2: AaveV3Rules = { ...V3_1, version: "3.2", eModePrice: false, gas: GAS };
const V3_3: AaveV3Rules = { ...V3_2, version: "3.3", closeFactor: "account", refusesDust: true, deficit: "value" };
const V3_4: AaveV3Rules = { ...V3_3, version: "3.4", refusesSelfLiquidation: true, compounding: "exponential" };
const V3_5: AaveV3Rules = {
  ...V3_4,
  version: "3.5",
  aTokenBalance: "floor",
  aTokenBurn: "ceil",
  debtBalance: "ceil",
  debtBurn: "floor",
  debtValue: "ceil",
  healthFactor: "weighted",
  limitedDebt: "ceil",
};
const V3_6: AaveV3Rules = { ...V3_5, version: "3.6", zeroThresholdCounts: true };
const V3_7: AaveV3Rules = {
  ...V3_6,
  version: "3.7",
  deficit: "scaled",
  collateralGross: "floor",
  withoutBonus: "floor",
  protocolFee: "ceil",
  asksSentinel: false,
};

/** Indexed by revision minus one. Sources: `@aave/core-v3` 1.19.3, aave-v3-origin tags v3.1.0 to v3.6.0 and its v3.7. */
const BY_REVISION: readonly AaveV3Rules[] = [V3_0, V3_0, V3_0, V3_1, V3_2, V3_2, V3_3, V3_4, V3_5, V3_6, V3_7];

/** Every revision whose rules are known, oldest first. */
export const KNOWN_REVISIONS: readonly number[] = BY_REVISION.map((_, index) => index + 1);

/** Rules of one revision; null when they are not known, which must never be taken for those of a neighbour. */
export const rulesOf = (revision: number): AaveV3Rules | null => BY_REVISION[revision - 1] ?? null;

/** Rules of one release ("3.6"); null when there is no such release. */
export const rulesOfVersion = (version: string): AaveV3Rules | null =>
  BY_REVISION.find((rules) => rules.version === version) ?? null;
