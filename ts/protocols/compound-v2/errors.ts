import { parseAbi } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import type { RevertWords } from "../../core/errors/revert-words.ts";

/** What keeps a liquidation from happening, in the order in which it is found out. */
export type CompoundError =
  | "InterestUnavailable"
  | "TermsUnknown"
  | "ProtocolPaused"
  | "LiquidatePaused"
  | "NotTheLiquidator"
  | "MarketNotListed"
  | "PriceError"
  | "InsufficientShortfall"
  | "TooMuchRepay"
  | "InvalidAmount"
  | "RepayPaused"
  | "BooksTooSmall"
  | "SeizeTooMuch"
  | "SameMarket"
  | "SeizePaused"
  | "RedeemPaused"
  | "InsufficientCash"
  | "NothingSeized";

const WORDS: Readonly<Record<CompoundError, readonly [code: string, message: string]>> = {
  InterestUnavailable: ["rate-unavailable", "a market's interest rate model does not answer, or asks for too much"],
  TermsUnknown: ["terms-unknown", "the comptroller does not tell its close factor or its liquidation incentive"],
  ProtocolPaused: ["protocol-paused", "the comptroller is paused"],
  LiquidatePaused: ["liquidation-paused", "liquidations of this debt are paused"],
  NotTheLiquidator: ["sole-liquidator", "the comptroller lets one contract liquidate, and it is not this project's"],
  MarketNotListed: ["market-not-listed", "the comptroller does not list one of the two markets"],
  PriceError: ["oracle-zero", "the oracle has no price for an asset that the account is in"],
  InsufficientShortfall: ["healthy", "the account has no shortfall"],
  TooMuchRepay: ["close-factor", "more would be repaid than the close factor allows"],
  InvalidAmount: ["amount-too-small", "nothing would be repaid"],
  RepayPaused: ["repay-paused", "repaying this debt is paused"],
  BooksTooSmall: ["books-too-small", "more would be repaid than the market thinks is owed by all"],
  SeizeTooMuch: ["seize-too-much", "more would be seized than the account has of the collateral"],
  SameMarket: ["same-market", "a cToken of this age cannot be liquidated against itself"],
  SeizePaused: ["seize-paused", "seizing this collateral is paused"],
  RedeemPaused: ["redeem-paused", "redeeming this collateral is paused: it can only be kept"],
  InsufficientCash: ["insufficient-liquidity", "the market cannot pay out the seized collateral: its cash is lent out"],
  NothingSeized: ["amount-too-small", "nothing would be seized for it"],
};

/** The refusal that stands for an error. */
export function refusalOf(error: CompoundError, numbers: Reason["numbers"] = {}): Reason {
  const [code, message] = WORDS[error];
  return { code, message, numbers };
}

/** ComptrollerErrorReporter of Compound V2, by number. */
const COMPTROLLER_CODES: Readonly<Record<string, CompoundError>> = {
  1: "NotTheLiquidator",
  3: "InsufficientShortfall",
  9: "MarketNotListed",
  13: "PriceError",
  17: "TooMuchRepay",
};

/** TokenErrorReporter of Compound V2 by number, with what its comptroller says where that is why. */
export function errorOfCodes(code: number, detail: number): CompoundError | null {
  const COMPTROLLER_REJECTION = 3;
  if (code === COMPTROLLER_REJECTION) return COMPTROLLER_CODES[detail] ?? null;
  return code === 7 ? "InvalidAmount" : code === 14 ? "InsufficientCash" : null;
}

/** The sentences with which older tokens and comptrollers revert. */
const SENTENCES: Readonly<Record<string, CompoundError>> = {
  "protocol is paused": "ProtocolPaused",
  "market not listed": "MarketNotListed",
  LIQUIDATE_SEIZE_TOO_MUCH: "SeizeTooMuch",
  "Can not repay more than the total borrow": "TooMuchRepay",
  "seize is paused": "SeizePaused",
  "re-entered": "SameMarket",
  REPAY_BORROW_NEW_TOTAL_BALANCE_CALCULATION_FAILED: "BooksTooSmall",
};

