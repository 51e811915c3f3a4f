// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {
    CallbackMissing,
    CallbackUnexpected,
    InitiatorUnexpected,
    Loss,
    ProfitBelowMinimum
} from "../../contracts/types/Errors.sol";
import {FundingSource, Outcome, Plan} from "../../contracts/types/Plan.sol";
import {HostileLender} from "../mocks/HostileLender.sol";
import {AaveTest} from "../utils/AaveTest.sol";

/// @notice Attack: the owner has allowed a lender that cheats. It may ruin its own loans; it may not touch what lies here, keep
/// an allowance, or run a plan that was not sent.
abstract contract HostileLenderTest is AaveTest {
    HostileLender internal lender;

    function setUp() public virtual override {
        super.setUp();
        _openReference();
        lender = new HostileLender();
        deal(usdc, address(lender), 100_000e6);
        vm.prank(owner);
        liquidator.setLender(address(lender), true);
    }

    /// @dev So that the other tests fail for their trick and for nothing else.
    function test_HonestLoanWorks() public {
        Outcome memory outcome = _liquidate(_plan());
        assertEq(outcome.premium, 0);
        assertEq(_balance(usdc, address(lender)), 100_000e6);
        _assertNoAllowance();
    }

    function test_RevertGiven_ItNeverCallsBack() public {
        lender.set(HostileLender.Trick.NeverCallsBack, 0, address(0));
        vm.expectRevert(CallbackMissing.selector);
        _liquidate(_plan());
    }

    function test_RevertGiven_ItCallsTwice() public {
        lender.set(HostileLender.Trick.CallsTwice, 0, address(0));
        _expectUnexpected();
    }

    function test_RevertGiven_ItAltersThePlan() public {
        lender.set(HostileLender.Trick.AltersData, 0, address(0));
        _expectUnexpected();
    }

    function test_RevertGiven_ItReplaysAnEarlierPlan() public {
        Plan memory plan = _plan();
        plan.target.amount = plan.funding.amount = 5_000e6;
        _liquidate(plan);
        lender.set(HostileLender.Trick.ReplaysEarlierData, 0, address(0));
        _expectUnexpected();
    }

    function test_RevertGiven_ItCallsAnotherCallback() public {
        lender.set(HostileLender.Trick.CallsAnotherCallback, 0, address(0));
        _expectUnexpected();
    }

    /// @dev Each loan has a callback of its own. What it calls its data may lie outside of it: then Solidity itself refuses.
    function test_RevertGiven_ItCallsTheCallbackOfTheOtherLoan() public {
        lender.set(HostileLender.Trick.CallsTheOtherLoansCallback, 0, address(0));
        vm.expectCall(address(pool), abi.encodeWithSelector(pool.liquidationCall.selector), 0);
        vm.expectRevert();
        _liquidate(_plan());
    }

    function test_RevertGiven_ItLendsNothing() public {
        lender.set(HostileLender.Trick.LendsNothing, 0, address(0));
        vm.expectPartialRevert(IERC20Errors.ERC20InsufficientBalance.selector);
        _liquidate(_plan());
    }

    /// @dev What lies here would do as the loan, and the lender would be "paid back" with the proceeds.
    function test_RevertGiven_ItLendsWhatLiesHere() public {
        deal(usdc, address(liquidator), 11_000e6);
        lender.set(HostileLender.Trick.LendsNothing, 0, address(0));
        _setPrice("WETH", 2600 * USD);
        _expectLoss();
    }

    function test_RevertGiven_ItLendsLessThanItSays() public {
        deal(usdc, address(liquidator), 11_000e6);
        lender.set(HostileLender.Trick.LendsLess, 0, address(0));
        _expectLoss();
    }

    function _source() internal pure virtual returns (FundingSource);

    /// @dev What it is asked for.
    function _lent() internal view virtual returns (uint256) {
        return 11_000e6;
    }

    function _plan() internal view virtual returns (Plan memory plan) {
        plan = _flashLoan();
        (plan.funding.source, plan.funding.lender) = (_source(), address(lender));
    }

    function _expectUnexpected() private {
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, address(lender)));
        _liquidate(_plan());
    }

    function _expectLoss() internal {
        vm.expectPartialRevert(Loss.selector);
        _liquidate(_plan());
    }

    function _assertNoAllowance() internal view {
        assertEq(IERC20(usdc).allowance(address(liquidator), address(lender)), 0);
        assertEq(IERC20(usdc).allowance(address(liquidator), address(pool)), 0);
        assertEq(_balance(usdc, address(liquidator)), 0);
        assertEq(_balance(weth, address(liquidator)), 0);
    }
}

/// @notice And of one that says who asked it.
abstract contract NamingLenderTest is HostileLenderTest {
    function test_RevertGiven_ItNamesAnotherInitiator() public {
        lender.set(HostileLender.Trick.ClaimsAnotherInitiator, 0, address(0));
        vm.expectRevert(abi.encodeWithSelector(InitiatorUnexpected.selector, address(lender)));
        _liquidate(_plan());
    }
}

