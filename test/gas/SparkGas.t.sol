// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Plan} from "../../contracts/types/Plan.sol";
import {Plans} from "../utils/Plans.sol";
import {SparkTest} from "../utils/SparkTest.sol";

/// @notice Gas of whole transactions (`isolate`), refunds included, on Spark; committed below snapshots/. Not the first of their kind.
/// forge-config: default.isolate = true
contract SparkGasTest is SparkTest {
    string private constant GROUP = "Spark";
    uint256 private constant HALF = 11_000;

    function test_FlashSwap() public {
        _afterAnother();
        _measure("flash swap", Plans.flashSwap(address(spark), borrower, weth, dai, HALF * 1e18, 3000));
    }

    function test_SparkFlashLoan() public {
        _afterAnother();
        _measure("spark flash loan", _flashLoan(HALF));
    }

    function test_AaveFlashLoan() public {
        _afterAnother();
        Plan memory plan = _flashLoan(HALF);
        plan.funding.lender = address(pool);
        _measure("aave flash loan", plan);
    }

    function test_Wallet() public {
        _afterAnother();
        deal(dai, operator, HALF * 1e18);
        vm.prank(operator);
        IERC20(dai).approve(address(liquidator), HALF * 1e18);
        _measure("wallet", Plans.wallet(address(spark), borrower, weth, dai, HALF * 1e18, 3000));
    }

    /// @dev No contract of ours: an account that owns the debt asset and has given its allowance before.
    function test_BareLiquidationCall() public {
        _afterAnother();
        deal(dai, stranger, 2 * HALF * 1e18);
        vm.prank(stranger);
        IERC20(dai).approve(address(spark), type(uint256).max);
        vm.prank(stranger);
        spark.liquidationCall(weth, dai, borrower, HALF * 1e18, false);
        vm.snapshotGasLastCall(GROUP, "bare liquidationCall");
    }

    /// @dev The same case once before, with another borrower and both kinds of leftover for the receiver.
    function _afterAnother() private {
        address other = makeAddr("another borrower");
        _openSpark(other, 22_000);
        _openSpark(borrower, 22_000);
        _setPrice("WETH", 2600 * USD);
        Plan memory plan = Plans.flashSwap(address(spark), other, weth, dai, HALF * 1e18, 3000);
        plan.target.amount = (HALF - 1) * 1e18;
        _liquidate(plan);
    }

    function _measure(string memory name, Plan memory plan) private {
        _liquidate(plan);
        vm.snapshotGasLastCall(GROUP, name);
    }
}
