// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ProfitBelowMinimum, ProfitBelowOracleFloor} from "../types/Errors.sol";

/// @title ProfitCheck
/// @notice The one place where money is judged.
library ProfitCheck {
    uint256 private constant BPS = 10_000;

    /// @dev The bonus is what the seized collateral is worth above the debt that was repaid, by the protocol's own oracle. Whatever money,
    /// sale and tip cost together, a share of it must be left: a lender may be the operator's own. Without a bonus only the minimum
    /// judges. Debt units throughout.
    function requireBonusShare(uint256 left, uint256 seizedValue, uint256 repaid, uint256 minBonusShareBps)
        internal
        pure
    {
        uint256 floor = Math.mulDiv(Math.saturatingSub(seizedValue, repaid), minBonusShareBps, BPS);
        require(left >= floor, ProfitBelowOracleFloor(left, floor));
    }

    /// @dev What the caller asked for, debt units.
    function requireMinimum(uint256 left, uint256 minimum) internal pure {
        require(left >= minimum, ProfitBelowMinimum(left, minimum));
    }
}
