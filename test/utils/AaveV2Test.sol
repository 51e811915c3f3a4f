// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {IAaveV2Pool} from "../../contracts/interfaces/IAaveV2Pool.sol";
import {FundingSource, Outcome, Plan} from "../../contracts/types/Plan.sol";
import {Setup} from "../../contracts/types/Setup.sol";
import {DevnetTest} from "./DevnetTest.sol";
import {Plans} from "./Plans.sol";

interface IAaveV2Account {
    function deposit(address asset, uint256 amount, address onBehalfOf, uint16 referralCode) external;
    function borrow(address asset, uint256 amount, uint256 rateMode, uint16 referralCode, address onBehalfOf) external;
    function getUserAccountData(address user)
        external
        view
        returns (uint256 collateral, uint256 debt, uint256, uint256, uint256, uint256 healthFactor);
}

/// @notice The Aave V2 leaf on the devnet.
abstract contract AaveV2Test is DevnetTest {
    using SafeERC20 for IERC20;
    using stdJson for string;

    uint256 internal constant STABLE = 1;
    uint256 internal constant VARIABLE = 2;

    FlashLiquidator internal liquidator;
    address internal market; // counts in ether
    address internal dollarMarket; // counts in dollars, and has no ether

    function setUp() public virtual override {
        super.setUp();
        market = info.readAddress(".addresses.aaveV2.main.pool");
        dollarMarket = info.readAddress(".addresses.aaveV2.dollar.pool");
        liquidator = _deploy("AaveV2Liquidator");
    }

    function _setup() internal view virtual override returns (Setup memory setup) {
        setup = super._setup();
        setup.markets = new address[](2);
        (setup.markets[0], setup.markets[1]) = (market, dollarMarket);
        setup.lenders = new address[](3);
        (setup.lenders[0], setup.lenders[1], setup.lenders[2]) = (address(pool), market, dollarMarket);
    }

    function _liquidate(Plan memory plan) internal returns (Outcome memory) {
        vm.prank(operator);
        return liquidator.liquidate(plan);
    }

    function _openIn(
        address market_,
        address user,
        address collateral,
        uint256 supplied,
        address debt,
        uint256 borrowed
    ) internal {
        _supply(market_, user, collateral, supplied);
        _borrow(market_, user, debt, borrowed, VARIABLE);
    }

    function _supply(address market_, address user, address collateral, uint256 supplied) internal {
        deal(collateral, user, supplied);
        vm.startPrank(user);
        IERC20(collateral).forceApprove(market_, supplied);
        IAaveV2Account(market_).deposit(collateral, supplied, user, 0);
        vm.stopPrank();
    }

    function _borrow(address market_, address user, address debt, uint256 amount, uint256 rateMode) internal {
        vm.prank(user);
        IAaveV2Account(market_).borrow(debt, amount, rateMode, 0, user);
    }

    /// @dev 10 WETH against 22,000 USDC, then ETH falls from 3000 to 2600 and the health factor to 0.975.
    function _openUsual() internal {
        _openIn(market, borrower, weth, 10e18, usdc, 22_000e6);
        _setPrice("WETH", 2600 * USD);
    }

    function _flashSwap() internal view returns (Plan memory) {
        return Plans.flashSwap(market, borrower, weth, usdc, 11_000e6, 3000);
    }

    /// @dev Borrowed from Aave V2 itself.
    function _flashLoan() internal view returns (Plan memory plan) {
        plan = Plans.flashLoan(market, borrower, weth, usdc, 11_000e6, 3000);
        plan.funding.source = FundingSource.AaveV2FlashLoan;
    }

    function _wallet() internal view returns (Plan memory) {
        return Plans.wallet(market, borrower, weth, usdc, 11_000e6, 3000);
    }

    function _fundWallet(address who, address token, uint256 amount) internal {
        deal(token, who, amount);
        vm.prank(who);
        IERC20(token).forceApprove(address(liquidator), amount);
    }

    function _aTokenOf(address market_, address asset) internal view returns (address) {
        return IAaveV2Pool(market_).getReserveData(asset).aTokenAddress;
    }

    function _healthOf(address market_, address user) internal view returns (uint256 healthFactor) {
        (,,,,, healthFactor) = IAaveV2Account(market_).getUserAccountData(user);
    }

    function _balance(address token, address who) internal view returns (uint256) {
        return IERC20(token).balanceOf(who);
    }

    function _assertNothingLeft() internal view {
        _assertNothingAtRest(liquidator);
        address[5] memory tokens = [weth, wbtc, usdc, usdt, dai];
        for (uint256 i; i < tokens.length; ++i) {
            assertEq(IERC20(tokens[i]).allowance(address(liquidator), market), 0, "allowance left");
            assertEq(IERC20(tokens[i]).allowance(address(liquidator), dollarMarket), 0, "allowance left");
        }
    }
}
