// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice A token that takes 1 % on top from one chosen sender: the amount arrives whole. Anybody can mint and choose.
contract SenderFeeToken is ERC20 {
    address public charged;

    constructor() ERC20("Sender fee", "SFEE") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function charge(address sender) external {
        charged = sender;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (from == charged && to != address(0)) super._update(from, address(0), amount / 100);
    }
}
