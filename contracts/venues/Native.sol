// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IWrappedNative} from "../interfaces/IWrappedNative.sol";

/// @title Native
/// @notice Ether for a hop, and back: the token of a route is always the wrapped one.
/// @dev The wrapped token is whatever the route names. What counts is the difference of ether, so that one which is none can neither spend
/// nor keep what lies here.
library Native {
    /// @return arrived Wei.
    function unwrap(address wrapped, uint256 amount) internal returns (uint256 arrived) {
        uint256 resting = address(this).balance;
        IWrappedNative(wrapped).withdraw(amount);
        return address(this).balance - resting;
    }

    /// @param resting Wei that stay as they are.
    function wrap(address wrapped, uint256 resting) internal {
        uint256 here = address(this).balance;
        if (here > resting) IWrappedNative(wrapped).deposit{value: here - resting}();
    }
}
