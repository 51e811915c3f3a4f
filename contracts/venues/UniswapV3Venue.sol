// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {VenueParametersInvalid} from "../types/Errors.sol";
import {Deployments} from "../types/Setup.sol";
import {SwapPurpose} from "../types/SwapPurpose.sol";
import {UniswapV3Swap} from "./UniswapV3Swap.sol";

/// @title UniswapV3Venue
/// @notice Sells on the Uniswap V3 pools of the configured factory.
/// @dev A pool is computed from its tokens and fee, never taken from the plan.
abstract contract UniswapV3Venue is UniswapV3Swap {
    uint256 private constant PARAMETERS = 3; // bytes: the fee

    /// @notice Its pools are honoured; zero: none.
    address public immutable UNISWAP_V3_FACTORY;
    /// @notice Of the pools' creation code, from which with factory, tokens and fee their addresses follow.
    bytes32 public immutable UNISWAP_V3_POOL_INIT_CODE_HASH;

    constructor(Deployments memory deployments) {
        UNISWAP_V3_FACTORY = deployments.uniswapV3Factory;
        UNISWAP_V3_POOL_INIT_CODE_HASH = deployments.uniswapV3PoolInitCodeHash;
    }

    /// @dev One hop.
    /// @return paid Units of `tokenIn`: less than `amount` if the pool ran dry.
    function _sellOnUniswapV3(address tokenIn, address tokenOut, uint256 amount, bytes calldata parameters)
        internal
        returns (uint256 paid)
    {
        address pool = _poolOf(tokenIn, tokenOut, parameters);
        bytes memory data = abi.encodePacked(SwapPurpose.Sale, tokenIn);
        return _swap(pool, tokenIn, tokenOut, SafeCast.toInt256(amount), data);
    }

    /// @param rest Of the data of a sale, behind its purpose.
    /// @return tokenIn Token that the pool asks for.
    function _onSale(bytes calldata rest) internal pure returns (address tokenIn) {
        return address(bytes20(rest));
    }

    /// @param parameters Of a hop: the fee, hundredths of a basis point.
    function _poolOf(address tokenIn, address tokenOut, bytes calldata parameters) internal view returns (address) {
        require(parameters.length == PARAMETERS, VenueParametersInvalid(parameters));
        (address token0, address token1) = tokenIn < tokenOut ? (tokenIn, tokenOut) : (tokenOut, tokenIn);
        return _poolAt(token0, token1, uint24(bytes3(parameters)));
    }

    /// @dev Where the factory puts the pool of two tokens, in their order, and a fee.
    function _poolAt(address token0, address token1, uint24 fee) internal view returns (address) {
        bytes32 salt = keccak256(abi.encode(token0, token1, fee));
        return Create2.computeAddress(salt, UNISWAP_V3_POOL_INIT_CODE_HASH, UNISWAP_V3_FACTORY);
    }
}
