// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IUniswapV3SwapCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";

/// @notice Says that it is a Uniswap V3 pool.
contract FakePool {
    address public immutable token0;
    address public immutable token1;
    uint24 public immutable fee;

    constructor(address tokenA, address tokenB, uint24 fee_) {
        (token0, token1) = tokenA < tokenB ? (tokenA, tokenB) : (tokenB, tokenA);
        fee = fee_;
    }

    /// @notice Asks `victim` for money as a pool does.
    function callBack(address victim, int256 amount0, int256 amount1, bytes calldata data) external {
        IUniswapV3SwapCallback(victim).uniswapV3SwapCallback(amount0, amount1, data);
    }
}
