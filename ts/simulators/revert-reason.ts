import { type Abi, decodeErrorResult, type Hex, parseAbi } from "viem";
import type { Reason } from "../flow/types.ts";
import { aaveV3LiquidatorAbi } from "../generated/AaveV3Liquidator.ts";
import { morphoLiquidatorAbi } from "../generated/MorphoLiquidator.ts";

/** Custom errors of the lending protocols and tokens that a liquidation can meet (Aave V3.4 and later, OpenZeppelin 5). */
const FOREIGN_ERRORS = parseAbi([
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
  "error FlashloanDisabled()",
  "error InvalidFlashloanExecutorReturn()",
  "error NotEnoughAvailableUserBalance()",
  "error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)",
  "error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)",
]);

const ERRORS: Abi = [
  ...new Map(
    [...aaveV3LiquidatorAbi, ...morphoLiquidatorAbi, ...FOREIGN_ERRORS]
      .filter((item) => item.type === "error")
      .map((item) => [item.name, item]),
  ).values(),
];

/** What an error means to a person, by its name or its text. Everything else is shown as it is. */
const WORDS: Readonly<Record<string, readonly [code: string, message: string]>> = {
  NotOperator: ["not-operator", "the sender is not an operator of the liquidator: the owner must call setOperator"],
  Paused: ["paused", "the liquidator is paused: the owner must call setPaused(false)"],
  MarketNotAllowed: ["market-not-allowed", "the market is not allowed: the owner must call setMarket"],
  LenderNotAllowed: ["lender-not-allowed", "the lender is not allowed: the owner must call setLender"],
  SlippageAboveLimit: ["slippage-limit", "the slippage asked for is above the owner's limit"],
  TipAboveLimit: ["tip-limit", "the tip asked for is above the owner's limit"],
  LimitInvalid: ["limit-invalid", "a limit must be below 100 % for slippage, and at most 100 % for the tip"],
  ReceiverInvalid: ["receiver-invalid", "the receiver must be neither zero nor the liquidator itself"],
  TipRecipientInvalid: ["tip-recipient-invalid", "the tip would come back to the liquidator"],
  DeadlinePassed: ["deadline", "the plan's deadline has passed"],
  PoolMissing: ["no-pool", "a Uniswap V3 pool of the route does not exist"],
  OraclePriceZero: ["oracle-zero", "the protocol's oracle has a price of zero"],
  ProfitBelowMinimum: ["profit-below-minimum", "the profit on chain would be below the minimum"],
  ProfitBelowOracleFloor: ["slippage", "the sale would lose more against the protocol's oracle than allowed"],
  Loss: ["loss", "the liquidation would end with less than it began with"],
  BadDebtRealized: ["bad-debt", "the liquidation would leave bad debt with the lenders"],
  CallbackMissing: ["no-callback", "the source of money never called back"],
  HealthFactorNotBelowThreshold: ["healthy", "the account is healthy at this block"],
  "45": ["healthy", "the account is healthy at this block"],
  "position is healthy": ["healthy", "the position is healthy at this block"],
  MustNotLeaveDust: ["must-not-leave-dust", "the call would leave debt or collateral worth less than 1000 USD"],
  "103": ["must-not-leave-dust", "the call would leave debt or collateral worth less than 1000 USD"],
  CollateralCannotBeLiquidated: ["collateral-not-enabled", "the account does not use this asset as collateral"],
  SpecifiedCurrencyNotBorrowedByUser: ["no-debt-in-reserve", "the account has no debt in this asset"],
  ReservePaused: ["reserve-paused", "a reserve of the pair is paused"],
  FlashloanDisabled: ["flash-loan-disabled", "the lender does not lend this asset"],
  LiquidationGraceSentinelCheckFailed: ["grace-period", "a liquidation grace period has not passed"],
  SaleIncomplete: ["too-little-liquidity", "a pool of the route cannot take the whole amount"],
  EtherTransferFailed: ["tip-refused", "the tip's recipient does not take ether"],
  IIA: ["swap-unpaid", "the pool did not receive its input: the seized collateral does not cover the swap"],
  ERC20InsufficientBalance: ["insufficient-balance", "a token balance does not cover what is owed"],
  ERC20InsufficientAllowance: ["insufficient-allowance", "a token allowance does not cover what is taken"],
};

const SILENT =
  "the transaction reverts without a reason; old tokens such as wrapped ether do so when a balance is too small";

/** Solidity's own checks. */
const PANICS: Readonly<Record<string, string>> = {
  "1": "an assertion fails",
  "17": "a number overflows",
  "18": "something is divided by zero",
  "50": "an array is read past its end",
};

/** Revert data in words: known errors get a sentence, unknown ones their name or their raw data. */
export function revertReason(data: Hex): Reason {
  if (data === "0x") return { code: "reverted-silently", message: SILENT };
  let decoded: { errorName: string; args?: readonly unknown[] | undefined };
  try {
    decoded = decodeErrorResult({ abi: ERRORS, data }) as typeof decoded;
  } catch {
    return { code: "reverted", message: `the transaction reverts with unknown data ${data.slice(0, 74)}` };
  }
  const { errorName, args = [] } = decoded;
  const key = errorName === "Error" ? String(args[0]) : errorName;
  const words = Object.hasOwn(WORDS, key) ? WORDS[key] : undefined;
  const numbers = numbersOf(errorName, args);
  if (words) return { code: words[0], message: words[1], numbers };
  if (errorName === "Panic") {
    const said = PANICS[String(args[0])] ?? `panic code ${args[0]}`;
    return { code: "panic", message: `the transaction reverts: ${said}`, numbers };
  }
  // whoever wrote the contract chose the text
  const shown = key
    .replace(/[\p{C}\s]+/gu, " ")
    .slice(0, 120)
    .trim();
  return {
    code: "reverted",
    message: `the transaction reverts: ${shown}`,
    numbers: errorName === "Error" ? {} : numbers,
  };
}

function numbersOf(errorName: string, args: readonly unknown[]): Record<string, string> {
  const item = ERRORS.find((one) => one.type === "error" && one.name === errorName);
  const inputs = item !== undefined && "inputs" in item ? (item.inputs ?? []) : [];
  return Object.fromEntries(inputs.map((input, index) => [input.name || `arg${index}`, String(args[index])]));
}
