// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlanMalformed} from "./Errors.sol";
import {Plan, Target} from "./Plan.sol";

/// @title PlanData
/// @notice Carries a plan through a callback as the calldata it came in, instead of encoding and decoding it again.
library PlanData {
    /// @dev Arguments of the running call. Its first argument must be `plan`, so that they decode as `(Plan)`.
    function encode(Plan calldata plan) internal pure returns (bytes calldata data) {
        require(_pointsForward(plan), PlanMalformed());
        return msg.data[4:];
    }

    /// @dev A call of `(Plan, address)`, the plan as it lies in the calldata: every encoder puts its route last. What lies behind that is
    /// not taken along, so that a plan which is in another order reverts without data. Encoding it again costs 500 bytes.
    function asFirstArgument(bytes4 selector, Plan calldata plan, address second) internal pure returns (bytes memory) {
        bytes calldata route = plan.route;
        bytes calldata whole;
        assembly ("memory-safe") {
            whole.offset := plan
            whole.length := sub(add(route.offset, and(add(route.length, 0x1f), not(0x1f))), plan)
        }
        return bytes.concat(abi.encodeWithSelector(selector, 0x40, second), whole);
    }

    /// @dev Points at the plan inside `data`, of which the callback guard knows that it is what was sent. Both views of the
    /// plan are the same, because `encode` has made sure that no part begins before the plan or ends behind what was sent. The
    /// two calls differ in both places: there the callback reads its own header, and what its caller has appended.
    function decode(bytes calldata data) internal pure returns (Plan calldata plan) {
        // abi.encode and abi.decode instead cost 6,075 gas more by flash swap and 5,452 by flash loan (reference case).
        assembly ("memory-safe") {
            plan := add(data.offset, calldataload(data.offset))
        }
    }

    /// @dev Solidity checks that a part ends inside the calldata, but only when the part is read: the entry may never read a route that
    /// the callback reads. So every part is read here; one that ends outside reverts without data. It reads offsets as signed, so that a
    /// part may begin before the plan: that is checked here. The word before the bytes of a part is their length. Reading the offsets
    /// oneself, at places counted by hand, costs 55 to 69 gas more.
    function _pointsForward(Plan calldata plan) private pure returns (bool pointsForward) {
        Target calldata target = plan.target;
        bytes calldata data = target.data;
        bytes calldata route = plan.route;
        assembly ("memory-safe") {
            let pointsBack := or(slt(target, plan), slt(route.offset, add(plan, 0x20)))
            pointsForward := iszero(or(pointsBack, slt(data.offset, add(target, 0x20))))
        }
    }
}
