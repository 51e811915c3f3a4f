// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

import {ITransferHook} from "./ITransferHook.sol";

/// @notice A token that calls whoever its author wants on every transfer. Anybody can mint.
contract HookToken is ERC20 {
    uint8 private immutable DECIMALS;
    ITransferHook public hook;

    constructor(uint8 decimals_) ERC20("Hook", "HOOK") {
        DECIMALS = decimals_;
    }

    function decimals() public view override returns (uint8) {
        return DECIMALS;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function setHook(ITransferHook hook_) external {
        hook = hook_;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (address(hook) != address(0) && from != address(0)) hook.onTransfer(from, to, amount);
    }
}
