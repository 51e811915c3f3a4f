// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MorphoMarketParams} from "../interfaces/IMorpho.sol";

/// @notice Totals of a Morpho Blue market as stored, in the order in which an interest rate model takes them.
struct MorphoMarketTotals {
    uint128 totalSupplyAssets;
    uint128 totalSupplyShares;
    uint128 totalBorrowAssets;
    uint128 totalBorrowShares;
    uint128 lastUpdate; // timestamp, seconds
    uint128 fee; // WAD
}

/// @notice Interest rate model of a Morpho Blue market.
interface IMorphoIrm {
    /// @notice The rate as it would be now; nothing is written.
    /// @param params Of the market.
    /// @param totals Of the market, as stored.
    /// @return Rate per second, WAD, that the next accrual would apply since `lastUpdate`.
    function borrowRateView(MorphoMarketParams memory params, MorphoMarketTotals memory totals)
        external
        view
        returns (uint256);
}
