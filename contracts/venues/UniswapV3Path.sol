// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Bytes} from "@openzeppelin/contracts/utils/Bytes.sol";

import {PathInvalid} from "../types/Errors.sol";

/// @title UniswapV3Path
/// @notice Reads a packed path: token (20 bytes), fee (3 bytes), token (20 bytes), ...
library UniswapV3Path {
    uint256 private constant TOKEN = 20;
    uint256 private constant STEP = 23; // token and fee

    /// @dev Reverts unless the path leads from `first` to `last` in at least one hop.
    /// @return hops Number of pools.
    function requireBetween(bytes memory path, address first, address last) internal pure returns (uint256 hops) {
        bool isWhole = path.length >= STEP + TOKEN && (path.length - TOKEN) % STEP == 0;
        require(isWhole && _token(path, 0) == first && _token(path, path.length - TOKEN) == last, PathInvalid(path));
        return (path.length - TOKEN) / STEP;
    }

    /// @dev Hop `index` of a whole path.
    /// @return tokenIn Sold.
    /// @return fee Hundredths of a basis point.
    /// @return tokenOut Bought.
    function hop(bytes memory path, uint256 index)
        internal
        pure
        returns (address tokenIn, uint24 fee, address tokenOut)
    {
        uint256 at = index * STEP;
        tokenIn = _token(path, at);
        fee = uint24(bytes3(Bytes.slice(path, at + TOKEN, at + STEP)));
        tokenOut = _token(path, at + STEP);
    }

    function _token(bytes memory path, uint256 at) private pure returns (address) {
        return address(bytes20(Bytes.slice(path, at, at + TOKEN)));
    }
}
