// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice A token that burns a share of every transfer, except of those from or to exempt accounts. Anybody can mint.
contract FeeToken is ERC20 {
    uint256 private constant BPS = 10_000;

    uint256 public immutable FEE_BPS;
    mapping(address account => bool) public isExempt;

    constructor(uint256 feeBps) ERC20("Fee", "FEE") {
        FEE_BPS = feeBps;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function setExempt(address account, bool exempt) external {
        isExempt[account] = exempt;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (from == address(0) || to == address(0) || isExempt[from] || isExempt[to]) return;
        super._update(to, address(0), amount * FEE_BPS / BPS);
    }
}
