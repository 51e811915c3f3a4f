// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFlashLoanReceiver} from "@aave/core-v3/contracts/flashloan/interfaces/IFlashLoanReceiver.sol";

import {IAaveV2Pool} from "../interfaces/IAaveV2Pool.sol";
import {Lender, Lenders} from "../types/Lender.sol";
import {FlashLoan} from "./FlashLoan.sol";

/// @title AaveV2FlashLoan
/// @notice Borrows the debt asset by `flashLoan` of an allowed pool of Aave V2 or of a fork; the premium comes out of the proceeds.
abstract contract AaveV2FlashLoan is FlashLoan {
    /// @dev The callback: assets, amounts, premiums, initiator, plan, and behind these the three arrays of one. The request: receiver,
    /// assets, amounts, modes, on behalf of, plan, referral code, and the arrays; mode 0: whatever is not paid back reverts, and never
    /// becomes a debt.
    function _requestOfAaveV2(address debt, uint256 amount) internal view returns (Lender lender, bytes memory head) {
        lender = Lenders.pack(
            IAaveV2Pool.flashLoan.selector,
            IFlashLoanReceiver.executeOperation.selector,
            5,
            4,
            11,
            Lenders.PULLED,
            Lenders.TRUE
        );
        head = abi.encode(address(this), 0xe0, 0x120, 0x160, address(this), 0x1a0, 0, 1, debt, 1, amount, 1, 0);
    }
}
