// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";

import {Most} from "./Most.sol";

/// @title ERC4626Venue
/// @notice Redeems the shares of a vault for its asset.
/// @dev The vault is the token that is sold. One that cannot pay now reverts with its own error.
library ERC4626Venue {
    /// @dev One hop.
    /// @param parameters None, or the most shares that it has the assets for (32 bytes).
    /// @param to Who is paid.
    /// @return paid Shares.
    function sell(address vault, uint256 amount, bytes calldata parameters, address to)
        internal
        returns (uint256 paid)
    {
        paid = Most.cap(amount, parameters, 0);
        IERC4626(vault).redeem(paid, to, address(this));
    }
}
