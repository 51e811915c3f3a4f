// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IWstETH} from "../interfaces/IWstETH.sol";

import {VenueParametersInvalid} from "../types/Errors.sol";

/// @title WstETHVenue
/// @notice Unwraps staked ether.
/// @dev The wrapper is the token that is sold.
library WstETHVenue {
    /// @dev One hop. Pays with all of `amount`.
    /// @param parameters None.
    function sell(address wrapper, uint256 amount, bytes calldata parameters) internal {
        require(parameters.length == 0, VenueParametersInvalid(parameters));
        IWstETH(wrapper).unwrap(amount);
    }
}
