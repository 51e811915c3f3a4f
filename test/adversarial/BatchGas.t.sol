// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {stdJson} from "forge-std/StdJson.sol";

import {EtherTransferFailed, GasBelowLimit} from "../../contracts/types/Errors.sol";
import {Leg, LegResult} from "../../contracts/types/Leg.sol";
import {FundingSource, Plan} from "../../contracts/types/Plan.sol";
import {GasBurner} from "../mocks/GasBurner.sol";
import {RevertBomb} from "../mocks/RevertBomb.sol";
import {AaveTest} from "../utils/AaveTest.sol";

/// @notice Attack: whoever a leg of a batch calls (here an oracle's feed, and the recipient of a tip) burns all the gas that it gets,
/// or answers with half a megabyte. Its leg may die of that, the next one may not.
contract BatchGasTest is AaveTest {
    using stdJson for string;

    uint32 private constant LIMIT = 4_000_000; // about ten times what a liquidation needs

    function setUp() public override {
        super.setUp();
        _openReference();
    }

    function test_OracleThatLoopsBurnsItsOwnLegOnly() public {
        vm.etch(_feed(), address(new GasBurner()).code);
        assertEq(_failureOfTheFirst(_ofLink()), "");
    }

    function test_TipRecipientThatLoopsBurnsItsOwnLegOnly() public {
        Plan memory plan = _flashSwap();
        (plan.terms.tipBps, plan.terms.tipRecipient) = (1, address(new GasBurner()));
        assertEq(bytes4(_failureOfTheFirst(plan)), EtherTransferFailed.selector);
    }

    /// @dev The feed, Aave's oracle and the leg each pay for half a megabyte, out of the leg's own limit. The batch does not: copied,
    /// logged and returned whole, the answer would cost eight million gas more than this test's 2.4 million.
    function test_HalfAMegabyteOfRevertDataIsCut() public {
        vm.etch(_feed(), address(new RevertBomb()).code);
        uint256 before = gasleft();
        assertEq(_failureOfTheFirst(_ofLink()), new bytes(1_024));
        assertLt(before - gasleft(), 3_000_000);
    }

    /// @dev Its revert data is needed whole: nothing goes on without it.
    function test_RevertWhen_LegThatMayNotFailRevertsWithALot() public {
        vm.etch(_feed(), address(new RevertBomb()).code);
        Leg[] memory legs = new Leg[](1);
        legs[0] = Leg(_ofLink(), false, 0);
        vm.prank(operator);
        (bool success, bytes memory answer) =
            address(liquidator).call(abi.encodeCall(liquidator.liquidateBatch, (legs)));
        assertFalse(success);
        assertEq(answer.length, 500_000);
    }

    function test_RevertWhen_LessGasIsLeftThanTheLimitOfALeg() public {
        Leg[] memory legs = _legs(_flashSwap());
        vm.prank(operator);
        vm.expectPartialRevert(GasBelowLimit.selector);
        liquidator.liquidateBatch{gas: LIMIT}(legs);
    }

    /// @dev With the limit that it needs, whatever gas the batch has: it is executed or nothing is, never refused for want of gas.
    function test_LegIsNeverGivenLessThanItsLimit() public {
        Leg[] memory legs = new Leg[](1);
        legs[0] = Leg(_flashSwap(), true, _needed(_flashSwap()));
        uint256 refused;
        uint256 executed;
        for (uint256 i; i < 100; ++i) {
            uint256 snapshot = vm.snapshotState();
            vm.prank(operator);
            try liquidator.liquidateBatch{gas: legs[0].gasLimit + 1_000 * i}(legs) returns (
                LegResult[] memory results
            ) {
                assertTrue(results[0].success);
                ++executed;
            } catch (bytes memory revertData) {
                if (revertData.length != 0) assertEq(bytes4(revertData), GasBelowLimit.selector);
                ++refused;
            }
            vm.revertToState(snapshot);
        }
        assertGt(refused, 5);
        assertGt(executed, 5);
    }

    function test_LegWhoseLimitIsTooLowFailsAlone() public {
        Leg[] memory legs = _legs(_flashSwap());
        legs[0].gasLimit = _needed(_flashSwap()) - 1;
        vm.prank(operator);
        LegResult[] memory results = liquidator.liquidateBatch(legs);
        assertFalse(results[0].success);
        assertTrue(results[1].success);
    }

    function _failureOfTheFirst(Plan memory bad) private returns (bytes memory) {
        Leg[] memory legs = _legs(bad);
        vm.prank(operator);
        LegResult[] memory results = liquidator.liquidateBatch{gas: 5_000_000}(legs);
        assertFalse(results[0].success);
        assertTrue(results[1].success, "the next one");
        _assertNothingAtRest(liquidator);
        return results[0].revertData;
    }

    /// @dev One that may fail and has a limit, then an honest one that has none.
    function _legs(Plan memory first) private view returns (Leg[] memory legs) {
        legs = new Leg[](2);
        legs[0] = Leg(first, true, LIMIT);
        legs[1] = Leg(_flashSwap(), true, 0);
    }

    /// @dev The least limit with which a leg succeeds.
    function _needed(Plan memory plan) private returns (uint32 enough) {
        Leg[] memory legs = new Leg[](1);
        legs[0] = Leg(plan, true, 0);
        uint32 short = 100_000;
        enough = LIMIT;
        while (enough - short > 1) {
            legs[0].gasLimit = (short + enough) / 2;
            uint256 snapshot = vm.snapshotState();
            vm.prank(operator);
            bool success = liquidator.liquidateBatch(legs)[0].success;
            vm.revertToState(snapshot);
            if (success) enough = legs[0].gasLimit;
            else short = legs[0].gasLimit;
        }
    }

    function _ofLink() private view returns (Plan memory plan) {
        plan = _flashSwap();
        plan.target.collateral = link;
        // Of this source the price is asked for before anything else runs; this leaf has none.
        plan.funding.source = FundingSource.Callback;
    }

    function _feed() private view returns (address) {
        return info.readAddress(".addresses.feeds.LINK");
    }
}
