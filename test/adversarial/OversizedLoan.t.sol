// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";

import {ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Outcome, Plan} from "../../contracts/types/Plan.sol";
import {AaveTest} from "../utils/AaveTest.sol";
import {Liquidity} from "../utils/Liquidity.sol";

/// @notice A thief with an operator's key borrows far more than is needed, to burn the profit as premium.
contract OversizedLoanTest is AaveTest {
    function setUp() public override {
        super.setUp();
        _openReference();
        vm.prank(owner);
        liquidator.setLimits(7_500, 0);
        _movePool(2600);
    }

    function test_RevertWhen_PremiumOfAnOversizedLoanEatsTheProfit() public {
        Plan memory plan = _planAtTheLimit();
        uint256 snapshot = vm.snapshotState();
        Outcome memory honest = _liquidate(plan);
        vm.revertToState(snapshot);

        plan.funding.amount += (honest.profit - 1) * 10_000 / pool.FLASHLOAN_PREMIUM_TOTAL() - 3_000;
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(plan);
    }

    /// @dev A little more than is needed is what every plan borrows, for the interest of a few seconds.
    function test_ALittleMoreThanNeededIsNoLoss() public {
        Plan memory plan = _planAtTheLimit();
        plan.funding.amount += plan.funding.amount / 1_000;
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.repaid, 11_000e6);
        assertEq(outcome.profit, outcome.debtGain);
    }

    function _planAtTheLimit() private view returns (Plan memory plan) {
        plan = _flashLoan();
        plan.terms.minBonusShareBps = 7_500;
    }

    function _movePool(uint256 usd) private {
        Liquidity trader = new Liquidity(uniswapFactory);
        deal(weth, address(trader), 1e24);
        deal(usdc, address(trader), 1e18);
        IUniswapV3Pool traded = IUniswapV3Pool(IUniswapV3Factory(uniswapFactory).getPool(weth, usdc, 3000));
        trader.pushPrice(traded, trader.sqrtPrice(weth, 1e18, usdc, usd * 1e6));
    }
}
