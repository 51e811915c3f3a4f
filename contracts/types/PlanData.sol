// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {PlanMalformed} from "./Errors.sol";
import {Plan} from "./Plan.sol";

/// @title PlanData
/// @notice Carries a plan through a callback as the calldata it came in, instead of encoding and decoding it again.
library PlanData {
    /// @dev Arguments of the running call. Its first argument must be `plan`, so that they decode as `(Plan)`.
    function encode(Plan calldata plan) internal pure returns (bytes memory data) {
        require(!_pointsBack(plan) && _isInside(plan), PlanMalformed());
        return msg.data[4:];
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

    /// @dev Solidity checks that a part ends inside the calldata, but only when the part is read: the entry may never read a sale that
    /// the callback reads. So every part is read here; one that ends outside reverts without data.
    function _isInside(Plan calldata plan) private pure returns (bool) {
        return plan.target.data.length < msg.data.length && plan.sale.path.length < msg.data.length;
    }

    /// @dev Solidity reads offsets as signed. The four of a plan: `target`, `sale`, `target.data` and `sale.path`.
    function _pointsBack(Plan calldata plan) private pure returns (bool pointsBack) {
        assembly ("memory-safe") {
            let target := calldataload(plan)
            let sale := calldataload(add(plan, 0x80))
            let data := calldataload(add(add(plan, target), 0xa0))
            let path := calldataload(add(add(plan, sale), 0x20))
            pointsBack := gt(or(or(target, sale), or(data, path)), 0xffffffffffffffff)
        }
    }
}
