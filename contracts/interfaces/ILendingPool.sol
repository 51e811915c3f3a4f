// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What is used of a pool of Aave, of any version, and of its relatives, to get out what its aTokens stand for.
interface ILendingPool {
    /// @notice The first words of what it knows of an asset, whose order depends on the version: the aToken is the eighth of version 2 and
    /// its relatives, and the ninth of version 3.
    function getReserveData(address asset) external view returns (uint256[9] memory words);

    /// @notice Burns the caller's aTokens and sends as many units of the asset.
    function withdraw(address asset, uint256 amount, address to) external returns (uint256 withdrawn);
}
