// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Outcome, Plan} from "../../../contracts/types/Plan.sol";
import {SettableOracle} from "../../mocks/SettableOracle.sol";
import {MorphoBlueTest} from "../../utils/MorphoBlueTest.sol";
import {MorphoFormula} from "../../utils/MorphoFormula.sol";
import {Plans} from "../../utils/Plans.sol";

/// @notice
/// less is there on Morpho Blue than was planned
/// ├── when the collateral has shrunk since                      → all of what is left, but for a unit if bad debt is unwanted
/// ├── when the debt has shrunk since                            → all of it, if the collateral asked for costs more
/// ├── when the debt is gone, or nothing is left                 → Morpho's own error
/// ├── when the collateral asked for costs more than the debt    → all of the debt is repaid
/// │   └── of a few units                                        → the virtual amounts of shares count: the same
/// └── when the sale panics as Morpho does                       → the sale's panic, and no more is taken
contract MorphoShrunkTest is MorphoBlueTest {
    function test_SeizureIsClippedWhenTheCollateralHasShrunk() public {
        _openMorpho(borrower, 1e18, 2_400e6);
        _setPrice("WETH", 2500 * USD);
        Plan memory plan = _callback(4e18, 500);
        plan.target.data = abi.encode(params, false, true);
        assertEq(_checked(plan).seized, 1e18);
    }

    function test_RepaymentIsClippedWhenTheDebtHasShrunk() public {
        _openMorphoReference();
        (uint256 shares,) = _position(borrower);
        Plan memory plan = Plans.morphoCallback(morpho, borrower, params, shares, true, 500);
        // Another liquidator was first, with a tenth of it.
        vm.prank(operator);
        liquidator.liquidate(Plans.morphoCallback(morpho, borrower, params, shares / 10, true, 500));
        assertEq(_checked(plan).repaid, 21_600e6);
        (shares,) = _position(borrower);
        assertEq(shares, 0);
    }

    /// @dev Two units are enough to make what was planned, all but one, more than there is.
    function test_TwoUnitsTakenFirstDoNotStopTheRest() public {
        _openUnderWater();
        _seizeFirst(2);
        _assertAllButAUnit(_callback(10e18 - 1, 500), 10e18 - 3);
    }

    function test_HalfTakenFirstDoesNotStopTheRest() public {
        _openUnderWater();
        _seizeFirst(5e18);
        _assertAllButAUnit(_callback(10e18 - 1, 500), 5e18 - 1);
    }

    /// @dev All but a unit of 10 WETH at 2599 costs 24,898 of 25,000 USDC. After a hundredth was repaid it would cost more than is owed.
    function test_AHundredthRepaidFirstDoesNotStopTheRest() public {
        _openMorpho(borrower, 10e18, 25_000e6);
        _setPrice("WETH", 2599 * USD);
        (uint256 shares,) = _position(borrower);
        _repayOnBehalf(shares / 100);
        _assertDebtIsRepaid(_callback(10e18 - 1, 500), 24_750e6, 2599e24);
    }

    /// @dev The same when bad debt may be realized: there is none.
    function test_AHundredthRepaidFirstLeavesNoBadDebt() public {
        _openMorpho(borrower, 10e18, 25_000e6);
        _setPrice("WETH", 2599 * USD);
        (uint256 shares,) = _position(borrower);
        _repayOnBehalf(shares / 100);
        Plan memory plan = _callback(10e18, 500);
        plan.target.data = abi.encode(params, false, true);
        _assertDebtIsRepaid(plan, 24_750e6, 2599e24);
    }

    /// @dev Interest of a year that nobody has booked yet makes the debt large enough.
    function test_InterestThatIsDueCountsAsDebt() public {
        _openMorpho(borrower, 10e18, 25_000e6);
        _setPrice("WETH", 2605 * USD);
        (uint256 shares,) = _position(borrower);
        _repayOnBehalf(shares / 100);
        assertGt(_sharesUp(MorphoFormula.repaid(10e18 - 1, 2605e24, params.lltv)), shares - shares / 100, "stale");
        vm.warp(block.timestamp + 365 days);
        _setPrice("WETH", 2605 * USD);
        _assertAllButAUnit(_callback(10e18 - 1, 500), 10e18 - 1);
    }

    /// @dev As Morpho does where the debt is too small; here it is not, and no more is taken than was asked for.
    function test_RevertWhen_TheSalePanics() public {
        _openMorphoReference();
        _expectPanicOfTheSale(4e18);
        _liquidate(_callback(4e18, 500));
    }

    /// @dev Without the interest that nobody has booked yet the debt would be too small.
    function test_RevertWhen_TheSalePanicsWhileInterestIsDue() public {
        _openMorpho(borrower, 10e18, 24_750e6);
        (uint256 shares,) = _position(borrower);
        uint256 cost = MorphoFormula.repaid(9.93e18, 2605e24, params.lltv);
        assertGt(_sharesUp(cost), shares, "too small without");
        vm.warp(block.timestamp + 10 days);
        _setPrice("WETH", 2605 * USD);
        uint256 due = vm.snapshotState();
        blue.accrueInterest(params);
        assertLt(_sharesUp(cost), shares, "enough with");
        assertLt(MorphoFormula.seized(_assetsDown(shares), 2605e24, params.lltv), 10e18, "all shares could be repaid");
        vm.revertToState(due);
        _expectPanicOfTheSale(9.93e18);
        _liquidate(_callback(9.93e18, 500));
    }

    function test_RevertGiven_TheDebtIsGone() public {
        _openMorphoReference();
        (uint256 shares,) = _position(borrower);
        _repayOnBehalf(shares);
        vm.expectRevert(bytes("position is healthy"));
        _liquidate(_callback(10e18, 500));
    }

    function test_RevertGiven_NothingIsLeft() public {
        _setPrice("WETH", 2700 * USD);
        vm.expectRevert(bytes("inconsistent input"));
        _liquidate(_callback(4e18, 500));
    }

    function test_DebtIsRepaidWhenTheCollateralAskedForCostsMore() public {
        _openMorphoReference();
        _assertDebtIsRepaid(_callback(10e18, 500), 24_000e6, PRICE);
    }

    /// @dev 51 units are asked for: 51e6 shares of 51e6 and 51 units, virtual ones included.
    function test_DebtOfAFewUnitsIsRepaidWhenTheCollateralAskedForCostsMore() public {
        _openTiny(1.975e10, 3000e24);
        assertEq(MorphoFormula.repaid(1.96e10, PRICE, params.lltv), 51);
        _assertDebtIsRepaid(_callback(1.96e10, 500), 50, PRICE);
    }

    /// @dev 50 units are asked for: the debt is just large enough, and no more is taken.
    function test_RevertWhen_TheSaleOfAFewUnitsPanics() public {
        _openTiny(1.975e10, 3000e24);
        assertEq(MorphoFormula.repaid(1.92e10, PRICE, params.lltv), 50);
        assertGt(MorphoFormula.seized(50, PRICE, params.lltv), 1.92e10, "what all shares would take");
        _expectPanicOfTheSale(1.92e10);
        _liquidate(_callback(1.92e10, 500));
    }

    /// @dev A share is missing: 40 units are 48,888,888.2 shares, which Morpho rounds up.
    function test_DebtThatIsAShareTooSmallIsRepaid() public {
        _openTiny(1.975e10, 3000e24);
        _openMorpho(stranger, 1e10, 10);
        // Whatever is repaid costs a unit at least, so that shares get cheaper.
        _repayOnBehalf(1_111_102);
        for (uint256 i; i < 10; ++i) {
            _repayOnBehalf(1);
        }
        SettableOracle(params.oracle).set(2100e24, false);
        assertEq(MorphoFormula.repaid(1.95e10, 2100e24, params.lltv), 40);
        (uint256 shares,) = _position(borrower);
        assertEq(_sharesUp(40), shares + 1);

        Outcome memory outcome = _checked(_callback(1.95e10, 500));
        assertEq(outcome.repaid, 40);
        (shares,) = _position(borrower);
        assertEq(shares, 0);
    }

    /// @dev 60 units of collateral cost 53, and would cost 49 if the incentive had no limit: the debt would be enough.
    function test_DebtIsTooSmallByTheLargestIncentive() public {
        params.lltv = 0.385e18;
        vm.prank(blue.owner());
        blue.enableLltv(params.lltv);
        _openTiny(2.3e10, 30_000e24);
        assertEq(MorphoFormula.incentive(params.lltv), 1.15e18);
        assertEq(MorphoFormula.repaid(2.22e10, PRICE, params.lltv), 53);
        _assertDebtIsRepaid(_callback(2.22e10, 500), 50, PRICE);
    }

    /// @dev A market of one loan of 50 units, or 50e6 shares, at `price`; then the price falls.
    function _openTiny(uint256 collateral, uint256 price) private {
        SettableOracle oracle = new SettableOracle();
        params.oracle = address(oracle);
        blue.createMarket(params);
        deal(usdc, address(this), 100);
        _approve(usdc, 100);
        blue.supply(params, 100, 0, address(this), "");
        oracle.set(price, false);
        _openMorpho(borrower, collateral, 50);
        oracle.set(PRICE, false);
    }
}