/// @notice And of one that says what it wants on top.
abstract contract ChargingLenderTest is HostileLenderTest {
    /// @dev The most it can take: the profit, down to what the operator asked for. `minProfit` is the guard against it.
    function test_ItsPremiumMayEatTheProfitButNotTheMinimum() public {
        uint256 snapshot = vm.snapshotState();
        uint256 profit = _liquidate(_plan()).profit;
        vm.revertToState(snapshot);

        Plan memory plan = _plan();
        plan.terms.minProfit = 400e6;
        lender.set(HostileLender.Trick.ChargesEverything, profit - 400e6 + 1, address(0));
        vm.expectRevert(abi.encodeWithSelector(ProfitBelowMinimum.selector, 400e6 - 1, 400e6));
        _liquidate(plan);

        lender.set(HostileLender.Trick.ChargesEverything, profit - 400e6, address(0));
        assertEq(_liquidate(plan).profit, 400e6);
        assertEq(_balance(usdc, receiver), 400e6);
    }

    function test_RevertGiven_ItsPremiumReachesForWhatLiesHere() public {
        deal(usdc, address(liquidator), 50_000e6);
        lender.set(HostileLender.Trick.ChargesEverything, 20_000e6, address(0));
        _expectLoss();
    }
}

/// @notice And of one that takes by allowance.
abstract contract CollectingLenderTest is HostileLenderTest {
    /// @dev What was asked for is repaid: what it says that it lent is not believed, and what lies here is whole at the end.
    function test_WhatItSaysThatItLentIsIgnored() public {
        deal(usdc, address(liquidator), 11_000e6);
        lender.set(HostileLender.Trick.LendsLessAndSaysSo, 0, address(0));
        assertEq(_liquidate(_plan()).repaid, 11_000e6);
        assertEq(_balance(usdc, address(liquidator)), 11_000e6);
        assertEq(_balance(usdc, address(lender)), 100_000e6);
    }

    /// @dev It says that it lent WETH, to get an allowance of what lies here.
    function test_RevertGiven_ItNamesAnotherAsset() public {
        deal(weth, address(liquidator), 50_000e18);
        lender.set(HostileLender.Trick.NamesAnotherAsset, 0, weth);
        vm.expectRevert(bytes("")); // WETH9 has no allowance for it
        _liquidate(_plan());
    }

    function test_ItKeepsNoAllowanceWhenItDoesNotCollect() public {
        lender.set(HostileLender.Trick.DoesNotCollect, 0, address(0));
        Outcome memory outcome = _liquidate(_plan());
        assertGt(outcome.debtGain, _lent(), "it gave its money away");
        _assertNoAllowance();

        deal(usdc, address(liquidator), 11_000e6);
        vm.expectPartialRevert(IERC20Errors.ERC20InsufficientAllowance.selector);
        lender.pull(usdc, address(liquidator), 1);
    }

    /// @dev Out of the profit, which would be enough for the minimum all the same.
    function test_RevertGiven_ItCollectsMoreThanItSays() public {
        uint256[3] memory more = [uint256(1), 100e6, 400e6];
        for (uint256 i; i < more.length; ++i) {
            lender.set(HostileLender.Trick.CollectsMore, more[i], address(0));
            vm.expectRevert(
                abi.encodeWithSelector(
                    IERC20Errors.ERC20InsufficientAllowance.selector, lender, _lent(), _lent() + more[i]
                )
            );
            _liquidate(_plan());
        }
    }
}

contract HostileAaveV3Test is NamingLenderTest, ChargingLenderTest, CollectingLenderTest {
    function _source() internal pure override returns (FundingSource) {
        return FundingSource.AaveV3FlashLoan;
    }
}

contract HostileAaveV2Test is NamingLenderTest, ChargingLenderTest, CollectingLenderTest {
    function _source() internal pure override returns (FundingSource) {
        return FundingSource.AaveV2FlashLoan;
    }
}

contract HostileMorphoLenderTest is CollectingLenderTest {
    function _source() internal pure override returns (FundingSource) {
        return FundingSource.MorphoFlashLoan;
    }
}

contract HostileBalancerTest is ChargingLenderTest {
    function _source() internal pure override returns (FundingSource) {
        return FundingSource.BalancerV2FlashLoan;
    }
}

contract HostileERC3156Test is NamingLenderTest, ChargingLenderTest, CollectingLenderTest {
    function _source() internal pure override returns (FundingSource) {
        return FundingSource.ERC3156FlashLoan;
    }
}

contract HostileUniswapV4Test is HostileLenderTest {
    function _source() internal pure override returns (FundingSource) {
        return FundingSource.UniswapV4FlashLoan;
    }
}
