// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IUniswapV2Pair} from "../interfaces/IUniswapV2Pair.sol";

import {VenueParametersInvalid} from "../types/Errors.sol";

/// @title UniswapV2PairVenue
/// @notice Sells on any contract that says it is a Uniswap V2 pair, whose fee the caller knows.
/// @dev For a contract that holds nothing but what is being sold: the pair is not trusted.
library UniswapV2PairVenue {
    using SafeERC20 for IERC20;

    uint256 private constant PARAMETERS = 22; // bytes: pair, fee
    uint256 private constant BPS = 10_000;

    /// @dev One hop. What has arrived at the pair counts, so a token may take a fee. Pays with all of `amount`.
    /// @param parameters Pair (20 bytes), fee (2 bytes, basis points; at most 10,000).
    /// @param to Who is paid.
    function sell(address tokenIn, address tokenOut, uint256 amount, bytes calldata parameters, address to) internal {
        require(parameters.length == PARAMETERS, VenueParametersInvalid(parameters));
        IUniswapV2Pair pair = IUniswapV2Pair(address(bytes20(parameters)));
        uint256 feeBps = uint16(bytes2(parameters[20:]));

        IERC20(tokenIn).safeTransfer(address(pair), amount);
        (uint256 reserveIn, uint256 reserveOut,) = pair.getReserves();
        bool zeroForOne = tokenIn < tokenOut;
        if (!zeroForOne) (reserveIn, reserveOut) = (reserveOut, reserveIn);
        uint256 arrived = IERC20(tokenIn).balanceOf(address(pair)) - reserveIn;
        uint256 received = _amountOut(arrived, reserveIn, reserveOut, feeBps);
        pair.swap(zeroForOne ? 0 : received, zeroForOne ? received : 0, to, "");
    }

    /// @dev The most that keeps the product of the reserves, less the fee on what comes in (UniswapV2Pair of v2-core 1.0.1),
    /// rounded down.
    function _amountOut(uint256 amountIn, uint256 reserveIn, uint256 reserveOut, uint256 feeBps)
        private
        pure
        returns (uint256)
    {
        uint256 counted = amountIn * (BPS - feeBps);
        return counted * reserveOut / (reserveIn * BPS + counted);
    }
}
