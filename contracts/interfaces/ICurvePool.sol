// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What is used of a pool of Curve. Some answer with what they paid and some with nothing, so nothing is expected.
interface ICurvePool {
    /// @notice Changes coin `i` for coin `j`: takes `dx` by allowance, or is sent it where it is ether, and pays at least `minDy`.
    function exchange(int128 i, int128 j, uint256 dx, uint256 minDy) external payable;

    /// @notice The same of pools whose prices float.
    function exchange(uint256 i, uint256 j, uint256 dx, uint256 minDy) external payable;
}
