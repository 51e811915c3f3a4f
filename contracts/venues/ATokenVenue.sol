// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILendingPool} from "../interfaces/ILendingPool.sol";

import {PoolMissing, VenueParametersInvalid} from "../types/Errors.sol";
import {Most} from "./Most.sol";

/// @title ATokenVenue
/// @notice Withdraws from a pool of Aave, or of a relative, what its aTokens stand for.
/// @dev The pool burns the aTokens of `tokenOut`, whatever the route sells: one that names another pool or asset than its token's takes
/// what lies here of that aToken, which anybody may have as well, and brings the caller no less than it took.
library ATokenVenue {
    uint256 private constant HEAD = 20; // bytes: pool

    /// @dev One hop. Pays a unit for a unit.
    /// @param parameters Pool (20 bytes); the most that it has the cash for (32 bytes), or nothing.
    /// @return paid Units.
    function sell(address tokenOut, uint256 amount, bytes calldata parameters) internal returns (uint256 paid) {
        require(parameters.length >= HEAD, VenueParametersInvalid(parameters));
        address pool = address(bytes20(parameters));
        require(pool.code.length != 0, PoolMissing(pool));
        paid = Most.cap(amount, parameters, HEAD);
        ILendingPool(pool).withdraw(tokenOut, paid, address(this));
    }
}
