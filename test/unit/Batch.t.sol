// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFlashLiquidator} from "../../contracts/interfaces/IFlashLiquidator.sol";
import {MarketNotAllowed, MinProfitZero, NotOperator, Paused} from "../../contracts/types/Errors.sol";
import {Leg, LegResult} from "../../contracts/types/Leg.sol";
import {FundingSource, Outcome} from "../../contracts/types/Plan.sol";
import {AaveTest} from "../utils/AaveTest.sol";
import {Plans} from "../utils/Plans.sol";

/// @notice
/// liquidateBatch
/// ├── when the caller is no operator                → NotOperator
/// ├── with no leg                                   → no result
/// ├── legs that succeed                             → each as if alone; results and events in order; funds as by the same caller
/// ├── a leg that may fail and does                  → LegFailed with its error, no other trace; the others go on
/// │   └── in the middle of its loan                 → the next leg can borrow again
/// ├── a leg that may not fail and does              → everything reverts with its error
/// ├── a leg that is encoded wrongly                 → everything reverts, without data
/// ├── with limits of gas                            → see adversarial/BatchGas
/// └── given it is paused                            → legs that may fail all fail
contract BatchTest is AaveTest {
    address private second = makeAddr("second borrower");
    address private third = makeAddr("third borrower");

    function setUp() public override {
        super.setUp();
        _open(pool, second, weth, 10e18, dai, 22_000e18);
        _open(pool, third, weth, 10e18, usdc, 22_000e6);
        _openReference();
    }

    function test_RevertWhen_CallerIsNoOperator() public {
        vm.expectRevert(abi.encodeWithSelector(NotOperator.selector, stranger));
        vm.prank(stranger);
        liquidator.liquidateBatch(new Leg[](0));
    }

    function test_NoLegNoResult() public {
        assertEq(_run(new Leg[](0)).length, 0);
    }

    function test_EveryLegCountsAsIfAlone() public {
        Leg[] memory legs = new Leg[](3);
        legs[0] = Leg(Plans.flashLoan(address(pool), second, weth, dai, 11_000e18, 3000), true, 0);
        legs[1] = Leg(_flashSwap(), false, 0);
        legs[2] = Leg(Plans.wallet(address(pool), third, weth, usdc, 11_000e6, 500), false, 0);
        _fundWallet(operator, usdc, 11_000e6);

        uint256 snapshot = vm.snapshotState();
        Outcome[3] memory expected = [_liquidate(legs[0].plan), _liquidate(legs[1].plan), _liquidate(legs[2].plan)];
        vm.revertToState(snapshot);

        address[3] memory borrowers = [second, borrower, third];
        address[3] memory debts = [dai, usdc, usdc];
        for (uint256 i; i < 3; ++i) {
            vm.expectEmit(address(liquidator));
            emit IFlashLiquidator.Liquidated(address(pool), borrowers[i], operator, weth, debts[i], expected[i]);
        }
        LegResult[] memory results = _run(legs);
        for (uint256 i; i < 3; ++i) {
            assertTrue(results[i].success);
            assertEq(abi.encode(results[i].outcome), abi.encode(expected[i]));
            assertEq(results[i].revertData, "");
        }
        assertEq(results[0].outcome.premium, 5.5e18);
        assertEq(results[1].outcome.premium + results[2].outcome.premium, 0, "of another leg");
        assertEq(_balance(usdc, operator), 11_000e6);
        assertEq(_balance(weth, receiver), expected[1].collateralGain);
        assertEq(_balance(dai, receiver), expected[0].debtGain);
        _assertNothingAtRest(liquidator);
    }

    function test_LegThatMayFailLeavesNoTrace() public {
        Leg[] memory legs = new Leg[](3);
        legs[0] = Leg(_flashSwap(), true, 0);
        legs[0].plan.target.borrower = stranger; // owes nothing
        legs[1] = Leg(_flashSwap(), true, 0);
        legs[2] = Leg(_flashSwap(), true, 0);
        legs[2].plan.terms.minProfit = 0;

        bytes memory healthy = abi.encodeWithSelector(bytes4(keccak256("HealthFactorNotBelowThreshold()")));
        vm.expectEmit(address(liquidator));
        emit IFlashLiquidator.LegFailed(0, stranger, healthy);
        vm.expectEmit(address(liquidator));
        emit IFlashLiquidator.LegFailed(2, borrower, abi.encodeWithSelector(MinProfitZero.selector));
        LegResult[] memory results = _run(legs);

        assertFalse(results[0].success);
        assertEq(results[0].revertData, healthy, "unchanged");
        assertEq(results[0].outcome.profit, 0);
        assertTrue(results[1].success);
        assertFalse(results[2].success);
        assertEq(_balance(weth, receiver), results[1].outcome.collateralGain);
        _assertNothingAtRest(liquidator);
    }

    /// @dev It fails after the callback was entered, when the loan is pulled back: nothing may still be awaited.
    function test_LegThatFailsInTheMiddleOfItsLoanLeavesNoTrace() public {
        Leg[] memory legs = new Leg[](3);
        legs[0] = Leg(_flashLoan(), true, 0);
        legs[0].plan.terms.minProfit = 1e12;
        legs[1] = Leg(_flashLoan(), true, 0);
        legs[1].plan.funding.amount = 40_000_000e6; // the premium eats the profit: the loan cannot be paid back
        legs[2] = Leg(_flashLoan(), true, 0);
        uint256 snapshot = vm.snapshotState();
        Outcome memory expected = _liquidate(legs[2].plan);
        vm.revertToState(snapshot);

        LegResult[] memory results = _run(legs);
        assertFalse(results[0].success);
        assertFalse(results[1].success);
        assertTrue(results[2].success);
        assertEq(abi.encode(results[2].outcome), abi.encode(expected));
        _assertNothingAtRest(liquidator);
    }

    function test_RevertWhen_LegThatMayNotFailFails() public {
        Leg[] memory legs = new Leg[](2);
        legs[0] = Leg(_flashSwap(), true, 0);
        legs[1] = Leg(_flashSwap(), false, 0);
        legs[1].plan.target.market = stranger;
        vm.expectRevert(abi.encodeWithSelector(MarketNotAllowed.selector, stranger));
        _run(legs);
        assertEq(_balance(weth, receiver), 0);
    }

    /// @dev What cannot be read cannot be tried: the funding source of the second leg, which may fail, does not exist.
    /// @dev What is wrong with a plan is found where it is executed: the other goes on.
    function test_LegThatIsEncodedWronglyFailsAlone() public {
        Leg[] memory legs = new Leg[](2);
        legs[0] = legs[1] = Leg(_flashSwap(), true, 0);
        bytes memory data = abi.encodeCall(liquidator.liquidateBatch, (legs));
        // Behind the selector: the array's offset, its length, two offsets of legs; then each leg's offset of its plan.
        uint256 leg = 0x40 + _word(data, 0x60);
        uint256 source = leg + _word(data, leg) + 0x20;
        assertEq(_word(data, source), uint256(FundingSource.UniswapV3FlashSwap));
        assembly ("memory-safe") {
            mstore(add(add(data, 0x24), source), 99)
        }
        vm.prank(operator);
        (bool success, bytes memory answer) = address(liquidator).call(data);
        assertTrue(success);
        LegResult[] memory results = abi.decode(answer, (LegResult[]));
        assertEq(results[0].success, true);
        assertEq(results[1].success, false);
        assertEq(results[1].revertData, "", "Solidity's own check");
    }

    function test_EveryLegFailsWhilePaused() public {
        vm.prank(owner);
        liquidator.setPaused(true);
        Leg[] memory legs = new Leg[](1);
        legs[0] = Leg(_flashSwap(), true, 0);
        LegResult[] memory results = _run(legs);
        assertFalse(results[0].success);
        assertEq(results[0].revertData, abi.encodeWithSelector(Paused.selector));
    }

    /// @param place Bytes behind the selector.
    function _word(bytes memory data, uint256 place) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(data, 0x24), place))
        }
    }

    function _run(Leg[] memory legs) private returns (LegResult[] memory) {
        vm.prank(operator);
        return liquidator.liquidateBatch(legs);
    }
}
