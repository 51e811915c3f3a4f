// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {
    AssetsMismatch,
    EtherUnexpected,
    LiquidationRefused,
    MarketNotAllowed,
    NothingRedeemed,
    OraclePriceZero
} from "../../../contracts/types/Errors.sol";
import {Outcome, Plan} from "../../../contracts/types/Plan.sol";
import {NewerCToken} from "../../devnet/NewerCToken.sol";
import {EtherBomb} from "../../mocks/EtherBomb.sol";
import {CompoundFormula} from "../../utils/CompoundFormula.sol";
import {CompoundTest} from "../../utils/CompoundTest.sol";
import {ICTokenMarket} from "../../utils/ICompoundMarkets.sol";

/// @notice
/// Compound V2
/// ├── the amounts are those of the protocol's formula
/// │   ├── paid in a token, in one that returns nothing, in ether, and in ether on both sides
/// │   └── of newer tokens less the reserves' share
/// ├── by flash swap and by flash loan
/// ├── cTokens that are kept                                   → judged by their exchange rate, also where nothing can be redeemed
/// ├── amount above what the comptroller allows                → repaid as much as it does, with interest that nobody has booked
/// ├── somebody was first                                      → the rest of what is allowed
/// ├── a collateral that runs out                              → all of it
/// ├── when the position is healthy                            → both codes of older tokens, the newer ones' own error
/// ├── when only another may liquidate                         → the comptroller's code
/// ├── when the borrower has none of the collateral            → as the market says it
/// ├── when the market has no cash                             → as the market says it
/// ├── when the comptroller is not allowed or does not list    → MarketNotAllowed, with who is not
/// ├── when the plan names another asset, or ether wrongly     → AssetsMismatch, NothingRedeemed, or the call fails
/// ├── when somebody else sends ether                          → EtherUnexpected
/// └── given a price of zero                                   → OraclePriceZero
contract CompoundV2Test is CompoundTest {
    using SafeERC20 for IERC20;

    function test_AmountsAreThoseOfTheFormula() public {
        _openCompoundReference();
        Outcome memory outcome = _liquidate(_flashLoan(cUsdc, cEther, 11_000e6));
        assertEq(outcome.repaid, 11_000e6);
        assertEq(outcome.seized, _redeemedFor(11_000e6, cEther, 2600, 18, 1, 6));
        assertEq(_balance(usdc, receiver), outcome.debtGain);
        assertGt(outcome.profit, 100e6);
        _assertNothingKept();
    }

    function test_ByFlashSwap() public {
        _openCompoundReference();
        Outcome memory outcome = _liquidate(_flashSwap(cUsdc, cEther, 11_000e6));
        assertEq(outcome.seized, _redeemedFor(11_000e6, cEther, 2600, 18, 1, 6));
        assertEq(_balance(weth, receiver), outcome.collateralGain);
        _assertNothingKept();
    }

    function test_DebtThatReturnsNothing() public {
        _supplyEther(borrower, 10e18);
        _borrow(comptroller, borrower, cEther, cUsdt, 22_000e6);
        _setPrice("WETH", 2600 * USD);
        Outcome memory outcome = _liquidate(_flashLoan(cUsdt, cEther, 11_000e6));
        assertEq(outcome.seized, _redeemedFor(11_000e6, cEther, 2600, 18, 1, 6));
        _assertNothingKept();
    }

    /// @dev A bitcoin against 13 ether; bitcoin falls to 50,000.
    function test_IsPaidInEther() public {
        _openEtherDebt();
        Outcome memory outcome = _liquidate(_flashLoan(cEther, cBtc, 5e18));
        assertEq(outcome.repaid, 5e18);
        assertEq(outcome.seized, _redeemedFor(5e18, cBtc, 50_000, 8, 3000, 18));
        assertEq(_balance(weth, receiver), outcome.debtGain);
        _assertNothingKept();
    }

    function test_IsPaidInEtherOutOfALargerBudget() public {
        _openEtherDebt();
        Plan memory plan = _flashLoan(cEther, cBtc, 4e18);
        plan.funding.amount = 5e18;
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.repaid, 4e18);
        _assertNothingKept();
    }

    /// @dev A year's interest on what is owed, which the same ether as collateral does not earn.
    function test_EtherOnBothSides() public {
        _supplyEther(borrower, 10e18);
        _borrow(comptroller, borrower, cEther, cEther, 7.9e18);
        vm.roll(block.number + 10_000_000);
        Outcome memory outcome = _liquidate(_flashLoan(cEther, cEther, 1e18));
        assertEq(outcome.repaid, 1e18);
        assertApproxEqRel(outcome.seized, 1.08e18, 1e10);
        assertEq(_balance(weth, receiver), outcome.debtGain);
        _assertNothingKept();
    }

    function test_NewerTokensKeepAShare() public {
        _openNewerReference();
        ICTokenMarket(newerWeth).accrueInterest();
        uint256 rate = ICTokenMarket(newerWeth).exchangeRateStored();
        Outcome memory outcome = _liquidate(_flashLoan(newerUsdc, newerWeth, 11_000e6));
        uint256 all = CompoundFormula.seized(11_000e6, 1e30, CompoundFormula.price(2600, 18), rate);
        uint256 left = all - all * 0.028e18 / 1e18;
        assertApproxEqAbs(outcome.seized, CompoundFormula.redeemed(left, rate), 1e9);
        assertEq(ICTokenMarket(newerWeth).protocolSeizeShareMantissa(), 0.028e18);
        _assertNothingKept();
    }

    function test_KeepsCTokensAtTheirRate() public {
        _openCompoundReference();
        _fundOperator(usdc, 11_000e6);
        Outcome memory outcome = _liquidate(_kept(cUsdc, cEther, 11_000e6));
        assertEq(outcome.seized, _seizedFor(11_000e6, cEther, 2600, 18, 1, 6));
        assertEq(outcome.collateralGain, outcome.seized);
        assertApproxEqAbs(outcome.profit, 880e6, 1e6);
        assertEq(_balance(cEther, receiver), outcome.seized);
        _assertNothingKept();
    }

    /// @dev Everything is lent out: kept as cTokens it can be had all the same.
    function test_WithoutCashOnlyCTokensCanBeHad() public {
        _openWithoutCash();
        bytes memory failure = _failureOf(_flashLoan(cUsdc, cLink, 4_000e6));
        assertEq(failure, abi.encodeWithSignature("Error(string)", "math error"));

        _fundOperator(usdc, 4_000e6);
        Outcome memory outcome = _liquidate(_kept(cUsdc, cLink, 4_000e6));
        assertEq(_balance(cLink, receiver), outcome.seized);
        assertApproxEqAbs(outcome.profit, 320e6, 1e3);
        _assertNothingKept();
    }

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

    function test_RevertWhen_TheAccountIsHealthy() public {
        _openCompoundReference();
        _setPrice("WETH", 3000 * USD);
        assertEq(
            _failureOf(_flashLoan(cUsdc, cEther, 11_000e6)), abi.encodeWithSelector(LiquidationRefused.selector, 3, 3)
        );
    }

    function test_RevertWhen_TheAccountIsHealthyByNewerTokens() public {
        _openNewerReference();
        _setPrice("WETH", 3000 * USD);
        assertEq(
            _failureOf(_flashLoan(newerUsdc, newerWeth, 11_000e6)),
            abi.encodeWithSelector(NewerCToken.LiquidateComptrollerRejection.selector, 3)
        );
    }

    function test_RevertWhen_TheAccountIsHealthyAndOwesEther() public {
        _openEtherDebt();
        _setPrice("WBTC", 60_000 * USD);
        assertEq(
            _failureOf(_flashLoan(cEther, cBtc, 5e18)),
            abi.encodeWithSignature("Error(string)", "liquidateBorrow failed (03)")
        );
    }

    function test_RevertWhen_LiquidationsArePaused() public {
        _openCompoundReference();
        (address[] memory markets, uint8[] memory actions) = (new address[](1), new uint8[](1));
        (markets[0], actions[0]) = (cUsdc, 5);
        vm.prank(comptroller.admin());
        comptroller._setActionsPaused(markets, actions, true);
        assertEq(
            _failureOf(_flashLoan(cUsdc, cEther, 11_000e6)),
            abi.encodeWithSignature("Error(string)", "action is paused")
        );
    }

    /// @dev The comptroller's own code for whom it does not let liquidate.
    function test_RevertWhen_OnlyAnotherMayLiquidate() public {
        _openCompoundReference();
        vm.prank(comptroller.admin());
        comptroller._setLiquidatorContract(stranger);
        bytes memory failure = _failureOf(_flashLoan(cUsdc, cEther, 11_000e6));
        assertEq(failure, abi.encodeWithSelector(LiquidationRefused.selector, 3, 1));
        vm.prank(comptroller.admin());
        comptroller._setLiquidatorContract(address(liquidator));
        assertEq(_liquidate(_flashLoan(cUsdc, cEther, 11_000e6)).repaid, 11_000e6);
    }

    /// @dev What the market said of the plan's own amount, not of nothing at all.
    function test_RevertWhen_TheBorrowerHasNoneOfTheCollateral() public {
        _openCompoundReference();
        bytes memory failure = _failureOf(_flashLoan(cUsdc, cBtc, 11_000e6));
        assertEq(failure, abi.encodeWithSignature("Error(string)", "LIQUIDATE_SEIZE_TOO_MUCH"));
    }

    function test_RevertWhen_TheComptrollerDoesNotVouch() public {
        _openCompoundReference();
        Plan memory plan = _flashLoan(cUsdc, cEther, 11_000e6);
        plan.target.data = abi.encode(newerUsdc, cEther, cEther, false);
        assertEq(_failureOf(plan), abi.encodeWithSelector(MarketNotAllowed.selector, newerUsdc));
        plan.target.data = abi.encode(cUsdc, newerWeth, cEther, false);
        assertEq(_failureOf(plan), abi.encodeWithSelector(MarketNotAllowed.selector, newerWeth));
        plan.target.market = stranger;
        assertEq(_failureOf(plan), abi.encodeWithSelector(MarketNotAllowed.selector, stranger));
    }

    function test_RevertWhen_TheAssetsAreOthers() public {
        _openCompoundReference();
        Plan memory plan = _flashLoan(cUsdc, cEther, 11_000e6);
        plan.target.debt = dai;
        assertEq(_failureOf(plan), abi.encodeWithSelector(AssetsMismatch.selector, usdc, dai));
        plan = _flashLoan(cUsdc, cEther, 11_000e6);
        plan.target.collateral = wbtc;
        assertEq(_failureOf(plan), abi.encodeWithSelector(AssetsMismatch.selector, weth, wbtc));
        plan = _kept(cUsdc, cEther, 11_000e6);
        plan.target.collateral = weth;
        assertEq(_failureOf(plan), abi.encodeWithSelector(AssetsMismatch.selector, cEther, weth));
    }

    /// @dev Named plain it is asked for an underlying, and would mint if it could.
    function test_RevertWhen_EtherIsNotNamed() public {
        _openCompoundReference();
        Plan memory plan = _flashLoan(cUsdc, cEther, 11_000e6);
        plan.target.data = abi.encode(cUsdc, cEther, address(0), false);
        _failureOf(plan);
        assertEq(_balance(cEther, address(liquidator)), 0);
    }

    function test_RevertWhen_ATokenIsNamedEther() public {
        _supply(borrower, cBtc, 1e8);
        _borrow(comptroller, borrower, cBtc, cEther, 13e18);
        vm.prank(borrower);
        assertEq(ICTokenMarket(cUsdc).borrow(2e6), 0);
        _setPrice("WBTC", 50_000 * USD);
        Plan memory plan = _flashLoan(cEther, cBtc, 5e18);
        plan.target.data = abi.encode(cEther, cBtc, cBtc, false);
        plan.target.collateral = weth;
        _failureOf(plan);

        // a debt in dollars, against bitcoin that is called ether
        plan = _flashLoan(cUsdc, cBtc, 5e5);
        plan.target.data = abi.encode(cUsdc, cBtc, cBtc, false);
        plan.target.collateral = weth;
        assertEq(_failureOf(plan), abi.encodeWithSelector(NothingRedeemed.selector, cBtc));
        plan.target.data = abi.encode(cUsdc, cEther, cUsdc, false);
        plan.target.debt = weth;
        _failureOf(plan);
    }

    function test_RevertGiven_APriceOfZero() public {
        _openCompoundReference();
        _setPrice("WETH", 0);
        assertEq(_failureOf(_flashLoan(cUsdc, cEther, 1e6)), abi.encodeWithSelector(OraclePriceZero.selector, cEther));
        _setPrice("WETH", 2600 * USD);
        _setPrice("USDC", 0);
        assertEq(_failureOf(_flashLoan(cUsdc, cEther, 1e6)), abi.encodeWithSelector(OraclePriceZero.selector, cUsdc));
    }

    function test_EtherThatLiesHereIsNeitherCountedNorUsed() public {
        _openCompoundReference();
        Plan memory plan = _flashLoan(cUsdc, cEther, 11_000e6);
        uint256 snapshot = vm.snapshotState();
        Outcome memory expected = _liquidate(plan);
        vm.revertToState(snapshot);

        EtherBomb.drop(address(liquidator), 3 ether);
        assertEq(abi.encode(_liquidate(plan)), abi.encode(expected));
        assertEq(address(liquidator).balance, 3 ether);
    }

    function test_RevertWhen_SomebodyElseSendsEther() public {
        address[2] memory senders = [stranger, cEther];
        for (uint256 i; i < senders.length; ++i) {
            vm.deal(senders[i], 1 ether);
            vm.prank(senders[i]);
            (bool success, bytes memory answer) = address(liquidator).call{value: 1}("");
            assertFalse(success);
            assertEq(answer, abi.encodeWithSelector(EtherUnexpected.selector, senders[i]));
        }
    }

    function _debtNow(address cToken) private returns (uint256 owed) {
        uint256 snapshot = vm.snapshotState();
        ICTokenMarket(cToken).accrueInterest();
        owed = ICTokenMarket(cToken).borrowBalanceStored(borrower);
        vm.revertToState(snapshot);
    }

    function _openEtherDebt() private {
        _supply(borrower, cBtc, 1e8);
        _borrow(comptroller, borrower, cBtc, cEther, 13e18);
        _setPrice("WBTC", 50_000 * USD);
    }

    /// @dev Somebody else has borrowed all the LINK that there is.
    function _openWithoutCash() private {
        _supply(borrower, cLink, 1_000e18);
        _borrow(comptroller, borrower, cLink, cUsdc, 8_000e6);
        address taker = makeAddr("taker");
        _supply(taker, cUsdc, 1_000_000e6);
        _borrow(comptroller, taker, cUsdc, cLink, ICTokenMarket(cLink).getCash());
        _setPrice("LINK", 12 * USD);
    }

    function _repayFirst(uint256 amount) private {
        deal(usdc, stranger, amount);
        vm.startPrank(stranger);
        IERC20(usdc).forceApprove(cUsdc, amount);
        assertEq(ICTokenMarket(cUsdc).liquidateBorrow(borrower, amount, cEther), 0);
        vm.stopPrank();
    }

    /// @dev Underlying for what is repaid, by the rates of this block. Prices in whole dollars.
    function _redeemedFor(
        uint256 repaid,
        address collateral,
        uint256 collateralUsd,
        uint8 collateralDecimals,
        uint256 debtUsd,
        uint8 debtDecimals
    ) private returns (uint256) {
        uint256 snapshot = vm.snapshotState();
        vm.roll(block.number);
        uint256 cTokens = _seizedFor(repaid, collateral, collateralUsd, collateralDecimals, debtUsd, debtDecimals);
        uint256 rate = ICTokenMarket(collateral).exchangeRateCurrent();
        vm.revertToState(snapshot);
        return CompoundFormula.redeemed(cTokens, rate);
    }

    function _seizedFor(
        uint256 repaid,
        address collateral,
        uint256 collateralUsd,
        uint8 collateralDecimals,
        uint256 debtUsd,
        uint8 debtDecimals
    ) private returns (uint256) {
        uint256 rate = ICTokenMarket(collateral).exchangeRateCurrent();
        uint256 debtPrice = CompoundFormula.price(debtUsd, debtDecimals);
        return CompoundFormula.seized(repaid, debtPrice, CompoundFormula.price(collateralUsd, collateralDecimals), rate);
    }
}
