// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

interface IPancakePool {
    function token0() external view returns (address);
    function token1() external view returns (address);
    function mint(address recipient, int24 tickLower, int24 tickUpper, uint128 amount, bytes calldata data)
        external
        returns (uint256 amount0, uint256 amount1);
    function swap(
        address recipient,
        bool zeroForOne,
        int256 amountSpecified,
        uint160 sqrtPriceLimitX96,
        bytes calldata data
    ) external returns (int256 amount0, int256 amount1);
}

/// @notice Brings liquidity to pools of PancakeSwap V3 and trades with them, with the tokens of whoever calls, by allowance.
contract PancakeTrader {
    using SafeERC20 for IERC20;

    address private transient _payer;

    function mint(address pool, int24 tickLower, int24 tickUpper, uint128 amount) external {
        _payer = msg.sender;
        IPancakePool(pool).mint(msg.sender, tickLower, tickUpper, amount, "");
        _payer = address(0);
    }

    /// @param limit Where it stops; by which it is told what is sold.
    function swap(address pool, bool zeroForOne, int256 amount, uint160 limit) external {
        _payer = msg.sender;
        IPancakePool(pool).swap(msg.sender, zeroForOne, amount, limit, "");
        _payer = address(0);
    }

    function pancakeV3MintCallback(uint256 amount0, uint256 amount1, bytes calldata) external {
        _pay(int256(amount0), int256(amount1));
    }

    function pancakeV3SwapCallback(int256 amount0, int256 amount1, bytes calldata) external {
        _pay(amount0, amount1);
    }

    function _pay(int256 amount0, int256 amount1) private {
        IPancakePool pool = IPancakePool(msg.sender);
        if (amount0 > 0) IERC20(pool.token0()).safeTransferFrom(_payer, msg.sender, uint256(amount0));
        if (amount1 > 0) IERC20(pool.token1()).safeTransferFrom(_payer, msg.sender, uint256(amount1));
    }
}
