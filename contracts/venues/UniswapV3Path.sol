// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {PathInvalid} from "../types/Errors.sol";

/// @title UniswapV3Path
/// @notice Reads a packed path: token (20 bytes), fee (3 bytes), token (20 bytes), ...
library UniswapV3Path {
    uint256 private constant TOKEN = 20;
    uint256 private constant STEP = 23; // token and fee

    /// @dev Reverts unless the path leads from `first` to `last` in at least one hop.
    /// @return hops Number of pools.
    function requireBetween(bytes calldata path, address first, address last) internal pure returns (uint256 hops) {
        hops = path.length / STEP;
        bool isWhole = hops != 0 && path.length == hops * STEP + TOKEN;
        require(isWhole && address(bytes20(path)) == first && _token(path, hops * STEP) == last, PathInvalid(path));
    }

    /// @dev Hop `index` of a whole path.
    /// @return tokenIn Sold.
    /// @return fee Hundredths of a basis point.
    /// @return tokenOut Bought.
    function hop(bytes calldata path, uint256 index)
        internal
        pure
        returns (address tokenIn, uint24 fee, address tokenOut)
    {
        uint256 at = index * STEP;
        tokenIn = _token(path, at);
        fee = uint24(bytes3(path[at + TOKEN:at + STEP]));
        tokenOut = _token(path, at + STEP);
    }

    function _token(bytes calldata path, uint256 at) private pure returns (address) {
        return address(bytes20(path[at:at + TOKEN]));
    }
}
