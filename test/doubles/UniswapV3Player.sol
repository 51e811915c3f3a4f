// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {IUniswapV3PoolState} from "@uniswap/v3-core/contracts/interfaces/pool/IUniswapV3PoolState.sol";
import {IUniswapV3MintCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3MintCallback.sol";
import {IUniswapV3SwapCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";

import {DevnetToken} from "../devnet/DevnetToken.sol";

/// @title UniswapV3Player
/// @notice Makes pools of tokens of its own, with Uniswap or PancakeSwap, and trades on them, telling the state after every trade. What
/// computes swaps off chain is compared with it.
contract UniswapV3Player is IUniswapV3MintCallback, IUniswapV3SwapCallback {
    using SafeERC20 for IERC20;

    uint160 private constant LOWEST = 4295128740;
    uint160 private constant HIGHEST = 1461446703485210103287273052203988822378723970341;
    uint256 private constant PLENTY = 1 << 240;

    struct Position {
        int24 lower;
        int24 upper;
        uint128 liquidity;
    }

    struct Trade {
        bool zeroForOne;
        int256 amount; // in if positive, out if negative
    }

    struct Played {
        bool ok; // false: the pool has refused it
        int256 amount0;
        int256 amount1;
        uint160 root;
        int24 tick;
        uint128 liquidity;
    }

    event Created(address token0, address token1, address pool);

    function create(IUniswapV3Factory factory, uint24 fee, uint160 root, Position[] calldata positions) external {
        DevnetToken token0 = new DevnetToken("Token", "TKN", 18);
        DevnetToken token1 = new DevnetToken("Token", "TKN", 18);
        if (token0 > token1) (token0, token1) = (token1, token0);
        token0.mint(address(this), PLENTY);
        token1.mint(address(this), PLENTY);
        IUniswapV3Pool pool = IUniswapV3Pool(factory.createPool(address(token0), address(token1), fee));
        pool.initialize(root);
        for (uint256 i; i < positions.length; ++i) {
            pool.mint(address(this), positions[i].lower, positions[i].upper, positions[i].liquidity, "");
        }
        emit Created(address(token0), address(token1), address(pool));
    }

    function play(IUniswapV3Pool pool, Trade[] calldata trades) external returns (Played[] memory played) {
        played = new Played[](trades.length);
        for (uint256 i; i < trades.length; ++i) {
            Played memory one = played[i];
            bool down = trades[i].zeroForOne;
            try pool.swap(address(this), down, trades[i].amount, down ? LOWEST : HIGHEST, "") returns (
                int256 amount0, int256 amount1
            ) {
                (one.ok, one.amount0, one.amount1) = (true, amount0, amount1);
            } catch {}
            (one.root, one.tick) = _slot0(pool);
            one.liquidity = pool.liquidity();
        }
    }

    function uniswapV3MintCallback(uint256 amount0, uint256 amount1, bytes calldata) external {
        _pay(int256(amount0), int256(amount1));
    }

    function uniswapV3SwapCallback(int256 amount0, int256 amount1, bytes calldata) external {
        _pay(amount0, amount1);
    }

    function pancakeV3MintCallback(uint256 amount0, uint256 amount1, bytes calldata) external {
        _pay(int256(amount0), int256(amount1));
    }

    function pancakeV3SwapCallback(int256 amount0, int256 amount1, bytes calldata) external {
        _pay(amount0, amount1);
    }

    /// @dev What follows is narrower with Uniswap than with PancakeSwap.
    function _slot0(IUniswapV3Pool pool) private view returns (uint160 root, int24 tick) {
        (, bytes memory answer) = address(pool).staticcall(abi.encodeCall(IUniswapV3PoolState.slot0, ()));
        return abi.decode(answer, (uint160, int24));
    }

    function _pay(int256 amount0, int256 amount1) private {
        IUniswapV3Pool pool = IUniswapV3Pool(msg.sender);
        if (amount0 > 0) IERC20(pool.token0()).safeTransfer(msg.sender, uint256(amount0));
        if (amount1 > 0) IERC20(pool.token1()).safeTransfer(msg.sender, uint256(amount1));
    }
}
