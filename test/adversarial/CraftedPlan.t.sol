// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";

import {PlanMalformed} from "../../contracts/types/Errors.sol";
import {Leg, LegResult} from "../../contracts/types/Leg.sol";
import {FundingSource, Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {HostileLender} from "../mocks/HostileLender.sol";
import {AaveTest} from "../utils/AaveTest.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Attack: an operator encodes a plan by hand so that the callback reads another plan than the entry checked, or was sent.
/// @dev Solidity reads the offsets inside calldata as signed numbers. The callback finds the plan behind the header of its own
/// arguments, the entry behind a bare selector; an offset that points before the plan's own bytes reads that difference.
contract CraftedPlanTest is AaveTest {
    function setUp() public override {
        super.setUp();
        _openReference();
    }

    /// @dev At the entry `target.data` lies before the calldata: empty, so the underlying is taken. In Aave's callback it is
    /// the callback's own data, length included, whose first word is the plan's offset: 1, which reads as `true`, take aTokens.
    function test_RevertWhen_TargetDataPointsBeforeThePlan() public {
        bytes memory data = _encode(-int256(1 + 352 + 32));
        // Nobody but the attacker would notice: what is seized is not what is watched at the exit.
        vm.expectCall(address(pool), abi.encodeCall(IPool.liquidationCall, (weth, usdc, borrower, 11_000e6, true)), 0);

        (bool success, bytes memory answer) = _send(data);
        assertFalse(success);
        assertEq(answer, abi.encodeWithSelector(PlanMalformed.selector));
    }

    /// @dev The plan's route lies behind everything that was sent: the entry, which never reads it, is sent none. The lender, an
    /// accomplice, appends one to the callback, behind the data that the guard has the hash of.
    function test_RevertWhen_TheRouteIsLeftToTheLender() public {
        HostileLender lender = new HostileLender();
        deal(usdc, address(lender), 100_000e6);
        vm.prank(owner);
        liquidator.setLender(address(lender), true);
        bytes memory target = abi.encode(address(pool), borrower, weth, usdc, 11_000e6, 0xc0, 0);
        bytes memory data = abi.encodePacked(
            abi.encode(0x20),
            abi.encode(0x160, FundingSource.AaveV3FlashLoan, address(lender), 11_000e6, Selling.Leaf),
            abi.encode(0x160 + target.length),
            abi.encode(1, 5_000, 0, address(0), block.timestamp),
            target
        );
        bytes memory route = Routes.split(0, 1, Routes.v3(3000, usdc));
        lender.set(HostileLender.Trick.AppendsToTheCall, 0, address(0));
        lender.setAppended(abi.encodePacked(route.length, route));
        vm.expectCall(address(lender), "", 0);

        (bool success, bytes memory answer) = _send(data);
        assertFalse(success);
        assertEq(answer, "", "Solidity's own check");
    }

    /// @dev The data of the callback is everything behind the selector, whatever it is; the plan in it is the same.
    function test_TrailingBytesChangeNothing() public {
        bytes memory data = abi.encode(_flashLoan());
        uint256 snapshot = vm.snapshotState();
        (bool success, bytes memory expected) = _send(data);
        assertTrue(success);
        vm.revertToState(snapshot);

        bytes memory answer;
        (success, answer) = _send(bytes.concat(data, hex"c0ffee", data));
        assertTrue(success);
        assertEq(answer, expected);
        _assertNothingAtRest(liquidator);
    }

    /// @dev The plan at another place, its parts in another order with gaps, as no encoder would write it.
    function test_UnusualButForwardOffsetsAreReadTheSame() public {
        uint256 snapshot = vm.snapshotState();
        (, bytes memory expected) = _send(abi.encode(_flashLoan()));
        vm.revertToState(snapshot);
        // `target.data` is the word behind the route: zero, so empty.
        (bool success, bytes memory answer) = _send(_encode(192 + 32 + 29 + 3));
        assertTrue(success);
        assertEq(answer, expected);
    }

    /// @dev `target.data` may be the very bytes of the route: read as a bool they are none, so it reverts at the entry.
    function test_RevertWhen_PartsOverlap() public {
        (bool success, bytes memory answer) = _send(_encode(192));
        assertFalse(success);
        assertEq(answer, "");
    }

    /// @dev Two legs that are the same bytes are two liquidations of the same plan.
    function test_LegsMayOverlap() public {
        _setPrice("WETH", 2400 * USD); // all of the debt may be repaid, in halves too
        Leg[] memory legs = new Leg[](2);
        legs[0] = legs[1] = Leg(_flashLoan(), false, 0);
        legs[0].plan.target.amount = legs[0].plan.funding.amount = 5_000e6;
        bytes memory apart = abi.encode(legs);
        uint256 snapshot = vm.snapshotState();
        (, bytes memory expected) = _sendBatch(apart);
        vm.revertToState(snapshot);

        assembly ("memory-safe") {
            // The second leg's offset becomes the first's.
            mstore(add(apart, 0x80), mload(add(apart, 0x60)))
        }
        (bool success, bytes memory answer) = _sendBatch(apart);
        assertTrue(success);
        assertEq(answer, expected);
    }

    /// @dev In a batch every plan is encoded anew, so a backward offset is read once and for all: here `target.data` is the
    /// batch's own header, an offset of 32 and a length of 1, which reads as 32 bytes that say `true`.
    function test_BackwardOffsetInABatchIsReadOnce() public {
        _fundWallet(operator, usdc, 11_000e6);
        Plan memory plan = _wallet();
        plan.selling = Selling.None;
        (bool success, bytes memory answer) = _sendBatch(_batchWithHeaderAsData(plan));
        assertTrue(success);
        Outcome memory outcome = abi.decode(answer, (LegResult[]))[0].outcome;
        // There it reads the header of the leg's own call, in which nobody has written that aTokens are wanted.
        assertEq(_balance(weth, receiver), outcome.seized, "WETH, and nothing else");
        assertEq(_balance(_aToken(weth), receiver), 0);
        _assertNothingAtRest(liquidator);
    }

    function test_RevertWhen_BackwardOffsetInABatchAsksForSoldATokens() public {
        (bool success, bytes memory answer) = _sendBatch(_batchWithHeaderAsData(_flashLoan()));
        assertFalse(success);
        assertEq(answer, abi.encodeWithSelector(PlanMalformed.selector));
    }

    function _batchWithHeaderAsData(Plan memory plan) private pure returns (bytes memory data) {
        Leg[] memory legs = new Leg[](1);
        legs[0] = Leg(plan, false, 0);
        data = abi.encode(legs);
        // header 0x00: 0x20, 0x20: 1, 0x40: 0x20 | leg 0x60: 0x60, 0x80: mayFail, 0xa0: gasLimit | plan 0xc0: eleven words |
        // target 0x220
        assembly ("memory-safe") {
            mstore(add(add(data, 0x20), 0x2c0), sub(0, 0x220))
        }
    }

    function _encode(int256 dataOffset) private view returns (bytes memory) {
        // The plan starts one byte behind its offset, so the offset can be 1: the first word of the plan, the offset of
        // the target, is 0x0160, of which 0x01 is the last byte of the plan's offset.
        bytes memory head = abi.encodePacked(
            uint256(1),
            uint8(0x60),
            abi.encode(FundingSource.AaveV3FlashLoan, address(pool), 11_000e6, Selling.Leaf, 352 + 192),
            abi.encode(1, 5_000, 0, address(0), block.timestamp)
        );
        bytes memory target = abi.encode(address(pool), borrower, weth, usdc, 11_000e6, dataOffset);
        bytes memory route = Routes.split(0, 1, Routes.v3(3000, usdc));
        return abi.encodePacked(head, target, route.length, route, new bytes(64));
    }

    function _sendBatch(bytes memory data) private returns (bool, bytes memory) {
        vm.prank(operator);
        return address(liquidator).call(abi.encodePacked(liquidator.liquidateBatch.selector, data));
    }

    function _send(bytes memory data) private returns (bool, bytes memory) {
        vm.prank(operator);
        return address(liquidator).call(abi.encodePacked(liquidator.liquidate.selector, data));
    }
}
