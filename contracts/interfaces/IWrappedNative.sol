// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What this project uses of WETH9 and its relatives on other chains.
interface IWrappedNative {
    /// @notice Mints as many units of the token to the caller as it sends wei.
    function deposit() external payable;

    /// @notice Burns `amount` wei of the token and sends as much ether to the caller.
    function withdraw(uint256 amount) external;
}
