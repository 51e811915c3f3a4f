// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ISeller} from "../../contracts/interfaces/ISeller.sol";
import {Attempts} from "./Attempts.sol";

/// @notice Keeps what it is sent, and pays what it was told to out of what it holds.
contract HostileSeller is ISeller, Attempts {
    address public token;
    uint256 public amount;

    function set(address token_, uint256 amount_) external {
        (token, amount) = (token_, amount_);
    }

    function sell(address, uint256, address, bytes calldata) external {
        _tryAll();
        if (amount != 0) IERC20(token).transfer(msg.sender, amount);
    }
}
