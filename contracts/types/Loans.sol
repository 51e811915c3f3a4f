// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FundingSource} from "./Plan.sol";

/// @title Loans
/// @notice Reads who lends, where several do: what the route of such a plan begins with.
/// @dev
///     loans = count (1 byte), loan+
///     loan  = source (1 byte), lender (20 bytes), amount (16 bytes)
///
/// Amount: debt units; zero means what the loans before have left of the plan's. What is no source, or ends outside of the route, is
/// whatever is there: no lender is asked who is not allowed, and nothing is sold but what was seized.
library Loans {
    uint256 private constant COUNT = 1; // bytes
    uint256 private constant LOAN = 37; // bytes

    function at(bytes calldata route, uint256 index)
        internal
        pure
        returns (FundingSource source, address lender, uint256 amount)
    {
        uint256 start = COUNT + index * LOAN;
        assembly ("memory-safe") {
            let loan := add(route.offset, start)
            source := byte(0, calldataload(loan))
            lender := shr(96, calldataload(add(loan, 1)))
            amount := shr(128, calldataload(add(loan, 21)))
        }
    }

    /// @return What is behind the loans: the route itself.
    function behind(bytes calldata route) internal pure returns (bytes calldata) {
        return route[COUNT + uint256(uint8(bytes1(route))) * LOAN:];
    }
}
