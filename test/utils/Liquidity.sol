// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IUniswapV3MintCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3MintCallback.sol";
import {IUniswapV3SwapCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";
import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";

/// @notice Opens pools of a real Uniswap V3 factory, fills them and trades in them, with the tokens it holds.
contract Liquidity is IUniswapV3MintCallback, IUniswapV3SwapCallback {
    using SafeERC20 for IERC20;

    uint160 private constant LOWEST_SQRT_PRICE = 4295128740;
    uint160 private constant HIGHEST_SQRT_PRICE = 1461446703485210103287273052203988822378723970341;

    IUniswapV3Factory private immutable FACTORY;

    constructor(address factory) {
        FACTORY = IUniswapV3Factory(factory);
    }

    /// @notice A pool at the price `amountA : amountB`, with that much of both tokens spread over all prices.
    function open(address tokenA, uint256 amountA, address tokenB, uint256 amountB, uint24 fee)
        external
        returns (IUniswapV3Pool pool)
    {
        pool = openNarrow(tokenA, amountA, tokenB, amountB, fee, 0, 0);
        _mint(pool, 0, type(int24).max, uint128(Math.sqrt(amountA * amountB)));
    }

    /// @notice A pool at the price `amountA : amountB` whose liquidity reaches `width` ticks to either side: beyond, it is dry.
    function openNarrow(
        address tokenA,
        uint256 amountA,
        address tokenB,
        uint256 amountB,
        uint24 fee,
        int24 width,
        uint128 liquidity
    ) public returns (IUniswapV3Pool pool) {
        pool = IUniswapV3Pool(FACTORY.createPool(tokenA, tokenB, fee));
        pool.initialize(sqrtPrice(tokenA, amountA, tokenB, amountB));
        (, int24 tick,,,,,) = pool.slot0();
        if (liquidity != 0) _mint(pool, tick, width, liquidity);
    }

    /// @notice The price at which `amountA` is worth `amountB`, as pools write it.
    function sqrtPrice(address tokenA, uint256 amountA, address tokenB, uint256 amountB)
        public
        pure
        returns (uint160 sqrtPriceX96)
    {
        (uint256 amount0, uint256 amount1) = tokenA < tokenB ? (amountA, amountB) : (amountB, amountA);
        return uint160(Math.sqrt(Math.mulDiv(amount1, 1 << 192, amount0)));
    }

    /// @notice Trades until the pool's price has reached `sqrtPriceX96`.
    function pushPrice(IUniswapV3Pool pool, uint160 sqrtPriceX96) external {
        (uint160 current,,,,,,) = pool.slot0();
        bytes memory tokens = abi.encode(pool.token0(), pool.token1());
        pool.swap(address(this), sqrtPriceX96 < current, type(int128).max, sqrtPriceX96, tokens);
    }

    /// @notice Sells exactly `amount` and keeps the proceeds.
    function sell(IUniswapV3Pool pool, address tokenIn, uint256 amount) external returns (uint256 received) {
        (address token0, address token1) = (pool.token0(), pool.token1());
        bool zeroForOne = tokenIn == token0;
        uint160 limit = zeroForOne ? LOWEST_SQRT_PRICE : HIGHEST_SQRT_PRICE;
        (int256 amount0, int256 amount1) =
            pool.swap(address(this), zeroForOne, int256(amount), limit, abi.encode(token0, token1));
        return uint256(-(zeroForOne ? amount1 : amount0));
    }

    function uniswapV3MintCallback(uint256 amount0, uint256 amount1, bytes calldata data) external {
        _pay(int256(amount0), int256(amount1), data);
    }

    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata data) external {
        _pay(amount0Delta, amount1Delta, data);
    }

    function _mint(IUniswapV3Pool pool, int24 center, int24 width, uint128 liquidity) private {
        int24 spacing = pool.tickSpacing();
        int24 widest = 887272 / spacing * spacing;
        int24 lower = width > widest ? -widest : (center - width) / spacing * spacing;
        int24 upper = width > widest ? widest : (center + width) / spacing * spacing;
        pool.mint(address(this), lower, upper, liquidity, abi.encode(pool.token0(), pool.token1()));
    }

    function _pay(int256 amount0, int256 amount1, bytes calldata data) private {
        (address token0, address token1) = abi.decode(data, (address, address));
        if (amount0 > 0) IERC20(token0).safeTransfer(msg.sender, uint256(amount0));
        if (amount1 > 0) IERC20(token1).safeTransfer(msg.sender, uint256(amount1));
    }
}
