// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IAaveV3Configuration
/// @notice What `IPool` gives as a struct of one word, as that word: the same bytes on every revision, and no struct in memory.
interface IAaveV3Configuration {
    /// @param asset Underlying of a reserve.
    /// @return data Bits as in ReserveConfiguration.sol of Aave V3.0; zero for an asset that is no reserve.
    function getConfiguration(address asset) external view returns (uint256 data);
}
