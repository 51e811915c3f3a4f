// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Test} from "forge-std/Test.sol";

import {PlanMalformed} from "../../../contracts/types/Errors.sol";
import {Funding, FundingSource, Plan, Selling, Target, Terms} from "../../../contracts/types/Plan.sol";
import {PlanData} from "../../../contracts/types/PlanData.sol";
import {Routes} from "../../utils/Routes.sol";

/// @notice Sends a plan through a callback as the liquidators do: behind a header of their longest callback's length, and before
/// whatever the one who calls back appends. The entry reads nothing of the plan itself.
contract PlanCarrier {
    bytes private _appended;

    constructor(bytes memory appended) {
        _appended = appended;
    }

    /// @return seenInCallback The plan as the callback reads it, re-encoded.
    function carry(Plan calldata plan) external view returns (bytes memory seenInCallback) {
        bytes memory call_ = abi.encodeCall(this.callback, (address(1), 1, 1, address(1), PlanData.encode(plan)));
        return abi.decode(Address.functionStaticCall(address(this), bytes.concat(call_, _appended)), (bytes));
    }

    /// @return seenAtEntry The plan as it was sent, re-encoded; reverts if a part of it was not.
    function read(Plan calldata plan) external pure returns (bytes memory seenAtEntry) {
        return abi.encode(plan);
    }

    function callback(address, uint256, uint256, address, bytes calldata data) external pure returns (bytes memory) {
        return abi.encode(PlanData.decode(data));
    }
}

/// @notice
/// a plan on its way through a callback
/// ├── when it is encoded as Solidity does         → arrives as it was
/// ├── when an offset points backwards             → refused: PlanMalformed, or Solidity's own check
/// ├── when a part ends behind what was sent       → refused
/// └── when words of it are anything               → refused, or arrives as it was: never as another plan
contract PlanDataTest is Test {
    PlanCarrier private carrier;

    // Words behind the selector of a plan that Solidity encoded: the plan itself begins at word 1.
    uint256 private constant TARGET_OFFSET = 1;
    uint256 private constant ROUTE_OFFSET = 6;
    uint256 private constant DATA_OFFSET = 17;
    uint256 private constant OWN_PARTS = 5; // of one that begins at word 0: its route's offset, and its data's if it is its own target

    /// @dev What is appended is a plan as well, so that there is something to read wherever an offset points.
    function setUp() public {
        carrier = new PlanCarrier(abi.encode(_plan(), _plan()));
    }

    function testFuzz_ArrivesAsItWas(
        Target memory target,
        Terms memory terms,
        uint256 amount,
        bytes memory route,
        uint8 selling
    ) public view {
        FundingSource source = FundingSource(amount % 4);
        Plan memory plan = Plan(target, Funding(source, target.market, amount), Selling(selling % 3), route, terms);
        assertEq(carrier.carry(plan), abi.encode(plan));
    }

    function testFuzz_RevertWhen_OffsetPointsBackwards(uint256 back, uint8 which) public view {
        _assertRefused(bound(back, 1, type(uint256).max - type(uint64).max), which % 3);
    }

    /// @dev By less than a word, bytes begin behind the plan, or the target, and only their length stands before it.
    function test_RevertWhen_OffsetPointsBackwardsByAFewBytes() public view {
        for (uint256 back = 1; back <= 64; ++back) {
            for (uint256 which; which < 3; ++which) {
                _assertRefused(back, which);
            }
        }
    }

    /// @dev A plan at the very beginning that is its own target: the length of both parts stands before all that was sent. There the entry
    /// reads nothing and the callback its own header.
    function test_RevertWhen_TheLengthOfAPartStandsBeforeEverything() public view {
        for (uint256 back = 1; back <= 32; ++back) {
            bytes memory data = bytes.concat(carrier.carry.selector, new bytes(0x400));
            _set(data, OWN_PARTS, bytes32(type(uint256).max - back + 1));
            (bool success, bytes memory answer) = address(carrier).staticcall(data);
            assertFalse(success);
            // Up to 4 bytes Solidity reads the selector, as a length that is longer than what was sent.
            if (back > 4) assertEq(answer, abi.encodeWithSelector(PlanMalformed.selector));
        }
    }

    /// @dev A whole plan of which the last bytes were not sent: the callback would find them among what is appended.
    function testFuzz_RevertWhen_ThePlanWasNotSentToItsEnd(uint256 missing) public view {
        bytes memory data = abi.encodeCall(carrier.carry, (_plan()));
        // Its last part is the route, of 29 bytes in a word.
        missing = bound(missing, 4, 160);
        assembly ("memory-safe") {
            mstore(data, sub(mload(data), missing))
        }
        (bool success,) = address(carrier).staticcall(data);
        assertFalse(success);
    }

    /// @dev Every offset with every number of bytes that could reach anything of the call, its header included.
    function test_NeverArrivesAsAnotherPlan() public {
        bytes memory original = abi.encodeCall(carrier.carry, (_plan()));
        uint256[3] memory words = _offsets();
        uint256 accepted;
        for (int256 to = -800; to <= 800; ++to) {
            for (uint256 i; i < words.length; ++i) {
                bytes memory data = bytes.concat(original);
                _set(data, words[i], bytes32(uint256(to)));
                (bool success, bytes memory inCallback) = address(carrier).call(data);
                if (!success) continue;
                _setSelector(data, carrier.read.selector);
                (bool wasSent, bytes memory atEntry) = address(carrier).call(data);
                assertTrue(wasSent);
                assertEq(inCallback, atEntry);
                ++accepted;
            }
        }
        assertGt(accepted, 3, "more than the encoding of Solidity");
    }

    function _assertRefused(uint256 back, uint256 which) private view {
        bytes memory data = abi.encodeCall(carrier.carry, (_plan()));
        _set(data, _offsets()[which], bytes32(type(uint256).max - back + 1));

        (bool success, bytes memory answer) = address(carrier).staticcall(data);
        assertFalse(success);
        // Solidity finds by itself what reads there as a length that is longer than what was sent.
        if (answer.length != 0) assertEq(answer, abi.encodeWithSelector(PlanMalformed.selector));
    }

    function _plan() private pure returns (Plan memory) {
        return Plan(
            Target(address(1), address(2), address(3), address(4), 5, abi.encode(true)),
            Funding(FundingSource.AaveV3FlashLoan, address(6), 7),
            Selling.Leaf,
            Routes.split(0, 1, Routes.v3(8, address(4))),
            Terms(9, 10, 11, address(12), 13)
        );
    }

    /// @dev Where the three offsets of an encoded plan stand.
    function _offsets() private pure returns (uint256[3] memory) {
        return [TARGET_OFFSET, ROUTE_OFFSET, DATA_OFFSET];
    }

    function _setSelector(bytes memory data, bytes4 selector) private pure {
        for (uint256 i; i < 4; ++i) {
            data[i] = selector[i];
        }
    }

    function _set(bytes memory data, uint256 index, bytes32 value) private pure {
        assembly ("memory-safe") {
            mstore(add(add(data, 0x24), mul(index, 0x20)), value)
        }
    }
}
