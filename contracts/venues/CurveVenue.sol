// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICurvePool} from "../interfaces/ICurvePool.sol";

import {PoolMissing, VenueParametersInvalid} from "../types/Errors.sol";
import {Allowance} from "./Allowance.sol";
import {Native} from "./Native.sol";

/// @title CurveVenue
/// @notice Sells on any contract that says it is a pool of Curve.
/// @dev For a contract that holds nothing but what is being sold. The pool is not trusted: it can take what it was offered and
/// pay nothing for it, and no more. What it pays is what arrives: some pay a unit less than they say.
library CurveVenue {
    uint256 private constant PARAMETERS = 23; // bytes: pool, coin in, coin out, flags

    // flags
    uint8 private constant WIDE = 1; // its coins are counted in uint256, not in int128
    uint8 private constant ETHER_IN = 2; // it takes ether where the route has the wrapped token
    uint8 private constant ETHER_OUT = 4; // it pays ether where the route has the wrapped token

    /// @dev One hop. Pays with all of `amount`.
    /// @param parameters Pool (20 bytes), coin in, coin out, flags (a byte each).
    function sell(address tokenIn, address tokenOut, uint256 amount, bytes calldata parameters) internal {
        require(parameters.length == PARAMETERS, VenueParametersInvalid(parameters));
        address pool = address(bytes20(parameters));
        require(pool.code.length != 0, PoolMissing(pool));
        (uint8 i, uint8 j, uint8 flags) = (uint8(parameters[20]), uint8(parameters[21]), uint8(parameters[22]));
        uint256 resting = address(this).balance;

        if (flags & ETHER_IN != 0) {
            uint256 value = Native.unwrap(tokenIn, amount);
            _exchange(pool, i, j, value, value, flags);
        } else {
            Allowance.give(tokenIn, pool, amount);
            _exchange(pool, i, j, amount, 0, flags);
            Allowance.clear(tokenIn, pool);
        }
        // What it pays, or gives back.
        if (flags & (ETHER_IN | ETHER_OUT) != 0) Native.wrap(flags & ETHER_OUT != 0 ? tokenOut : tokenIn, resting);
    }

    function _exchange(address pool, uint8 i, uint8 j, uint256 amount, uint256 value, uint8 flags) private {
        if (flags & WIDE != 0) ICurvePool(pool).exchange{value: value}(uint256(i), uint256(j), amount, 0);
        else ICurvePool(pool).exchange{value: value}(int128(uint128(i)), int128(uint128(j)), amount, 0);
    }
}
