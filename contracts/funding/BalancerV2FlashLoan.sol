// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBalancerVault, IBalancerFlashLoanRecipient} from "../interfaces/IBalancerVault.sol";
import {Lender, Lenders} from "../types/Lender.sol";
import {FlashLoan} from "./FlashLoan.sol";

/// @title BalancerV2FlashLoan
/// @notice Borrows the debt asset by `flashLoan` of an allowed vault of Balancer V2; its fee comes out of the proceeds.
/// @dev Anybody can have the vault lend to this contract, and it does not say who asked. But nobody gets control between the moment in
/// which its callback is awaited and that in which the vault locks itself: the loan that was asked for is the only one.
abstract contract BalancerV2FlashLoan is FlashLoan {
    /// @dev The callback: tokens, amounts, fees, plan, and behind these the three arrays of one. The request: recipient, tokens,
    /// amounts, plan, and the arrays.
    function _requestOfBalancerV2(address debt, uint256 amount)
        internal
        view
        returns (Lender lender, bytes memory head)
    {
        lender = Lenders.pack(
            IBalancerVault.flashLoan.selector,
            IBalancerFlashLoanRecipient.receiveFlashLoan.selector,
            4,
            Lenders.NOWHERE,
            10,
            Lenders.SENT,
            0
        );
        head = abi.encode(address(this), 0x80, 0xc0, 0x100, 1, debt, 1, amount);
    }
}
