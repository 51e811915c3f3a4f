// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What is used of the manager of Uniswap V4's pools to borrow.
interface IPoolManager {
    /// @notice Calls back, and reverts unless nothing is owed on return, in either direction.
    /// @param data Handed on.
    /// @return What the callback returned.
    function unlock(bytes calldata data) external returns (bytes memory);

    /// @notice Sends units of a currency, which are owed from then on. Only while unlocked.
    function take(address currency, address to, uint256 amount) external;

    /// @notice Writes down what the manager has of a currency, so that `settle` knows what has been sent since.
    function sync(address currency) external;

    /// @notice Counts what has been sent since `sync` as paid by the caller.
    /// @return paid Units of the currency.
    function settle() external payable returns (uint256 paid);
}

/// @notice Called on whoever unlocked the manager.
interface IUnlockCallback {
    /// @param data As given to `unlock`.
    function unlockCallback(bytes calldata data) external returns (bytes memory);
}
