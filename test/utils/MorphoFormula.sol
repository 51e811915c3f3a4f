// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice What Morpho Blue 1.0.0 asks of a liquidator and gives, written from its rules, up to the rounding of shares.
library MorphoFormula {
    uint256 private constant WAD = 1e18;
    uint256 private constant ORACLE_PRICE_SCALE = 1e36;

    /// @notice Loan units to repay for `amount` collateral units.
    /// @param price Loan units per collateral unit, scaled by 1e36.
    function repaid(uint256 amount, uint256 price, uint256 lltv) internal pure returns (uint256) {
        uint256 worth = Math.mulDiv(amount, price, ORACLE_PRICE_SCALE, Math.Rounding.Ceil);
        return Math.mulDiv(worth, WAD, incentive(lltv), Math.Rounding.Ceil);
    }

    /// @notice Collateral units for `amount` loan units.
    function seized(uint256 amount, uint256 price, uint256 lltv) internal pure returns (uint256) {
        return Math.mulDiv(amount * incentive(lltv) / WAD, ORACLE_PRICE_SCALE, price);
    }

    /// @notice Liquidation incentive factor, scaled by 1e18: what a loan unit buys.
    function incentive(uint256 lltv) internal pure returns (uint256) {
        return Math.min(1.15e18, WAD * WAD / (WAD - 0.3e18 * (WAD - lltv) / WAD));
    }
}
