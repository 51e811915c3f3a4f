// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ProfitBelowMinimum, ProfitBelowOracleFloor} from "../types/Errors.sol";

/// @title ProfitCheck
/// @notice The one place where money is judged.
library ProfitCheck {
    uint256 private constant BPS = 10_000;

    /// @dev What the floor grants as outlay: the debt that was repaid, and the premium on that. Premium on money that was borrowed
    /// without need is a loss like that of a bad sale; else an operator could lower the floor by borrowing more.
    function outlayOf(uint256 repaid, uint256 premium, uint256 borrowed) internal pure returns (uint256) {
        if (premium == 0) return repaid;
        return repaid + Math.mulDiv(premium, repaid, borrowed, Math.Rounding.Ceil);
    }

    /// @dev The bonus is what the seized collateral is worth above the outlay, by the protocol's own oracle. Whatever the sale and the
    /// tip cost together, a share of it must be left. Without a bonus only the minimum judges. Debt units throughout.
    function requireBonusShare(uint256 left, uint256 seizedValue, uint256 outlay, uint256 minBonusShareBps)
        internal
        pure
    {
        uint256 floor = Math.mulDiv(Math.saturatingSub(seizedValue, outlay), minBonusShareBps, BPS);
        require(left >= floor, ProfitBelowOracleFloor(left, floor));
    }

    /// @dev What the caller asked for, debt units.
    function requireMinimum(uint256 left, uint256 minimum) internal pure {
        require(left >= minimum, ProfitBelowMinimum(left, minimum));
    }
}
