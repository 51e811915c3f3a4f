// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What is used of the vault of Balancer V2 to borrow.
interface IBalancerVault {
    /// @notice Sends what is asked for, calls back, and reverts unless it has come back with the fees. Locked meanwhile: no pool of the
    /// vault can be traded with.
    /// @param recipient Who gets it and is called back.
    /// @param tokens Ascending.
    /// @param amounts Units of each.
    /// @param userData Handed on.
    function flashLoan(
        address recipient,
        address[] calldata tokens,
        uint256[] calldata amounts,
        bytes calldata userData
    ) external;
}

/// @notice Called on the recipient of a loan.
interface IBalancerFlashLoanRecipient {
    /// @notice The tokens have been sent; the same and the fees must have been sent back on return.
    /// @param tokens As asked for.
    /// @param amounts Units of each.
    /// @param feeAmounts Units of each to pay on top.
    /// @param userData As given to `flashLoan`.
    function receiveFlashLoan(
        address[] calldata tokens,
        uint256[] calldata amounts,
        uint256[] calldata feeAmounts,
        bytes calldata userData
    ) external;
}
