// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IFlashLoanSimpleReceiver} from "@aave/core-v3/contracts/flashloan/interfaces/IFlashLoanSimpleReceiver.sol";

import {IUniswapV2Callee, IUniswapV2Pair} from "../../contracts/interfaces/IUniswapV2Pair.sol";
import {
    CallbackMissing,
    CallbackUnexpected,
    InitiatorUnexpected,
    Loss,
    ProfitBelowOracleFloor
} from "../../contracts/types/Errors.sol";
import {FundingSource, Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {HostilePair} from "../mocks/HostilePair.sol";
import {LenderTest} from "../utils/LenderTest.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Attack: the owner has allowed a pair of Uniswap V2 that cheats while it lends. It may ruin its own loans, and ask for what a bad
/// sale may take; it may not touch what lies here, nor run a plan that was not sent.
/// @dev The reference: 11,000 USDC repaid, 4.4211538 WETH seized, worth 11,495 USDC at 2,600. The pair is deep, and asks for 0.3 %.
contract HostilePairTest is LenderTest {
    HostilePair private hostile;

    function setUp() public override {
        super.setUp();
        hostile = new HostilePair(usdc, weth);
        deal(usdc, address(hostile), 260_000_000e6);
        deal(weth, address(hostile), 100_000e18);
        hostile.sync();
        vm.prank(owner);
        liquidator.setLender(address(hostile), true);
    }

    /// @dev So that the other tests fail for their trick and for nothing else.
    function test_HonestPairWorks() public {
        Outcome memory outcome = _liquidate(_plan());
        assertEq(outcome.repaid, 11_000e6);
        assertEq(outcome.collateralGain, outcome.seized - (_balance(weth, address(hostile)) - 100_000e18));
        assertEq(_balance(usdc, address(hostile)), 260_000_000e6 - 11_000e6);
        _assertNothingAtRest(liquidator);
    }

    function test_RevertGiven_ItNeverCallsBack() public {
        hostile.set(HostilePair.Trick.NeverCallsBack);
        vm.expectRevert(CallbackMissing.selector);
        _liquidate(_plan());
    }

    function test_RevertGiven_ItCallsTwice() public {
        hostile.set(HostilePair.Trick.CallsTwice);
        _expectUnexpected();
    }

    function test_RevertGiven_ItAltersThePlan() public {
        hostile.set(HostilePair.Trick.AltersData);
        _expectUnexpected();
    }

    function test_RevertGiven_ItCallsAnotherCallback() public {
        hostile.set(HostilePair.Trick.CallsAnotherCallback);
        _expectUnexpected();
    }

    /// @dev The plan is what was sent, but a pair lends to anybody whom somebody else names.
    function test_RevertGiven_ItNamesAnotherInitiator() public {
        hostile.set(HostilePair.Trick.ClaimsAnotherInitiator);
        vm.expectRevert(abi.encodeWithSelector(InitiatorUnexpected.selector, hostile));
        _liquidate(_plan());
    }

    function test_RevertGiven_ItLendsTooLittle() public {
        HostilePair.Trick[3] memory tricks =
            [HostilePair.Trick.LendsNothing, HostilePair.Trick.LendsLess, HostilePair.Trick.LendsAnotherToken];
        for (uint256 i; i < tricks.length; ++i) {
            hostile.set(tricks[i]);
            vm.expectPartialRevert(IERC20Errors.ERC20InsufficientBalance.selector);
            _liquidate(_plan());
        }
    }

    /// @dev What lies here would do as the loan, and the pair would be paid for nothing.
    function test_RevertGiven_ItLendsWhatLiesHere() public {
        deal(usdc, address(liquidator), 11_000e6);
        HostilePair.Trick[2] memory tricks = [HostilePair.Trick.LendsNothing, HostilePair.Trick.LendsLess];
        for (uint256 i; i < tricks.length; ++i) {
            hostile.set(tricks[i]);
            vm.expectPartialRevert(Loss.selector);
            _liquidate(_plan());
        }
        hostile.set(HostilePair.Trick.LendsAnotherToken);
        hostile.sync();
        vm.expectPartialRevert(Loss.selector);
        _liquidate(_plan());
    }

    /// @dev Out of what was seized, down to the half of the bonus that the owner wants left.
    function test_WhatItWantsMoreIsThatOfABadSale() public {
        Plan memory plan = _plan();
        plan.terms.minBonusShareBps = 5_000;
        hostile.want(10_200);
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(plan);
        hostile.want(10_190);
        Outcome memory outcome = _liquidate(plan);
        assertGe(outcome.profit, 247.499999e6);
        assertEq(_balance(weth, receiver), outcome.collateralGain);
    }

    function test_RevertGiven_ItWantsMoreThanWasSeized() public {
        hostile.want(10_500);
        vm.expectRevert(bytes("")); // WETH9 says nothing
        _liquidate(_plan());
        deal(weth, address(liquidator), 50e18);
        vm.expectPartialRevert(Loss.selector);
        _liquidate(_plan());
    }

    /// @dev It is even an operator; and there is another pair, which lends to the liquidator with the very data that is awaited.
    function test_ItGetsNowhereWhileItLends() public {
        vm.prank(owner);
        liquidator.setOperator(address(hostile), true);
        Plan memory plan = _plan();
        bytes memory data = abi.encode(plan);
        hostile.set(HostilePair.Trick.Reenters);
        hostile.attempt(address(liquidator), abi.encodeCall(liquidator.liquidate, (plan)));
        hostile.attempt(pair, abi.encodeCall(IUniswapV2Pair.swap, (1, 0, address(liquidator), data)));
        hostile.attempt(pair, abi.encodeCall(IUniswapV2Pair.swap, (0, 1, address(liquidator), data)));
        hostile.attempt(
            address(liquidator),
            abi.encodeCall(IFlashLoanSimpleReceiver.executeOperation, (usdc, 1, 0, address(liquidator), data))
        );
        hostile.attempt(
            address(liquidator),
            abi.encodeCall(IUniswapV2Callee.uniswapV2Call, (address(liquidator), 1, 0, bytes.concat(data, hex"00")))
        );
        Outcome memory outcome = _liquidate(plan);
        for (uint256 i; i < 5; ++i) {
            assertFalse(hostile.succeeded(i));
        }
        assertEq(_balance(weth, receiver), outcome.collateralGain);
        _assertNothingAtRest(liquidator);
    }

    function _plan() private view returns (Plan memory plan) {
        plan = _borrowed(FundingSource.UniswapV2FlashSwap, address(hostile));
        plan.selling = Selling.None;
        plan.route = Routes.split(0, 1, Routes.v2Pair(address(hostile), 30, usdc));
    }

    function _expectUnexpected() private {
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, hostile));
        _liquidate(_plan());
    }
}
