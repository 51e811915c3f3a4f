// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ProfitBelowMinimum, ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Outcome, Plan} from "../../contracts/types/Plan.sol";
import {AaveTest} from "../utils/AaveTest.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Attack: the operator's key is stolen. The thief liquidates through a pool of its own, which pays just enough, and
/// names itself as the recipient of the largest tip. How much of a liquidation can it keep?
/// @dev The reference: 11,000 USDC repaid, 4.4211538 WETH seized, worth 11,494.999999 USDC: a bonus of 495 USDC.
contract StolenKeyTest is AaveTest {
    uint24 private constant OWN_FEE = 10_000; // 1 %
    uint256 private constant BONUS = 494.999999e6;

    address private thief = makeAddr("thief");
    Liquidity private maker;

    function setUp() public override {
        super.setUp();
        _openReference();
        maker = new Liquidity(uniswapFactory);
        deal(weth, address(maker), 1e24);
        deal(usdc, address(maker), 1e18);
    }

    /// @dev The owner allows 5 % slippage: more than the bonus, so nearly all of it can be lost in the sale.
    function test_SlippageLimitAboveTheBonusLosesAllButTheMinimum() public {
        maker.open(weth, 1e24, usdc, _priceFor(11_000e6 + 5.5e6 + 1e6), OWN_FEE);
        Plan memory plan = _theft(500);
        plan.terms.tipBps = 0;
        Outcome memory outcome = _liquidate(plan);
        assertLt(outcome.profit, 2e6);
        assertEq(_balance(usdc, receiver), outcome.profit);
    }

    /// @dev The owner allows 1 % slippage and half of the profit as tip: the thief gets 115 USDC by the sale and half of the
    /// rest by the tip, the receiver the other half.
    function test_LimitsBoundTheTheft() public {
        vm.prank(owner);
        liquidator.setLimits(100, 5_000);
        uint256 seizedValue = 11_000e6 + BONUS;
        uint256 owed = 11_000e6 + 5.5e6;
        uint256 floor = seizedValue * 9_900 / 10_000 - owed;
        assertEq(floor, 374.549999e6);

        // A pool that pays a hair above the floor.
        maker.open(weth, 1e24, usdc, _priceFor(owed + floor + 0.06e6), OWN_FEE);
        Plan memory plan = _theft(100);
        Outcome memory outcome = _liquidate(plan);
        assertApproxEqAbs(outcome.profit, floor, 0.02e6);
        assertApproxEqAbs(_balance(usdc, thief), floor / 2, 0.02e6, "tip");
        assertApproxEqAbs(_balance(usdc, receiver), 187.27e6, 0.02e6, "never less");
        assertApproxEqAbs(seizedValue - owed - outcome.profit, 114.95e6, 0.02e6, "sale: 1 % of what was seized");
    }

    function test_RevertWhen_ThePoolPaysLessThanTheFloor() public {
        vm.prank(owner);
        liquidator.setLimits(100, 5_000);
        maker.open(weth, 1e24, usdc, _priceFor(11_000e6 + 5.5e6 + 374e6), OWN_FEE);
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(_theft(100));
    }

    /// @dev The oracle is the judge: what the market pays above it, here 3000 instead of 2600, is not protected by any limit.
    function test_WhatTheMarketPaysAboveTheOracleIsOutOfReachOfTheLimits() public {
        vm.prank(owner);
        liquidator.setLimits(0, 0);
        uint256 snapshot = vm.snapshotState();
        uint256 honest = _liquidate(_withoutSlippage(_flashLoan())).profit;
        vm.revertToState(snapshot);

        maker.open(weth, 1e24, usdc, _priceFor(11_000e6 + BONUS + 0.1e6), OWN_FEE);
        uint256 left = _liquidate(_withoutSlippage(_theft(0))).profit;
        assertApproxEqAbs(left, BONUS - 5.5e6, 0.1e6, "all that the oracle knows of");
        assertApproxEqAbs(honest - left, 1_716e6, 30e6, "4.42 WETH times 400 USD, less the pool's fee");
    }

    /// @dev A limit of zero: only pools that pay the oracle's price or better.
    function test_NoSlippageAllowedMeansNoTheftBySale() public {
        vm.prank(owner);
        liquidator.setLimits(0, 0);
        maker.open(weth, 1e24, usdc, _priceFor(11_000e6 + BONUS - 0.01e6), OWN_FEE);
        Plan memory plan = _theft(0);
        plan.terms.tipBps = 0;
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(plan);
    }

    /// @dev Profit is never zero, so the thief cannot take everything by the tip even where the owner allows all of it.
    function test_RevertWhen_ThiefTakesEverything() public {
        vm.prank(owner);
        liquidator.setLimits(500, 10_000);
        Plan memory plan = _flashLoan();
        (plan.terms.tipBps, plan.terms.tipRecipient) = (10_000, thief);
        vm.expectRevert(abi.encodeWithSelector(ProfitBelowMinimum.selector, 0, 1));
        _liquidate(plan);
    }

    /// @dev What lies in the contract, and what others have allowed it to take, is out of reach: see RestingTokens and
    /// ForeignWallet. What the thief can do instead is nothing: healthy loans are refused by the protocol.
    function test_RevertWhen_ThereIsNothingToLiquidate() public {
        _setPrice("WETH", 3000 * USD);
        vm.expectRevert(bytes4(keccak256("HealthFactorNotBelowThreshold()")));
        _liquidate(_theft(500));
    }

    function _withoutSlippage(Plan memory plan) private pure returns (Plan memory) {
        (plan.terms.maxSlippageBps, plan.terms.tipBps) = (0, 0);
        return plan;
    }

    function _theft(uint16 slippageBps) private view returns (Plan memory plan) {
        plan = _flashLoan();
        plan.route = Routes.uniswapV3(abi.encodePacked(weth, OWN_FEE, usdc));
        plan.terms.maxSlippageBps = slippageBps;
        (plan.terms.tipBps, plan.terms.tipRecipient) = (5_000, thief);
    }

    /// @dev USDC per 1e24 WETH units at which the seized collateral fetches `proceeds` after the fee of 1 %, in a deep pool.
    function _priceFor(uint256 proceeds) private pure returns (uint256) {
        return proceeds * 1e24 * 100 / (4.421153846153846153e18 * 99);
    }
}
