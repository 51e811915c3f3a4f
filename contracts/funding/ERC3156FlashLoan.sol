// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC3156FlashBorrower} from "@openzeppelin/contracts/interfaces/IERC3156FlashBorrower.sol";
import {IERC3156FlashLender} from "@openzeppelin/contracts/interfaces/IERC3156FlashLender.sol";

import {Lender, Lenders} from "../types/Lender.sol";
import {FlashLoan} from "./FlashLoan.sol";

/// @title ERC3156FlashLoan
/// @notice Borrows the debt asset by `flashLoan` of an allowed lender of ERC-3156: Maker's DssFlash, a token that mints itself, any other.
abstract contract ERC3156FlashLoan is FlashLoan {
    /// @dev The callback: initiator, token, amount, fee, plan. The request: receiver, token, amount, plan.
    function _requestOfERC3156(address debt, uint256 amount) internal view returns (Lender lender, bytes memory head) {
        lender = Lenders.pack(
            IERC3156FlashLender.flashLoan.selector,
            IERC3156FlashBorrower.onFlashLoan.selector,
            5,
            1,
            4,
            Lenders.PULLED,
            Lenders.ERC3156
        );
        head = abi.encode(address(this), debt, amount, 0x80);
    }
}
