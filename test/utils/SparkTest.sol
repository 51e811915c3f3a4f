// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {IPoolConfigurator} from "@aave/core-v3/contracts/interfaces/IPoolConfigurator.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {Outcome, Plan} from "../../contracts/types/Plan.sol";
import {Setup} from "../../contracts/types/Setup.sol";
import {DevnetTest} from "./DevnetTest.sol";
import {Plans} from "./Plans.sol";

/// @notice The devnet's Spark, which is Aave V3.0.2 as published, and the leaf of Aave V3 with Spark's pool as market and lender.
abstract contract SparkTest is DevnetTest {
    using stdJson for string;

    FlashLiquidator internal liquidator;
    IPool internal spark;

    function setUp() public virtual override {
        super.setUp();
        spark = IPool(info.readAddress(".addresses.spark.pool"));
        liquidator = _deploy("AaveV3Liquidator");
    }

    function _setup() internal view virtual override returns (Setup memory setup) {
        setup = super._setup();
        setup.markets[2] = address(spark);
        setup.lenders[1] = address(spark);
    }

    /// @dev 10 WETH against 22,000 DAI; ETH falls from 3000 to 2600 and the health factor to 0.981: half may be repaid.
    function _openSpark(address user, uint256 dollars) internal {
        _open(spark, user, weth, 10e18, dai, dollars * 1e18);
    }

    function _setSparkPremium(uint128 bps) internal {
        IPoolConfigurator configurator = IPoolConfigurator(info.readAddress(".addresses.spark.configurator"));
        vm.prank(info.readAddress(".addresses.accounts.deployer"));
        configurator.updateFlashloanPremiumTotal(bps);
    }

    function _liquidate(Plan memory plan) internal returns (Outcome memory) {
        vm.prank(operator);
        return liquidator.liquidate(plan);
    }

    function _flashLoan(uint256 dollars) internal view returns (Plan memory) {
        return Plans.flashLoan(address(spark), borrower, weth, dai, dollars * 1e18, 3000);
    }

    function _assertNothingLeft() internal view {
        _assertNothingAtRest(liquidator);
        address[3] memory tokens = [weth, usdc, dai];
        for (uint256 i; i < tokens.length; ++i) {
            assertEq(IERC20(tokens[i]).allowance(address(liquidator), address(spark)), 0, "allowance left");
        }
    }
}
