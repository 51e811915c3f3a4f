// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What is used of wrapped staked ether.
interface IWstETH {
    /// @notice Burns `amount` units of the caller's and sends the staked ether that they stand for.
    function unwrap(uint256 amount) external returns (uint256 stETH);
}
