// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20FlashMint} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20FlashMint.sol";

/// @notice A token that lends itself, as OpenZeppelin has it, for a fee.
contract FlashMintToken is ERC20FlashMint {
    uint8 private immutable DECIMALS;
    uint256 private immutable FEE_BPS;

    constructor(uint8 decimals_, uint256 feeBps) ERC20("Flash mint", "MINT") {
        (DECIMALS, FEE_BPS) = (decimals_, feeBps);
    }

    function decimals() public view override returns (uint8) {
        return DECIMALS;
    }

    function _flashFee(address, uint256 value) internal view override returns (uint256) {
        return value * FEE_BPS / 10_000;
    }
}
