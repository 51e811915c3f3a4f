// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Gets control in the middle of a transfer.
interface ITransferHook {
    function onTransfer(address from, address to, uint256 amount) external;
}
