// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {WETH9} from "@aave/core-v3/contracts/dependencies/weth/WETH9.sol";

/// @notice The real WETH9 with the function that its relatives on other chains have: it sends ether to whom it is told.
contract SendingWeth is WETH9 {
    function withdrawTo(address to, uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        (bool success,) = to.call{value: amount}("");
        require(success, "refused");
    }
}
