// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {SwapOverpaid, VenueParametersInvalid} from "../types/Errors.sol";
import {UniswapV3Swap} from "./UniswapV3Swap.sol";

/// @title UniswapV3PoolVenue
/// @notice Sells on any contract that says it is a Uniswap V3 pool: of a factory nobody has configured, or of none.
/// @dev For a contract that holds nothing but what is being sold. The pool is not trusted: it can take what it was offered and
/// pay nothing for it, and no more.
abstract contract UniswapV3PoolVenue is UniswapV3Swap {
    uint256 private constant PARAMETERS = 20; // bytes: the pool

    /// @notice The callback of PancakeSwap's pools, which are Uniswap V3 pools but for its name.
    /// @param amount0Delta As of Uniswap V3.
    /// @param amount1Delta As of Uniswap V3.
    /// @param data As sent.
    function pancakeV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata data) external {
        _paySwap(amount0Delta, amount1Delta, data);
    }

    /// @dev One hop.
    /// @param to Who is paid.
    /// @return paid Units of `tokenIn`, as the pool says; at most `amount`.
    function _sellOnUniswapV3Pool(
        address tokenIn,
        address tokenOut,
        uint256 amount,
        bytes calldata parameters,
        address to
    ) internal returns (uint256 paid) {
        return _sellOnPool(this.uniswapV3SwapCallback.selector, tokenIn, tokenOut, amount, parameters, to);
    }

    /// @dev The same on PancakeSwap V3.
    function _sellOnPancakeV3Pool(
        address tokenIn,
        address tokenOut,
        uint256 amount,
        bytes calldata parameters,
        address to
    ) internal returns (uint256 paid) {
        return _sellOnPool(this.pancakeV3SwapCallback.selector, tokenIn, tokenOut, amount, parameters, to);
    }

    function _sellOnPool(
        bytes4 callback,
        address tokenIn,
        address tokenOut,
        uint256 amount,
        bytes calldata parameters,
        address to
    ) private returns (uint256 paid) {
        require(parameters.length == PARAMETERS, VenueParametersInvalid(parameters));
        address pool = address(bytes20(parameters));
        paid = _swap(callback, pool, tokenIn, tokenOut, SafeCast.toInt256(amount), abi.encode(tokenIn, amount), to);
        // One that never asks would be awaited until the transaction ends, and nobody else.
        _requireCalledBack();
        require(paid <= amount, SwapOverpaid(paid, amount));
    }

    /// @dev What lies here, or waits to be sold elsewhere, is not the pool's to ask for.
    function _onSwap(uint256 asked, uint256, bytes calldata data) internal pure override returns (address tokenIn) {
        uint256 offered;
        (tokenIn, offered) = abi.decode(data, (address, uint256));
        require(asked <= offered, SwapOverpaid(asked, offered));
    }
}
