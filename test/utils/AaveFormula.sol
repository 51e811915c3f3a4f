// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice What Aave V3.6 gives a liquidator, written from its rules: prices of 8 decimals, bonus and fee in basis points.
library AaveFormula {
    struct Asset {
        uint256 price; // USD, 8 decimals
        uint256 unit; // 10 ** decimals
    }

    /// @notice Collateral units for `amount` debt units, net of the protocol's fee, if the collateral suffices.
    function seized(uint256 amount, Asset memory debt, Asset memory collateral, uint256 bonusBps, uint256 feeBps)
        internal
        pure
        returns (uint256)
    {
        uint256 base = Math.mulDiv(debt.price * amount, collateral.unit, collateral.price * debt.unit);
        return net(_percentMul(base, bonusBps), bonusBps, feeBps);
    }

    /// @notice What remains of `gross` collateral units after the fee, a share of the bonus.
    function net(uint256 gross, uint256 bonusBps, uint256 feeBps) internal pure returns (uint256) {
        uint256 bonus = gross - (gross * 10_000 + bonusBps / 2) / bonusBps;
        return gross - _percentMul(bonus, feeBps);
    }

    /// @notice Debt units that all of `gross` collateral units pay, rounded up, if the debt is larger.
    function repaid(uint256 gross, Asset memory debt, Asset memory collateral, uint256 bonusBps)
        internal
        pure
        returns (uint256)
    {
        uint256 worth = Math.mulDiv(collateral.price * gross, debt.unit, debt.price * collateral.unit);
        return Math.ceilDiv(worth * 10_000, bonusBps);
    }

    /// @notice Flash-loan premium on `amount`, rounded up.
    function premium(uint256 amount, uint256 premiumBps) internal pure returns (uint256) {
        return Math.ceilDiv(amount * premiumBps, 10_000);
    }

    function _percentMul(uint256 amount, uint256 bps) private pure returns (uint256) {
        return (amount * bps + 5_000) / 10_000;
    }
}
