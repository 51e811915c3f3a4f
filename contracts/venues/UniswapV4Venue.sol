// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IUniswapV4Swaps} from "../interfaces/IUniswapV4Swaps.sol";

import {CallbackGuard} from "../guards/CallbackGuard.sol";
import {HookNotAllowed, PoolMissing, SwapOverpaid, VenueParametersInvalid} from "../types/Errors.sol";
import {Native} from "./Native.sol";

/// @title UniswapV4Venue
/// @notice Sells on the pools of any contract that says it is a manager of Uniswap V4.
/// @dev For a contract that holds nothing but what is being sold. Manager and hooks are not trusted: they can take what they were offered
/// and pay nothing for it, and no more. Code of strangers runs in the middle of a swap with a hook, so that one has to be asked for.
abstract contract UniswapV4Venue is CallbackGuard {
    using SafeERC20 for IERC20;

    uint256 private constant HEAD = 27; // bytes: manager, fee, tick spacing, flags
    uint256 private constant HOOKED = 47; // bytes: the same and hooks

    // flags
    uint8 private constant ETHER_IN = 1; // the pool trades ether where the route has the wrapped token
    uint8 private constant ETHER_OUT = 2; // the same of what is bought
    uint8 private constant HOOK_ALLOWED = 4; // whoever made the route has accepted the hook

    // TickMath.MIN_SQRT_PRICE + 1 and MAX_SQRT_PRICE - 1: no price limit
    uint160 private constant LOWEST_SQRT_PRICE = 4295128740;
    uint160 private constant HIGHEST_SQRT_PRICE = 1461446703485210103287273052203988822378723970341;

    /// @dev A swap, on its way to the callback.
    struct Order {
        address currencyIn;
        address currencyOut;
        uint256 amount;
        uint24 fee;
        int24 tickSpacing;
        address hooks;
        address to; // who is paid
    }

    /// @dev One hop.
    /// @param parameters Manager (20 bytes), fee and tick spacing (3 bytes each), flags (1 byte); hooks (20 bytes), or nothing.
    /// @param to Who is paid.
    /// @return paid Units of `tokenIn`, as the manager says; at most `amount`.
    function _sellOnUniswapV4(address tokenIn, address tokenOut, uint256 amount, bytes calldata parameters, address to)
        internal
        returns (uint256 paid)
    {
        require(parameters.length == HEAD || parameters.length == HOOKED, VenueParametersInvalid(parameters));
        uint8 flags = uint8(parameters[HEAD - 1]);
        Order memory order = Order(
            tokenIn,
            tokenOut,
            amount,
            uint24(bytes3(parameters[20:])),
            int24(uint24(bytes3(parameters[23:]))),
            parameters.length == HEAD ? address(0) : address(bytes20(parameters[HEAD:])),
            flags & ETHER_OUT != 0 ? address(this) : to // ether is wrapped here
        );
        require(order.hooks == address(0) || flags & HOOK_ALLOWED != 0, HookNotAllowed(order.hooks));
        uint256 resting = address(this).balance;
        if (flags & ETHER_IN != 0) (order.currencyIn, order.amount) = (address(0), Native.unwrap(tokenIn, amount));
        if (flags & ETHER_OUT != 0) order.currencyOut = address(0);

        paid = _unlock(address(bytes20(parameters)), abi.encode(order));
        require(paid <= amount, SwapOverpaid(paid, amount));
        // What it has left of the one, or has paid of the other.
        if (flags & (ETHER_IN | ETHER_OUT) != 0) {
            Native.wrap(flags & ETHER_OUT != 0 ? tokenOut : tokenIn, resting);
        }
    }

    /// @notice Called by a manager that was asked to unlock itself.
    /// @param data As sent.
    /// @return Units of what is sold that were paid, as one word.
    function unlockCallback(bytes calldata data) external returns (bytes memory) {
        _enterCallback(data);
        Order memory order = abi.decode(data, (Order));
        IUniswapV4Swaps manager = IUniswapV4Swaps(msg.sender);
        bool zeroForOne = order.currencyIn < order.currencyOut;
        (uint256 owed, uint256 due) = _swap(manager, order, zeroForOne);
        require(owed <= order.amount, SwapOverpaid(owed, order.amount));

        // Of ether, too: anybody may have told the manager of another currency before, and it would await that.
        manager.sync(order.currencyIn);
        if (order.currencyIn == address(0)) {
            manager.settle{value: owed}();
        } else {
            IERC20(order.currencyIn).safeTransfer(msg.sender, owed);
            manager.settle();
        }
        manager.take(order.currencyOut, order.to, due);
        return abi.encode(owed);
    }

    /// @dev One that never asks would be awaited until the transaction ends, and nobody else.
    function _unlock(address manager, bytes memory data) private returns (uint256 paid) {
        require(manager.code.length != 0, PoolMissing(manager));
        _expectCallback(manager, this.unlockCallback.selector, data);
        paid = abi.decode(IUniswapV4Swaps(manager).unlock(data), (uint256));
        _requireCalledBack();
    }

    /// @return owed Units of the currency that is sold.
    /// @return due Units of the other.
    function _swap(IUniswapV4Swaps manager, Order memory order, bool zeroForOne)
        private
        returns (uint256 owed, uint256 due)
    {
        (address currency0, address currency1) =
            zeroForOne ? (order.currencyIn, order.currencyOut) : (order.currencyOut, order.currencyIn);
        int256 delta = manager.swap(
            IUniswapV4Swaps.PoolKey(currency0, currency1, order.fee, order.tickSpacing, order.hooks),
            IUniswapV4Swaps.SwapParams(
                zeroForOne, -SafeCast.toInt256(order.amount), zeroForOne ? LOWEST_SQRT_PRICE : HIGHEST_SQRT_PRICE
            ),
            ""
        );
        (int256 delta0, int256 delta1) = (delta >> 128, int256(int128(delta)));
        (int256 deltaIn, int256 deltaOut) = zeroForOne ? (delta0, delta1) : (delta1, delta0);
        return (SafeCast.toUint256(-deltaIn), SafeCast.toUint256(deltaOut));
    }
}
