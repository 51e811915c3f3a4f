// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Outcome, Plan} from "../../../contracts/types/Plan.sol";
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
/// ├── ether that lies here                                    → neither counted nor used
/// ├── when more is asked for than may be had                  → CompoundV2Limits.t.sol
/// └── when it is refused                                      → CompoundV2Refusals.t.sol
contract CompoundV2Test is CompoundTest {
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

    /// @dev Somebody else has borrowed all the LINK that there is.
    function _openWithoutCash() private {
        _supply(borrower, cLink, 1_000e18);
        _borrow(comptroller, borrower, cLink, cUsdc, 8_000e6);
        address taker = makeAddr("taker");
        _supply(taker, cUsdc, 1_000_000e6);
        _borrow(comptroller, taker, cUsdc, cLink, ICTokenMarket(cLink).getCash());
        _setPrice("LINK", 12 * USD);
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
