// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IUniswapV3SwapCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";

import {FlashLiquidator} from "../FlashLiquidator.sol";
import {Loss, PoolMissing, SaleIncomplete, SwapUnpaid} from "../types/Errors.sol";
import {Plan, Venue} from "../types/Plan.sol";
import {UniswapV3Deployment} from "../types/Setup.sol";
import {UniswapV3Path} from "./UniswapV3Path.sol";

/// @title UniswapV3Venue
/// @notice Sells on Uniswap V3 pools directly, hop by hop, without a router.
/// @dev A pool is computed from its tokens and fee, never taken from the plan. No minimum output here: the exit judges.
abstract contract UniswapV3Venue is FlashLiquidator, IUniswapV3SwapCallback {
    using SafeERC20 for IERC20;

    // TickMath.MIN_SQRT_RATIO + 1 and MAX_SQRT_RATIO - 1: no price limit
    uint160 private constant LOWEST_SQRT_PRICE = 4295128740;
    uint160 private constant HIGHEST_SQRT_PRICE = 1461446703485210103287273052203988822378723970341;

    address public immutable UNISWAP_V3_FACTORY;
    bytes32 public immutable UNISWAP_V3_POOL_INIT_CODE_HASH;

    constructor(UniswapV3Deployment memory deployment) {
        UNISWAP_V3_FACTORY = deployment.factory;
        UNISWAP_V3_POOL_INIT_CODE_HASH = deployment.poolInitCodeHash;
    }

    /// @notice Called by a pool that has sent its output and wants its input.
    /// @param amount0Delta Token0 units the pool is owed if positive, has sent if negative.
    /// @param amount1Delta The same for token1.
    /// @param data As sent.
    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata data) external {
        _enterCallback(data);
        require(amount0Delta > 0 || amount1Delta > 0, SwapUnpaid(amount0Delta, amount1Delta));
        (uint256 owed, uint256 received) = amount0Delta > 0
            ? (uint256(amount0Delta), uint256(-amount1Delta))
            : (uint256(amount1Delta), uint256(-amount0Delta));
        address tokenIn = _onSwap(received, data);
        IERC20(tokenIn).safeTransfer(msg.sender, owed);
    }

    /// @dev What to do between output and input of a swap.
    /// @return tokenIn Token that the pool is owed.
    function _onSwap(uint256, bytes calldata data) internal virtual returns (address tokenIn) {
        return abi.decode(data, (address));
    }

    function _sell(Plan calldata plan, uint256 amount) internal virtual override {
        if (plan.sale.venue != Venue.UniswapV3) return super._sell(plan, amount);

        bytes calldata path = plan.sale.path;
        uint256 hops = UniswapV3Path.requireBetween(path, plan.target.collateral, plan.target.debt);
        uint256 resting; // of a hop's input, before it arrived
        for (uint256 i; i < hops; ++i) {
            (address tokenIn, uint24 fee, address tokenOut) = UniswapV3Path.hop(path, i);
            bool isLast = i + 1 == hops;
            uint256 before = isLast ? 0 : IERC20(tokenOut).balanceOf(address(this));
            (uint256 paid, uint256 received) =
                _swap(tokenIn, fee, tokenOut, SafeCast.toInt256(amount), abi.encode(tokenIn));
            // What a dry pool leaves of the collateral is kept. Of a token on the way it would be stranded here.
            require(i == 0 || paid == amount, SaleIncomplete(paid, amount));
            // Nor may it be paid from what lies here, by a token that charges its sender on top.
            if (i != 0) {
                uint256 left = IERC20(tokenIn).balanceOf(address(this));
                require(left >= resting, Loss(left, resting));
            }
            // What arrived, not what the pool sent: a fee must not be made up from what lies here.
            amount = isLast ? received : IERC20(tokenOut).balanceOf(address(this)) - before;
            resting = before;
        }
    }

    /// @param amountSpecified Exact input if positive, exact output if negative.
    /// @return paid Units of `tokenIn`.
    /// @return received Units of `tokenOut`.
    function _swap(address tokenIn, uint24 fee, address tokenOut, int256 amountSpecified, bytes memory data)
        internal
        returns (uint256 paid, uint256 received)
    {
        bool zeroForOne = tokenIn < tokenOut;
        address pool = zeroForOne ? _pool(tokenIn, tokenOut, fee) : _pool(tokenOut, tokenIn, fee);
        require(pool.code.length != 0, PoolMissing(pool));

        _expectCallback(pool, this.uniswapV3SwapCallback.selector, data);
        (int256 amount0, int256 amount1) = IUniswapV3Pool(pool)
            .swap(address(this), zeroForOne, amountSpecified, zeroForOne ? LOWEST_SQRT_PRICE : HIGHEST_SQRT_PRICE, data);
        if (!zeroForOne) (amount0, amount1) = (amount1, amount0);
        return (uint256(amount0), uint256(-amount1));
    }

    function _pool(address token0, address token1, uint24 fee) private view returns (address) {
        bytes32 salt = keccak256(abi.encode(token0, token1, fee));
        return address(
            uint160(
                uint256(keccak256(abi.encodePacked(hex"ff", UNISWAP_V3_FACTORY, salt, UNISWAP_V3_POOL_INIT_CODE_HASH)))
            )
        );
    }
}
