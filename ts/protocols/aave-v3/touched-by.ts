import { parseAbi } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import { accountsTouched, eventTable } from "../aave/touched-by.ts";
import type { ChainLog, MarketReads, Touched } from "../protocol.ts";
import { AAVE_V3_ADDRESSES } from "./addresses.ts";
import type { AaveV3Market } from "./state.ts";

/**
 * Events of the pool after which an account's position may be another, and where the account is named. IPool.sol, all
 * revisions; those of stable debt until v3.1. Enums are bytes.
 */
const POOL_EVENTS = parseAbi([
  "event Supply(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint16 indexed referralCode)",
  "event Withdraw(address indexed reserve, address indexed user, address indexed to, uint256 amount)",
  "event Borrow(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint8 interestRateMode, uint256 borrowRate, uint16 indexed referralCode)",
  "event Repay(address indexed reserve, address indexed user, address indexed repayer, uint256 amount, bool useATokens)",
  "event SwapBorrowRateMode(address indexed reserve, address indexed user, uint8 interestRateMode)",
  "event RebalanceStableBorrowRate(address indexed reserve, address indexed user)",
  "event ReserveUsedAsCollateralEnabled(address indexed reserve, address indexed user)",
  "event ReserveUsedAsCollateralDisabled(address indexed reserve, address indexed user)",
  "event UserEModeSet(address indexed user, uint8 categoryId)",
  "event LiquidationCall(address indexed collateralAsset, address indexed debtAsset, address indexed user, uint256 debtToCover, uint256 liquidatedCollateralAmount, address liquidator, bool receiveAToken)",
]);
const events = eventTable(POOL_EVENTS);

/** {@link accountsTouched} in the chain's Aave V3 markets. */
export function touchedBy(
  logs: readonly ChainLog[],
  book: Pick<ChainBook, "name" | "addresses">,
  markets: MarketReads<AaveV3Market>,
): Touched[] {
  return accountsTouched(logs, { protocol: "aave-v3", pools: AAVE_V3_ADDRESSES.of(book), events }, markets);
}
