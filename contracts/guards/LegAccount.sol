// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title LegAccount
/// @notice What the steps of one liquidation tell each other, through whatever calls back in between.
abstract contract LegAccount {
    address internal transient _arriving; // token that the market sends: the collateral, or what stands for it
    uint256 internal transient _arrivingBefore; // units of it that were here before
    uint256 internal transient _repaid; // debt units that the protocol took
    uint256 internal transient _seized; // units of `_arriving` that it gave
    uint256 internal transient _premium; // debt units that the lender charges on top
    uint256 internal transient _numerator; // the price that judges the loan: debt units = units of `_arriving` * numerator / denominator
    uint256 internal transient _denominator; // zero: not read yet

    /// @dev First step of every liquidation: nothing of an earlier one in the same transaction is left.
    function _openAccount(address arriving, uint256 balance) internal {
        _arriving = arriving;
        _arrivingBefore = balance;
        (_repaid, _seized, _premium, _denominator) = (0, 0, 0, 0);
    }
}
