// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";

/// @notice OpenZeppelin's ERC-4626 vault as it is; what is sent to it raises the worth of a share.
contract Vault is ERC4626 {
    constructor(IERC20 asset_) ERC20("Vault", "vTKN") ERC4626(asset_) {}
}
