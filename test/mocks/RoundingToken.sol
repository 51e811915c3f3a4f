// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice Takes a unit more from one account than it sends, or as many as it is told, if they are there: as balances do that are shares
/// of something.
contract RoundingToken is ERC20 {
    address private immutable ROUNDED;
    uint256 private _units = 1;

    constructor(address rounded) ERC20("Rounding", "ROUND") {
        ROUNDED = rounded;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function take(uint256 units) external {
        _units = units;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (from == ROUNDED && balanceOf(from) > amount) {
            super._update(from, address(1), Math.min(_units, balanceOf(from) - amount));
        }
        super._update(from, to, amount);
    }
}
