// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";

import {VenueParametersInvalid} from "../types/Errors.sol";

/// @title ERC4626Venue
/// @notice Redeems the shares of a vault for its asset.
/// @dev The vault is the token that is sold. One that cannot pay now reverts with its own error.
library ERC4626Venue {
    /// @dev One hop. Pays with all of `amount`.
    /// @param parameters None.
    function sell(address vault, uint256 amount, bytes calldata parameters) internal {
        require(parameters.length == 0, VenueParametersInvalid(parameters));
        IERC4626(vault).redeem(amount, address(this), address(this));
    }
}
