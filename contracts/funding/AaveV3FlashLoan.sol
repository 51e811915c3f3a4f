// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFlashLoanSimpleReceiver} from "@aave/core-v3/contracts/flashloan/interfaces/IFlashLoanSimpleReceiver.sol";
import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";

import {Lender, Lenders} from "../types/Lender.sol";
import {FlashLoan} from "./FlashLoan.sol";

/// @title AaveV3FlashLoan
/// @notice Borrows the debt asset by `flashLoanSimple` of an allowed Aave V3 Pool; the premium comes out of the proceeds.
abstract contract AaveV3FlashLoan is FlashLoan {
    /// @dev The callback: asset, amount, premium, initiator, plan. The request: receiver, asset, amount, plan, referral code.
    function _requestOfAaveV3(address debt, uint256 amount) internal view returns (Lender lender, bytes memory head) {
        lender = Lenders.pack(
            IPool.flashLoanSimple.selector,
            IFlashLoanSimpleReceiver.executeOperation.selector,
            5,
            4,
            3,
            Lenders.PULLED,
            Lenders.TRUE
        );
        head = abi.encode(address(this), debt, amount, 0xa0, 0);
    }
}
