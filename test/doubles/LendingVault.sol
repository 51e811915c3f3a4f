// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";

/// @notice A vault that has lent a part of its assets out, and says what is left.
contract LendingVault is ERC4626 {
    using SafeERC20 for IERC20;

    uint256 public lent;

    constructor(IERC20 asset_) ERC20("Lending vault", "lvTKN") ERC4626(asset_) {}

    function lend(address to, uint256 amount) external {
        lent += amount;
        IERC20(asset()).safeTransfer(to, amount);
    }

    function cash() public view returns (uint256) {
        return IERC20(asset()).balanceOf(address(this));
    }

    function totalAssets() public view override returns (uint256) {
        return cash() + lent;
    }

    function _decimalsOffset() internal pure override returns (uint8) {
        return 6;
    }
}
