// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DevnetToken} from "../devnet/DevnetToken.sol";

/// @notice Checks allowances and never counts them down.
contract StickyAllowanceToken is DevnetToken {
    constructor() DevnetToken("Sticky", "STICKY", 18) {}

    function _spendAllowance(address owner, address spender, uint256 value) internal view override {
        require(allowance(owner, spender) >= value, "allowance");
    }
}
