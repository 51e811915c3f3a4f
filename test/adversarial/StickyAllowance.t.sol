// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";
import {Outcome, Plan} from "../../contracts/types/Plan.sol";
import {StickyAllowanceToken} from "../mocks/StickyAllowanceToken.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice A loan token that leaves every allowance as it was: nothing may stay with Morpho after its callback.
contract StickyAllowanceTest is MorphoTest {
    function test_NoAllowanceStaysAfterTheCallback() public {
        StickyAllowanceToken loan = new StickyAllowanceToken();
        uint256 price = 3000e36;
        MorphoMarketParams memory market =
            MorphoMarketParams(address(loan), weth, makeAddr("oracle"), params.irm, params.lltv);
        vm.mockCall(market.oracle, abi.encodeWithSignature("price()"), abi.encode(price));
        blue.createMarket(market);
        loan.mint(address(this), 1e24);
        loan.approve(morpho, type(uint256).max);
        blue.supply(market, 1e23, 0, address(this), "");
        _openMorpho(market, borrower, 10e18, 24_000e18);
        vm.mockCall(market.oracle, abi.encodeWithSignature("price()"), abi.encode(price * 9 / 10));
        Liquidity maker = new Liquidity(uniswapFactory);
        loan.mint(address(maker), 1e30);
        deal(weth, address(maker), 1e30);
        maker.open(weth, 1000e18, address(loan), 2_700_000e18, 3000);

        Plan memory plan = _callback(1e18, 3000);
        plan.target.debt = address(loan);
        plan.target.data = abi.encode(market, false, false);
        plan.route = Routes.uniswapV3(abi.encodePacked(weth, uint24(3000), address(loan)));
        Outcome memory outcome = _liquidate(plan);
        assertGt(outcome.repaid, 0);
        assertEq(loan.allowance(address(liquidator), morpho), 0);
    }
}
