// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IUniswapV3SwapCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";

import {CallbackGuard} from "../guards/CallbackGuard.sol";
import {PoolMissing, SwapUnpaid} from "../types/Errors.sol";

/// @title UniswapV3Swap
/// @notice One swap on one Uniswap V3 pool, without a router.
/// @dev Whoever inherits this says how a pool is found. Only the pool that is being asked may call back, once.
abstract contract UniswapV3Swap is CallbackGuard, IUniswapV3SwapCallback {
    using SafeERC20 for IERC20;

    // TickMath.MIN_SQRT_RATIO + 1 and MAX_SQRT_RATIO - 1: no price limit
    uint160 private constant LOWEST_SQRT_PRICE = 4295128740;
    uint160 private constant HIGHEST_SQRT_PRICE = 1461446703485210103287273052203988822378723970341;

    /// @notice Called by a pool that has sent its output and wants its input.
    /// @param amount0Delta Token0 units the pool asks for if positive, has sent if negative.
    /// @param amount1Delta The same for token1.
    /// @param data As sent.
    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata data) external {
        _paySwap(amount0Delta, amount1Delta, data);
    }

    /// @dev All of a callback, whatever a relative calls it. Arguments as above.
    function _paySwap(int256 amount0Delta, int256 amount1Delta, bytes calldata data) internal {
        _enterCallback(data);
        require(amount0Delta > 0 || amount1Delta > 0, SwapUnpaid(amount0Delta, amount1Delta));
        (uint256 asked, uint256 received) = amount0Delta > 0
            ? (uint256(amount0Delta), uint256(-amount1Delta))
            : (uint256(amount1Delta), uint256(-amount0Delta));
        address tokenIn = _onSwap(asked, received, data);
        IERC20(tokenIn).safeTransfer(msg.sender, asked);
    }

    /// @dev What to do between output and input of a swap.
    /// @return tokenIn Token that the pool asks for.
    function _onSwap(uint256 asked, uint256 received, bytes calldata data) internal virtual returns (address tokenIn);

    /// @param amountSpecified Exact input if positive, exact output if negative.
    /// @return paid Units of `tokenIn`, as the pool says.
    function _swap(address pool, address tokenIn, address tokenOut, int256 amountSpecified, bytes memory data)
        internal
        returns (uint256 paid)
    {
        return _swap(this.uniswapV3SwapCallback.selector, pool, tokenIn, tokenOut, amountSpecified, data, address(this));
    }

    /// @param callback What the pool calls its callback.
    /// @param to Who is paid. The rest as above.
    function _swap(
        bytes4 callback,
        address pool,
        address tokenIn,
        address tokenOut,
        int256 amountSpecified,
        bytes memory data,
        address to
    ) internal returns (uint256 paid) {
        require(pool.code.length != 0, PoolMissing(pool));
        bool zeroForOne = tokenIn < tokenOut;
        _expectCallback(pool, callback, data);
        (int256 amount0, int256 amount1) = IUniswapV3Pool(pool)
            .swap(to, zeroForOne, amountSpecified, zeroForOne ? LOWEST_SQRT_PRICE : HIGHEST_SQRT_PRICE, data);
        return uint256(zeroForOne ? amount0 : amount1);
    }
}
