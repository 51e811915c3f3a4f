// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Plan} from "./Plan.sol";

/// @title PlanData
/// @notice Carries a plan through a callback as the calldata it came in, instead of encoding and decoding it again.
library PlanData {
    /// @dev Arguments of the running call. Its first argument must be the plan, so that they decode as `(Plan)`.
    function encode() internal pure returns (bytes memory data) {
        return msg.data[4:];
    }

    /// @dev Points at the plan inside `data`. Offsets are read as Solidity reads them, and every access to a member
    /// checks them against the calldata; the content is what the callback guard has compared with what was sent.
    function decode(bytes calldata data) internal pure returns (Plan calldata plan) {
        // abi.encode and abi.decode instead cost 11,400 gas more on the reference flash swap.
        assembly ("memory-safe") {
            plan := add(data.offset, calldataload(data.offset))
        }
    }
}
