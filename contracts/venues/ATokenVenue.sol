// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILendingPool} from "../interfaces/ILendingPool.sol";

import {ATokenUnknown, PoolMissing, VenueParametersInvalid} from "../types/Errors.sol";
import {Most} from "./Most.sol";

/// @title ATokenVenue
/// @notice Withdraws from a pool of Aave, or of a relative, what its aTokens stand for.
/// @dev The pool burns the caller's aTokens of the asset, whatever the route sells: those must be the same, or what lies here of others
/// would be paid with.
library ATokenVenue {
    uint256 private constant HEAD = 20; // bytes: pool

    // Where the pool's answer has the aToken. Beside it stand the number of the asset and the token of stable debt, which are none here.
    uint256 private constant VERSION_2 = 7;
    uint256 private constant VERSION_3 = 8;

    /// @dev One hop. Pays a unit for a unit.
    /// @param parameters Pool (20 bytes); the most that it has the cash for (32 bytes), or nothing.
    /// @param to Who is paid.
    /// @return paid Units.
    function sell(address aToken, address tokenOut, uint256 amount, bytes calldata parameters, address to)
        internal
        returns (uint256 paid)
    {
        require(parameters.length >= HEAD, VenueParametersInvalid(parameters));
        address pool = address(bytes20(parameters));
        require(pool.code.length != 0, PoolMissing(pool));
        paid = Most.cap(amount, parameters, HEAD);
        uint256[9] memory words = ILendingPool(pool).getReserveData(tokenOut);
        uint256 sold = uint160(aToken);
        require(words[VERSION_2] == sold || words[VERSION_3] == sold, ATokenUnknown(pool, aToken));
        ILendingPool(pool).withdraw(tokenOut, paid, to);
    }
}
