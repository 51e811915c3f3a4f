// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {stdError} from "forge-std/StdError.sol";

import {BadDebtRealized} from "../../../contracts/types/Errors.sol";
import {Outcome, Plan} from "../../../contracts/types/Plan.sol";
import {MorphoBlueTest} from "../../utils/MorphoBlueTest.sol";
import {Plans} from "../../utils/Plans.sol";

/// @notice
/// bad debt on Morpho Blue
/// ├── when it was asked for                                     → realized, the lenders' loss
/// ├── when all collateral is asked for, and it was not          → all but a unit, nobody's loss
/// ├── when that unit is all there is                            → BadDebtRealized, before anything is sold
/// ├── when a part of the shares takes all collateral            → BadDebtRealized
/// ├── when all of the shares take all collateral                → there is none
/// ├── when interest grew the supply by more than the loss       → BadDebtRealized all the same
/// ├── when shares are repaid and collateral remains             → there is none
/// └── when the shares asked for are worth more than the
///     collateral                                                → Morpho's own panic
contract MorphoBadDebtTest is MorphoBlueTest {
    function test_AUnitIsLeftWhenBadDebtWasNotAskedFor() public {
        _openUnderWater();
        _assertAllButAUnit(_callback(10e18, 500), 10e18 - 1);
    }

    function test_RevertGiven_OnlyTheLastUnitIsLeft() public {
        _openUnderWater();
        _seizeFirst(10e18 - 1);
        (uint256 shares,) = _position(borrower);
        vm.expectRevert(abi.encodeWithSelector(BadDebtRealized.selector, 0, shares));
        _liquidate(_callback(10e18 - 1, 500));
    }

    function test_RevertWhen_PartOfTheSharesTakesAllCollateral() public {
        _openMorpho(borrower, 9.8e18, 25_000e6);
        _setPrice("WETH", 2500 * USD);
        (uint256 shares,) = _position(borrower);
        uint256 part = shares * 96 / 100;
        _addCollateral(_missingFor(part, 2500e24));
        vm.expectRevert(abi.encodeWithSelector(BadDebtRealized.selector, part, shares));
        _liquidate(Plans.morphoCallback(morpho, borrower, params, part, true, 500));
    }

    /// @dev To the unit; nothing remains of either, and nobody loses.
    function test_AllSharesMayTakeAllCollateral() public {
        _openMorpho(borrower, 9.8e18, 25_000e6);
        _setPrice("WETH", 2500 * USD);
        (uint256 shares,) = _position(borrower);
        _addCollateral(_missingFor(shares, 2500e24));
        (, uint256 collateral) = _position(borrower);
        (uint256 supplied,,,,,) = blue.market(_id());

        uint256 snapshot = vm.snapshotState();
        uint256[3] memory asked = [shares, shares + 1, type(uint256).max];
        for (uint256 i; i < asked.length; ++i) {
            Outcome memory outcome = _checked(Plans.morphoCallback(morpho, borrower, params, asked[i], true, 500));
            assertEq(outcome.repaid, 25_000e6);
            assertEq(outcome.seized, collateral);
            (uint256 sharesLeft, uint256 collateralLeft) = _position(borrower);
            assertEq(sharesLeft + collateralLeft, 0);
            (uint256 suppliedAfter,,,,,) = blue.market(_id());
            assertEq(suppliedAfter, supplied, "a loss");
            vm.revertToState(snapshot);
        }
    }

    function test_BadDebtIsRealizedWhenAskedFor() public {
        uint256 loss = _openUnderWater();
        (uint256 supplyBefore,,,,,) = blue.market(_id());
        Plan memory plan = _callback(10e18, 500);
        plan.target.data = abi.encode(params, false, true);
        _checked(plan);
        (uint256 supplyAfter,,,,,) = blue.market(_id());
        assertEq(supplyBefore - supplyAfter, loss);
        (uint256 shares, uint256 collateral) = _position(borrower);
        assertEq(shares + collateral, 0);
    }

    function test_RevertWhen_DebtIsWorthMoreThanTheCollateral() public {
        _openUnderWater();
        (uint256 shares,) = _position(borrower);
        vm.expectRevert(stdError.arithmeticError);
        _liquidate(Plans.morphoCallback(morpho, borrower, params, shares, true, 500));
    }

    /// @dev A year's interest grows the supply by more than the bad debt takes: it must not hide it.
    function test_RevertWhen_InterestCouldHideTheBadDebt() public {
        _openMorpho(borrower, 9.8e18, 25_000e6);
        (uint256 shares,) = _position(borrower);
        uint256 part = shares * 96 / 100;
        (uint256 stale,,,,,) = blue.market(_id());
        vm.warp(block.timestamp + 365 days);
        _setPrice("WETH", 2500 * USD);
        Plan memory plan = Plans.morphoCallback(morpho, borrower, params, part, true, 500);

        uint256 due = vm.snapshotState();
        blue.accrueInterest(params);
        uint256 missing = _missingFor(part, 2500e24);
        vm.revertToState(due);
        _addCollateral(missing);

        uint256 snapshot = vm.snapshotState();
        plan.target.data = abi.encode(params, true, true);
        blue.accrueInterest(params);
        (uint256 supplyBefore,,,,,) = blue.market(_id());
        _liquidate(plan);
        (uint256 supplyAfter,,,,,) = blue.market(_id());
        vm.revertToState(snapshot);
        assertGt(supplyBefore, supplyAfter, "a loss");
        assertGt(supplyAfter, stale, "hidden");

        plan.target.data = abi.encode(params, true, false);
        vm.expectRevert(abi.encodeWithSelector(BadDebtRealized.selector, part, shares));
        _liquidate(plan);
    }

    /// @dev Watched for bad debt, because some of the debt remains; there is none, because some collateral remains too.
    function test_PartOfTheSharesMakesNoBadDebt() public {
        _openMorphoReference();
        (uint256 shares,) = _position(borrower);
        vm.warp(block.timestamp + 365 days);
        _setPrice("WETH", 2700 * USD);
        Outcome memory outcome = _checked(Plans.morphoCallback(morpho, borrower, params, shares / 2, true, 500));
        assertGt(outcome.repaid, 12_000e6, "interest included");
    }
}