/** How tokens of ether, the oldest as well, say with which code of TokenErrorReporter they refuse. */
const OF_ETHER: RevertWords["words"] = {
  "liquidateBorrow failed (03)": [
    "comptroller-rejection",
    "the comptroller refuses the liquidation: the account is healthy, or more ether would be repaid than the close factor allows",
  ],
  "liquidateBorrow failed (06)": ["self-liquidation", "the borrower cannot liquidate its own account"],
  "liquidateBorrow failed (07)": WORDS.InvalidAmount,
};

/** The same for whoever decodes a revert: this project's own errors with the codes, and those of the newer tokens. */
export const REVERT_WORDS: RevertWords = {
  abi: parseAbi([
    "error LiquidateComptrollerRejection(uint256 errorCode)",
    "error LiquidateFreshnessCheck()",
    "error LiquidateCollateralFreshnessCheck()",
    "error LiquidateAccrueBorrowInterestFailed(uint256 errorCode)",
    "error LiquidateAccrueCollateralInterestFailed(uint256 errorCode)",
    "error LiquidateLiquidatorIsBorrower()",
    "error LiquidateCloseAmountIsZero()",
    "error LiquidateCloseAmountIsUintMax()",
    "error LiquidateRepayBorrowFreshFailed(uint256 errorCode)",
    "error LiquidateSeizeComptrollerRejection(uint256 errorCode)",
    "error LiquidateSeizeLiquidatorIsBorrower()",
    "error RepayBorrowComptrollerRejection(uint256 errorCode)",
    "error RepayBorrowFreshnessCheck()",
    "error RedeemComptrollerRejection(uint256 errorCode)",
    "error RedeemFreshnessCheck()",
    "error RedeemTransferOutNotPossible()",
    "error TransferComptrollerRejection(uint256 errorCode)",
  ]),
  words: {
    LiquidateComptrollerRejection: [
      "comptroller-rejection",
      "the comptroller refuses the liquidation with code {errorCode}: 3 means that the account is healthy, 17 too much repaid",
    ],
    LiquidateFreshnessCheck: ["not-fresh", "the debt's market has not counted its interest"],
    LiquidateCollateralFreshnessCheck: ["not-fresh", "the collateral's market has not counted its interest"],
    LiquidateAccrueBorrowInterestFailed: ["rate-unavailable", "the debt's market cannot count its interest"],
    LiquidateAccrueCollateralInterestFailed: ["rate-unavailable", "the collateral's market cannot count its interest"],
    LiquidateLiquidatorIsBorrower: ["self-liquidation", "the borrower cannot liquidate its own account"],
    LiquidateCloseAmountIsZero: WORDS.InvalidAmount,
    LiquidateCloseAmountIsUintMax: ["amount-too-large", "an amount without limit cannot be repaid in a liquidation"],
    LiquidateRepayBorrowFreshFailed: ["repay-failed", "the debt's market cannot take the repayment, code {errorCode}"],
    LiquidateSeizeComptrollerRejection: ["seize-paused", "the comptroller refuses the seizure with code {errorCode}"],
    LiquidateSeizeLiquidatorIsBorrower: ["self-liquidation", "the borrower cannot liquidate its own account"],
    RepayBorrowComptrollerRejection: ["repay-paused", "the comptroller refuses the repayment with code {errorCode}"],
    RepayBorrowFreshnessCheck: ["not-fresh", "the debt's market has not counted its interest"],
    RedeemComptrollerRejection: ["redeem-paused", "the comptroller refuses the redemption with code {errorCode}"],
    RedeemFreshnessCheck: ["not-fresh", "the collateral's market has not counted its interest"],
    RedeemTransferOutNotPossible: WORDS.InsufficientCash,
    TransferComptrollerRejection: [
      "transfer-paused",
      "the comptroller refuses to have cTokens moved, code {errorCode}",
    ],
    ...OF_ETHER,
    ...Object.fromEntries(Object.entries(SENTENCES).map(([sentence, error]) => [sentence, WORDS[error]])),
    "action is paused": ["action-paused", "the comptroller has paused what the liquidation needs of a market"],
    "token seizure failed": ["seize-failed", "the collateral's market refuses the seizure"],
    LIQUIDATE_COMPTROLLER_CALCULATE_AMOUNT_SEIZE_FAILED: [
      "oracle-zero",
      "the oracle has no price for one of the two assets",
    ],
    "borrow rate is absurdly high": WORDS.InterestUnavailable,
  },
};
