// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What Aave V2 gives a liquidator, written from its rules: bonus in basis points, prices in whatever the market counts in.
library AaveV2Formula {
    struct Asset {
        uint256 price;
        uint256 unit; // 10 ** decimals
    }

    /// @notice Collateral units for `amount` debt units, if the collateral suffices: the bonus comes before the division.
    function seized(uint256 amount, Asset memory debt, Asset memory collateral, uint256 bonusBps)
        internal
        pure
        returns (uint256)
    {
        uint256 worth = debt.price * amount * collateral.unit;
        return (worth * bonusBps + 5_000) / 10_000 / (collateral.price * debt.unit);
    }

    /// @notice Debt units that all of `gross` collateral units pay, if the debt is larger.
    function repaid(uint256 gross, Asset memory debt, Asset memory collateral, uint256 bonusBps)
        internal
        pure
        returns (uint256)
    {
        uint256 worth = collateral.price * gross * debt.unit / (debt.price * collateral.unit);
        return (worth * 10_000 + bonusBps / 2) / bonusBps;
    }
}
