import { parseAbi } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import type { RevertWords } from "../../core/errors/revert-words.ts";

/** Reverts of `liquidationCall` that can be foreseen, by the name of the custom error (v3.4 and later). */
export type AaveV3Error =
  | "SelfLiquidation"
  | "ReserveInactive"
  | "ReservePaused"
  | "PriceOracleSentinelCheckFailed"
  | "LiquidationGraceSentinelCheckFailed"
  | "HealthFactorNotBelowThreshold"
  | "CollateralCannotBeLiquidated"
  | "SpecifiedCurrencyNotBorrowedByUser"
  | "MustNotLeaveDust"
  | "InvalidBurnAmount";

/** The revert strings that stood for the same errors until v3.3; empty where the check came later. */
export const ERROR_STRINGS: Readonly<Record<AaveV3Error, string>> = {
  SelfLiquidation: "",
  ReserveInactive: "27",
  ReservePaused: "29",
  PriceOracleSentinelCheckFailed: "59",
  LiquidationGraceSentinelCheckFailed: "97",
  HealthFactorNotBelowThreshold: "45",
  CollateralCannotBeLiquidated: "46",
  SpecifiedCurrencyNotBorrowedByUser: "47",
  MustNotLeaveDust: "103",
  InvalidBurnAmount: "25",
};

const WORDS: Readonly<Record<AaveV3Error, readonly [code: string, message: string]>> = {
  SelfLiquidation: ["self-liquidation", "the borrower cannot liquidate its own account"],
  ReserveInactive: ["reserve-inactive", "the collateral's or the debt's reserve is not active"],
  ReservePaused: ["reserve-paused", "the collateral's or the debt's reserve is paused"],
  PriceOracleSentinelCheckFailed: [
    "sequencer-sentinel",
    "the sequencer was down recently: liquidations wait while the health factor is at or above 0.95",
  ],
  LiquidationGraceSentinelCheckFailed: [
    "grace-period",
    "a liquidation grace period of one of the reserves has not passed",
  ],
  HealthFactorNotBelowThreshold: ["healthy", "the health factor is at or above 1"],
  CollateralCannotBeLiquidated: ["collateral-not-enabled", "the account does not use this asset as collateral"],
  SpecifiedCurrencyNotBorrowedByUser: ["no-debt-in-reserve", "the account has no debt in this asset"],
  MustNotLeaveDust: [
    "must-not-leave-dust",
    "the call would leave debt and collateral, one of them worth less than 1000 USD",
  ],
  InvalidBurnAmount: ["amount-too-small", "the amount is less than the smallest unit the reserve keeps books in"],
};

/** The same for whoever decodes a revert: each error by name and, of old revisions, by number. */
export const REVERT_WORDS: RevertWords = {
  abi: parseAbi([
    "error SelfLiquidation()",
    "error ReserveInactive()",
    "error ReserveFrozen()",
    "error ReservePaused()",
    "error PriceOracleSentinelCheckFailed()",
    "error LiquidationGraceSentinelCheckFailed()",
    "error HealthFactorNotBelowThreshold()",
    "error CollateralCannotBeLiquidated()",
    "error SpecifiedCurrencyNotBorrowedByUser()",
    "error MustNotLeaveDust()",
    "error InvalidAmount()",
    "error InvalidBurnAmount()",
    "error NotEnoughAvailableUserBalance()",
  ]),
  words: {
    ...WORDS,
    ...Object.fromEntries(
      Object.entries(ERROR_STRINGS)
        .filter(([, text]) => text !== "")
        .map(([name, text]) => [text, WORDS[name as AaveV3Error]]),
    ),
  },
};

/** The refusal that stands for a revert. */
export function refusalOf(error: AaveV3Error, numbers: Reason["numbers"] = {}): Reason {
  const [code, message] = WORDS[error];
  return { code, message, numbers };
}
