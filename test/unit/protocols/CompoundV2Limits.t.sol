// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {Outcome, Plan} from "../../../contracts/types/Plan.sol";
import {NewerCToken} from "../../devnet/NewerCToken.sol";
import {CompoundFormula} from "../../utils/CompoundFormula.sol";
import {CompoundTest} from "../../utils/CompoundTest.sol";
import {ICTokenMarket} from "../../utils/ICompoundMarkets.sol";

/// @notice
/// more is asked for on Compound V2 than may be had
/// ├── amount above what the comptroller allows                → repaid as much as it does, with interest that nobody has booked
/// ├── somebody was first                                      → the rest of what is allowed
/// └── a collateral that runs out                              → all of it, with the interest it has earned
contract CompoundV2LimitsTest is CompoundTest {
    using SafeERC20 for IERC20;

    function test_MoreThanIsAllowedIsRepaidAsFarAsItIs() public {
        _openCompoundReference();
        Outcome memory outcome = _liquidate(_flashLoan(cUsdc, cEther, 15_000e6));
        assertApproxEqAbs(ICTokenMarket(cUsdc).borrowBalanceStored(borrower), outcome.repaid, 1, "a half each");
        _assertNothingKept();
    }

    /// @dev What newer tokens book before they refuse is gone with the refusal.
    function test_InterestThatNobodyHasBookedMayBeRepaidToo() public {
        _openNewerReference();
        vm.roll(block.number + 2_000_000);
        uint256 half = _debtNow(newerUsdc) / 2;
        assertGt(half, 11_050e6);
        assertEq(_liquidate(_flashLoan(newerUsdc, newerWeth, 15_000e6)).repaid, half);
        _assertNothingKept();
    }

    /// @dev By today's rate the collateral is enough for more than by the stored one.
    function test_ACollateralThatRunsOutIsCountedWithItsInterest() public {
        _openNewerReference();
        address taker = makeAddr("taker");
        _supply(taker, newerUsdc, 1_000_000e6);
        _borrow(newerComptroller, taker, newerUsdc, newerWeth, 250e18);
        vm.roll(block.number + 2_000_000);
        _setPrice("WETH", 1000 * USD);
        uint256 snapshot = vm.snapshotState();
        ICTokenMarket(newerWeth).accrueInterest();
        uint256 rate = ICTokenMarket(newerWeth).exchangeRateStored();
        vm.revertToState(snapshot);
        assertGt(rate, ICTokenMarket(newerWeth).exchangeRateStored() * 1_005 / 1_000);
        uint256 half = _debtNow(newerUsdc) / 2;
        uint256 all = CompoundFormula.seized(half, 1e30, CompoundFormula.price(1000, 18), rate);
        uint256 repaid = half * _balance(newerWeth, borrower) / all;
        assertEq(_liquidate(_flashLoan(newerUsdc, newerWeth, 15_000e6)).repaid, repaid);
        _assertNothingKept();
    }

    function test_SomebodyWasFirst() public {
        _openCompoundReference();
        _repayFirst(1_000e6);
        Outcome memory outcome = _liquidate(_flashLoan(cUsdc, cEther, 11_000e6));
        assertApproxEqAbs(outcome.repaid, 10_500e6, 1e3);
        assertGt(outcome.profit, 100e6);
        _assertNothingKept();
    }

    function test_SomebodyWasFirstWithNewerTokens() public {
        _openNewerReference();
        deal(usdc, stranger, 1_000e6);
        vm.startPrank(stranger);
        IERC20(usdc).forceApprove(newerUsdc, 1_000e6);
        NewerCToken(newerUsdc).liquidateBorrow(borrower, 1_000e6, NewerCToken(newerWeth));
        vm.stopPrank();
        Outcome memory outcome = _liquidate(_flashLoan(newerUsdc, newerWeth, 11_000e6));
        assertApproxEqAbs(outcome.repaid, 10_500e6, 1e3);
        _assertNothingKept();
    }

    function test_SomebodyWasFirstInEther() public {
        _openEtherDebt();
        vm.deal(address(this), 1e18);
        (bool success,) = cEther.call{value: 1e18}(abi.encodeWithSignature("repayBorrowBehalf(address)", borrower));
        assertTrue(success);
        Outcome memory outcome = _liquidate(_flashLoan(cEther, cBtc, 6.5e18));
        assertApproxEqAbs(outcome.repaid, 6e18, 1e12);
        _assertNothingKept();
    }

    /// @dev Worth less than half of the debt with its bonus: all of it is taken, and what is left of the debt is bad.
    function test_ACollateralThatRunsOut() public {
        _openCompoundReference();
        _setPrice("WETH", 1000 * USD);
        Plan memory plan = _flashLoan(cUsdc, cEther, 11_000e6);
        // the pools still pay 3000
        Outcome memory outcome = _liquidate(plan);
        assertLe(_balance(cEther, borrower), 1);
        assertLt(outcome.repaid, 9_260e6);
        _assertNothingKept();
    }

    function _debtNow(address cToken) private returns (uint256 owed) {
        uint256 snapshot = vm.snapshotState();
        ICTokenMarket(cToken).accrueInterest();
        owed = ICTokenMarket(cToken).borrowBalanceStored(borrower);
        vm.revertToState(snapshot);
    }

    function _repayFirst(uint256 amount) private {
        deal(usdc, stranger, amount);
        vm.startPrank(stranger);
        IERC20(usdc).forceApprove(cUsdc, amount);
        assertEq(ICTokenMarket(cUsdc).liquidateBorrow(borrower, amount, cEther), 0);
        vm.stopPrank();
    }
}
