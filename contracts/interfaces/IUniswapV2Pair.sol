// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What is used of a Uniswap V2 pair, of the original or of a fork.
interface IUniswapV2Pair {
    /// @notice Units of both tokens that the pair counts as its own, and when it last did, seconds.
    function getReserves() external view returns (uint112 reserve0, uint112 reserve1, uint32 blockTimestampLast);

    /// @notice Sends what is asked for, and reverts unless enough of the other token has been sent before.
    /// @param amount0Out Token0 units to send.
    /// @param amount1Out Token1 units to send.
    /// @param to Who gets them.
    /// @param data Empty: no callback; else `to` is called back with what it asked for, and may pay then.
    function swap(uint256 amount0Out, uint256 amount1Out, address to, bytes calldata data) external;
}

/// @notice Called on who gets what was asked for with data.
interface IUniswapV2Callee {
    /// @notice The tokens have been sent; the pair must have been paid on return.
    /// @param sender Who asked.
    /// @param amount0 Token0 units sent.
    /// @param amount1 Token1 units sent.
    /// @param data As given to `swap`.
    function uniswapV2Call(address sender, uint256 amount0, uint256 amount1, bytes calldata data) external;
}
