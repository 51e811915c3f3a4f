// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Compound V2's own arithmetic, written out again to compare with. Prices scaled by 1e36, the rest by 1e18.
library CompoundFormula {
    function seized(uint256 repaid, uint256 debtPrice, uint256 collateralPrice, uint256 exchangeRate)
        internal
        pure
        returns (uint256 cTokens)
    {
        uint256 numerator = 1.08e18 * debtPrice / 1e18;
        uint256 ratio = numerator * 1e18 / (collateralPrice * exchangeRate / 1e18);
        return ratio * repaid / 1e18;
    }

    function redeemed(uint256 cTokens, uint256 exchangeRate) internal pure returns (uint256 underlying) {
        return cTokens * exchangeRate / 1e18;
    }

    /// @dev Of one unit of a token, as the oracle has it.
    /// @param usd Whole dollars.
    function price(uint256 usd, uint8 decimals) internal pure returns (uint256) {
        return usd * 10 ** (36 - uint256(decimals));
    }
}
