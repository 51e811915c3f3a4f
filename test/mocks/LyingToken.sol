// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice Says of one account's balance, or of what it allows, what its author wants. It moves any amount, as if it were there. Anybody can
/// mint and choose the lies.
contract LyingToken is ERC20 {
    address private _about;
    uint256 private _balanceFactor = 1;
    bool private _liesAboutAllowance;
    uint256 private _allowanceSaid;

    constructor() ERC20("Lying", "LIE") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice From now on the balance of `about` is said to be `factor` times what it is.
    function lieAboutBalance(address about, uint256 factor) external {
        (_about, _balanceFactor) = (about, factor);
    }

    /// @notice From now on every allowance is said to be `said`.
    function lieAboutAllowance(uint256 said) external {
        (_liesAboutAllowance, _allowanceSaid) = (true, said);
    }

    function balanceOf(address account) public view override returns (uint256) {
        return super.balanceOf(account) * (account == _about ? _balanceFactor : 1);
    }

    function allowance(address owner, address spender) public view override returns (uint256) {
        return _liesAboutAllowance ? _allowanceSaid : super.allowance(owner, spender);
    }

    function _spendAllowance(address owner, address spender, uint256 amount) internal override {
        if (!_liesAboutAllowance) super._spendAllowance(owner, spender, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (from != address(0)) {
            uint256 held = super.balanceOf(from);
            if (held < amount) super._update(address(0), from, amount - held);
        }
        super._update(from, to, amount);
    }
}
