// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ITransferHook} from "./ITransferHook.sol";

/// @notice Gives what it holds to somebody when it gets control.
contract Donor is ITransferHook {
    IERC20 private immutable TOKEN;
    address private immutable TO;

    constructor(address token, address to) {
        (TOKEN, TO) = (IERC20(token), to);
    }

    function onTransfer(address, address, uint256) external {
        TOKEN.transfer(TO, TOKEN.balanceOf(address(this)));
    }
}
