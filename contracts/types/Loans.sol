// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LoansInvalid} from "./Errors.sol";
import {FundingSource} from "./Plan.sol";

/// @title Loans
/// @notice Reads who lends, where several do: what the route of such a plan begins with.
/// @dev
///     loans = count (1 byte), loan+
///     loan  = source (1 byte), lender (20 bytes), amount (16 bytes)
///
/// Amount: debt units; zero means what the loans before have left of the plan's. What is no source is whatever is there: no lender is asked
/// who is not allowed, and nothing is sold but what was seized.
library Loans {
    uint256 private constant COUNT = 1; // bytes
    uint256 private constant LOAN = 37; // bytes
    uint256 private constant SWAP = 8; // FundingSource.UniswapV2FlashSwap

    /// @dev Reverts where the route has no such loan, or not all of it, and for a pair of Uniswap V2: it would be paid for all that the
    /// plan borrows.
    function loan(bytes calldata route, uint256 index)
        internal
        pure
        returns (FundingSource source, address lender, uint256 amount)
    {
        bool isLoan;
        assembly ("memory-safe") {
            let place := add(add(route.offset, COUNT), mul(index, LOAN))
            source := byte(0, calldataload(place))
            lender := shr(96, calldataload(add(place, 1)))
            amount := shr(128, calldataload(add(place, 21)))
            // It is one of the list, and all of it is in the route: so few bytes are no sum that overflows.
            isLoan := lt(index, byte(0, calldataload(route.offset)))
            isLoan := and(isLoan, lt(mul(add(index, 1), LOAN), route.length))
            isLoan := and(isLoan, iszero(eq(source, SWAP)))
        }
        require(isLoan, LoansInvalid());
    }

    /// @return What is behind the loans: the route itself.
    function behind(bytes calldata route) internal pure returns (bytes calldata) {
        return route[COUNT + uint256(uint8(bytes1(route))) * LOAN:];
    }
}
