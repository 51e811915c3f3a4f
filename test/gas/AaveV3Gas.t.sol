// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {Plan} from "../../contracts/types/Plan.sol";
import {DevnetTest} from "../utils/DevnetTest.sol";
import {Plans} from "../utils/Plans.sol";

/// @notice Gas of whole transactions (`isolate`), refunds included, on the reference case; committed below snapshots/.
/// @dev "first" is the first liquidation ever: the receiver and Aave's treasury hold none of the collateral yet, and each
/// pays 17,100 gas for a storage slot that is zero. Budgets are for every later one, as on a market in use.
/// forge-config: default.isolate = true
contract AaveV3GasTest is DevnetTest {
    FlashLiquidator private liquidator;

    function setUp() public override {
        super.setUp();
        liquidator = _deploy("AaveV3Liquidator");
    }

    function test_FlashSwap() public {
        _afterAnother();
        assertLe(_measure("flash swap", _flashSwap()), 420_000, "above the budget");
    }

    function test_FlashSwapFirst() public {
        _openReference();
        _measure("flash swap, first", _flashSwap());
    }

    function test_AaveFlashLoan() public {
        _afterAnother();
        assertLe(_measure("aave flash loan", _flashLoan()), 530_000, "above the budget");
    }

    function test_AaveFlashLoanFirst() public {
        _openReference();
        assertLe(_measure("aave flash loan, first", _flashLoan()), 530_000, "above the budget");
    }

    function test_Wallet() public {
        _afterAnother();
        deal(usdc, operator, 11_000e6);
        vm.prank(operator);
        IERC20(usdc).approve(address(liquidator), 11_000e6);
        _measure("wallet", Plans.wallet(address(pool), borrower, weth, usdc, 11_000e6, 3000));
    }

    /// @dev No contract of ours: an account that owns the debt asset and has given its allowance before.
    function test_BareLiquidationCall() public {
        _afterAnother();
        _measureBare("bare liquidationCall");
    }

    function test_BareLiquidationCallFirst() public {
        _openReference();
        _measureBare("bare liquidationCall, first");
    }

    function _measureBare(string memory name) private {
        deal(usdc, stranger, 20_000e6);
        vm.prank(stranger);
        IERC20(usdc).approve(address(pool), type(uint256).max);
        vm.prank(stranger);
        pool.liquidationCall(weth, usdc, borrower, 11_000e6, false);
        vm.snapshotGasLastCall("AaveV3Liquidator", name);
    }

    /// @dev The same case once before, with another borrower and both kinds of leftover for the receiver.
    function _afterAnother() private {
        address other = makeAddr("another borrower");
        _open(pool, other, weth, 10e18, usdc, 22_000e6);
        _openReference();
        Plan memory plan = Plans.flashSwap(address(pool), other, weth, usdc, 11_000e6, 3000);
        plan.target.amount = 10_999e6;
        vm.prank(operator);
        liquidator.liquidate(plan);
    }

    function _flashSwap() private view returns (Plan memory) {
        return Plans.flashSwap(address(pool), borrower, weth, usdc, 11_000e6, 3000);
    }

    function _flashLoan() private view returns (Plan memory) {
        return Plans.flashLoan(address(pool), borrower, weth, usdc, 11_000e6, 3000);
    }

    function _measure(string memory name, Plan memory plan) private returns (uint256) {
        assertEq(_healthFactor(pool, borrower), 0.975e18);
        vm.prank(operator);
        liquidator.liquidate(plan);
        return vm.snapshotGasLastCall("AaveV3Liquidator", name);
    }
}
