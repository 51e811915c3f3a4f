import { parseAbi, parseAbiItem } from "viem";
import { type EventTable, eventTable } from "../aave/touched-by.ts";
import type { AaveV2Policy } from "./policy.ts";

/** ILendingPool.sol, Aave V2: the interest rate mode is a word. */
export const BORROW = parseAbiItem(
  "event Borrow(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint256 borrowRateMode, uint256 borrowRate, uint16 indexed referral)",
);

/** Events of the pool after which an account's position may be another, and where the account is named. */
const POOL_EVENTS = parseAbi([
  "event Deposit(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint16 indexed referral)",
  "event Withdraw(address indexed reserve, address indexed user, address indexed to, uint256 amount)",
  "event Repay(address indexed reserve, address indexed user, address indexed repayer, uint256 amount)",
  "event Swap(address indexed reserve, address indexed user, uint256 rateMode)",
  "event RebalanceStableBorrowRate(address indexed reserve, address indexed user)",
  "event ReserveUsedAsCollateralEnabled(address indexed reserve, address indexed user)",
  "event ReserveUsedAsCollateralDisabled(address indexed reserve, address indexed user)",
]);

/** What the events of a fork's pools say about accounts. */
export const eventsOf = ({ liquidationEvent }: AaveV2Policy): EventTable =>
  eventTable([BORROW, ...POOL_EVENTS, liquidationEvent]);
