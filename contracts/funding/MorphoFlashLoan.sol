// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMorpho, IMorphoFlashLoanCallback} from "../interfaces/IMorpho.sol";
import {Lender, Lenders} from "../types/Lender.sol";
import {FlashLoan} from "./FlashLoan.sol";

/// @title MorphoFlashLoan
/// @notice Borrows the debt asset by `flashLoan` of an allowed Morpho Blue, whatever lies there of any market, for nothing.
/// @dev It calls back whoever asked.
abstract contract MorphoFlashLoan is FlashLoan {
    /// @dev The callback: amount, plan. The request: token, amount, plan.
    function _requestOfMorpho(address debt, uint256 amount) internal pure returns (Lender lender, bytes memory head) {
        lender = Lenders.pack(
            IMorpho.flashLoan.selector,
            IMorphoFlashLoanCallback.onMorphoFlashLoan.selector,
            2,
            Lenders.NOWHERE,
            Lenders.NOWHERE,
            Lenders.PULLED,
            0
        );
        head = abi.encode(debt, amount, 0x60);
    }
}
