// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {VenueParametersInvalid} from "../types/Errors.sol";

/// @title Most
/// @notice The last parameter of a hop that may take less than it is offered: no more than there is cash for.
library Most {
    uint256 private constant WORD = 32;

    /// @param head Bytes of the parameters before it.
    /// @return The smaller one of `amount` and what stands behind the head; `amount` where nothing does.
    function cap(uint256 amount, bytes calldata parameters, uint256 head) internal pure returns (uint256) {
        if (parameters.length == head) return amount;
        require(parameters.length == head + WORD, VenueParametersInvalid(parameters));
        return Math.min(amount, uint256(bytes32(parameters[head:])));
    }
}
