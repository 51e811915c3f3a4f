// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IUniswapV3FlashCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3FlashCallback.sol";
import {IUniswapV3PoolActions} from "@uniswap/v3-core/contracts/interfaces/pool/IUniswapV3PoolActions.sol";
import {IUniswapV3PoolImmutables} from "@uniswap/v3-core/contracts/interfaces/pool/IUniswapV3PoolImmutables.sol";

import {LenderNotAllowed} from "../types/Errors.sol";
import {Lender, Lenders} from "../types/Lender.sol";
import {UniswapV3Venue} from "../venues/UniswapV3Venue.sol";
import {FlashLoan} from "./FlashLoan.sol";

/// @title UniswapV3FlashLoan
/// @notice Borrows the debt asset by `flash` of any pool of the configured factory, for the pool's fee; the pool cannot be traded with
/// meanwhile.
/// @dev A pool is proven, not listed. It calls back whoever asked.
abstract contract UniswapV3FlashLoan is FlashLoan, UniswapV3Venue {
    /// @dev The callback: fee0, fee1, plan; nothing is charged for what was not lent. The request: recipient, amount0, amount1, plan.
    /// What the contract says of itself proves it only if the factory would have put it where it is.
    function _requestOfUniswapV3(address pool, address debt, uint256 amount)
        internal
        view
        returns (Lender lender, bytes memory head)
    {
        address token0 = address(uint160(_ask(pool, IUniswapV3PoolImmutables.token0.selector)));
        address token1 = address(uint160(_ask(pool, IUniswapV3PoolImmutables.token1.selector)));
        uint24 fee = uint24(_ask(pool, IUniswapV3PoolImmutables.fee.selector));
        require(_poolAt(token0, token1, fee) == pool, LenderNotAllowed(pool));

        bool isFirst = token0 == debt;
        require(isFirst || token1 == debt, LenderNotAllowed(pool));
        lender = Lenders.pack(
            IUniswapV3PoolActions.flash.selector,
            IUniswapV3FlashCallback.uniswapV3FlashCallback.selector,
            3,
            Lenders.NOWHERE,
            isFirst ? 1 : 2,
            Lenders.SENT,
            0
        );
        head = abi.encode(address(this), isFirst ? amount : 0, isFirst ? 0 : amount, 0x80);
    }

    /// @dev What answers nothing, or reverts, is no pool of the factory.
    function _ask(address from, bytes4 selector) private view returns (uint256 word) {
        assembly ("memory-safe") {
            mstore(0, selector)
            pop(staticcall(gas(), from, 0, 4, 0, 0x20))
            word := mload(0)
        }
    }
}
