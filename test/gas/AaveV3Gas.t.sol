// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {Plan} from "../../contracts/types/Plan.sol";
import {DevnetTest} from "../utils/DevnetTest.sol";
import {Plans} from "../utils/Plans.sol";

/// @notice Gas of whole transactions (`isolate`) on the reference case, committed below snapshots/.
/// forge-config: default.isolate = true
contract AaveV3GasTest is DevnetTest {
    FlashLiquidator private liquidator;

    function setUp() public override {
        super.setUp();
        liquidator = _deploy("AaveV3Liquidator");
        _openReference();
    }

    function test_FlashSwap() public {
        assertEq(_healthFactor(pool, borrower), 0.975e18);
        _measure("flash swap", Plans.flashSwap(address(pool), borrower, weth, usdc, 11_000e6, 3000), 420_000);
    }

    function test_AaveFlashLoan() public {
        _measure("aave flash loan", Plans.flashLoan(address(pool), borrower, weth, usdc, 11_000e6, 3000), 530_000);
    }

    function _measure(string memory name, Plan memory plan, uint256 limit) private {
        plan.terms.maxSlippageBps = 500;
        vm.prank(operator);
        liquidator.liquidate(plan);
        uint256 gas = vm.snapshotGasLastCall("AaveV3Liquidator", name);
        assertLe(gas, limit, "above the budget");
    }
}
