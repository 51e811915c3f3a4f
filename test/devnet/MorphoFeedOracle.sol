// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SettablePriceFeed} from "./SettablePriceFeed.sol";

/// @title MorphoFeedOracle
/// @notice A Morpho Blue oracle made of two USD feeds with equal decimals. The same feeds can serve an Aave oracle, so that
///         one price change moves both protocols alike.
contract MorphoFeedOracle {
    using SafeCast for int256;

    SettablePriceFeed public immutable COLLATERAL_FEED;
    SettablePriceFeed public immutable LOAN_FEED;

    /// @notice 10 ** (36 + loan decimals - collateral decimals), Morpho's scale of a price.
    uint256 public immutable SCALE;

    constructor(
        SettablePriceFeed collateralFeed,
        SettablePriceFeed loanFeed,
        uint8 collateralDecimals,
        uint8 loanDecimals
    ) {
        COLLATERAL_FEED = collateralFeed;
        LOAN_FEED = loanFeed;
        SCALE = 10 ** (36 + uint256(loanDecimals) - collateralDecimals);
    }

    /// @notice Loan token base units per collateral base unit, scaled by 1e36, rounded down. Reverts on a negative answer and on
    ///         a loan price of zero.
    function price() external view returns (uint256) {
        return Math.mulDiv(COLLATERAL_FEED.latestAnswer().toUint256(), SCALE, LOAN_FEED.latestAnswer().toUint256());
    }
}
