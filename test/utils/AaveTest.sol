// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {Outcome, Plan} from "../../contracts/types/Plan.sol";
import {DevnetTest} from "./DevnetTest.sol";
import {Plans} from "./Plans.sol";

/// @notice The Aave V3 leaf on the devnet.
abstract contract AaveTest is DevnetTest {
    using SafeERC20 for IERC20;

    FlashLiquidator internal liquidator;

    function setUp() public virtual override {
        super.setUp();
        liquidator = _deploy(_leaf());
    }

    function _leaf() internal pure virtual returns (string memory) {
        return "AaveV3Liquidator";
    }

    function _liquidate(Plan memory plan) internal returns (Outcome memory) {
        vm.prank(operator);
        return liquidator.liquidate(plan);
    }

    /// @dev Half of the reference's debt, bought from the 0.3 % pool.
    function _flashSwap() internal view returns (Plan memory) {
        return Plans.flashSwap(address(pool), borrower, weth, usdc, 11_000e6, 3000);
    }

    function _flashLoan() internal view returns (Plan memory) {
        return Plans.flashLoan(address(pool), borrower, weth, usdc, 11_000e6, 3000);
    }

    function _wallet() internal view returns (Plan memory) {
        return Plans.wallet(address(pool), borrower, weth, usdc, 11_000e6, 3000);
    }

    /// @dev Gives `who` exactly this much and lets the liquidator take it.
    function _fundWallet(address who, address token, uint256 amount) internal {
        deal(token, who, amount);
        vm.prank(who);
        IERC20(token).forceApprove(address(liquidator), amount);
    }

    function _aToken(address asset) internal view returns (address) {
        return pool.getReserveData(asset).aTokenAddress;
    }

    function _balance(address token, address who) internal view returns (uint256) {
        return IERC20(token).balanceOf(who);
    }
}
