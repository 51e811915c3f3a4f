// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What is used of a pool of Aave, of any version, and of its relatives, to get out what its aTokens stand for.
interface ILendingPool {
    /// @notice Burns the caller's aTokens and sends as many units of the asset.
    function withdraw(address asset, uint256 amount, address to) external returns (uint256 withdrawn);
}
