// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPreLiquidation} from "../../contracts/interfaces/IPreLiquidation.sol";
import {ITransferHook} from "./ITransferHook.sol";

/// @notice A hook that stops every transfer of `victim`'s of more than a few units, in the words of a pre-liquidation that allows no more
/// than a few shares.
contract ShrinkingHook is ITransferHook {
    address public immutable VICTIM;
    uint256 public immutable MOST; // units of the token
    uint256 public immutable SHARES;

    constructor(address victim, uint256 most, uint256 shares) {
        (VICTIM, MOST, SHARES) = (victim, most, shares);
    }

    /// @inheritdoc ITransferHook
    function onTransfer(address from, address, uint256 amount) external view {
        if (from == VICTIM && amount > MOST) revert IPreLiquidation.PreLiquidationTooLarge(type(uint256).max, SHARES);
    }
}
