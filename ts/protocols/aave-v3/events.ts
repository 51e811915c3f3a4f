import { getAbiItem, parseAbi } from "viem";

/**
 * Events of the pool after which an account's position may be another, and where the account is named. IPool.sol, all
 * revisions; those of stable debt until v3.1. Enums are bytes.
 */
export const POOL_EVENTS = parseAbi([
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

/** Who owes since. */
export const BORROW = getAbiItem({ abi: POOL_EVENTS, name: "Borrow" });
