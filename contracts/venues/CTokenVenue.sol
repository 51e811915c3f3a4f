// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICToken} from "../interfaces/ICompoundV2.sol";

import {RedemptionRefused, VenueParametersInvalid} from "../types/Errors.sol";
import {Most} from "./Most.sol";
import {Native} from "./Native.sol";

/// @title CTokenVenue
/// @notice Redeems cTokens of Compound V2, or of a relative, for what they stand for.
/// @dev The market is the token that is sold.
library CTokenVenue {
    uint256 private constant HEAD = 1; // bytes: flags

    // flags
    uint8 private constant ETHER_OUT = 1; // it pays ether where the route has the wrapped token

    /// @dev One hop.
    /// @param parameters Flags (1 byte); the most cTokens that it has the cash for (32 bytes), or nothing.
    /// @return paid cTokens.
    function sell(address cToken, address tokenOut, uint256 amount, bytes calldata parameters)
        internal
        returns (uint256 paid)
    {
        require(parameters.length >= HEAD, VenueParametersInvalid(parameters));
        bool paysEther = uint8(parameters[0]) & ETHER_OUT != 0;
        paid = Most.cap(amount, parameters, HEAD);
        uint256 resting = address(this).balance;
        uint256 code = ICToken(cToken).redeem(paid);
        require(code == 0, RedemptionRefused(code));
        if (paysEther) Native.wrap(tokenOut, resting);
    }
}
