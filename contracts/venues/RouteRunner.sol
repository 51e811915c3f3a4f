// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {AssetsMismatch, Loss, RouteInvalid, SaleIncomplete} from "../types/Errors.sol";
import {ROUNDING} from "../types/Rounding.sol";
import {Route} from "../types/Route.sol";

/// @title RouteRunner
/// @notice Sells along a route: its splits in order, hop by hop.
/// @dev The venues are those of whoever inherits this. No minimum output here: the exit of the liquidation judges.
abstract contract RouteRunner {
    uint256 private constant ALL = 10_000; // basis points

    /// @dev Sells up to `amount` units of `first`, which are here, for `last`. What no split takes and what a dry pool leaves of
    /// `first` stays here, as does what is bought: whoever calls this watches both.
    /// @param resting Units of `first` that are here besides, and are not sold.
    function _sellAlong(bytes calldata route, address first, address last, uint256 amount, uint256 resting) internal {
        uint256 left = amount;
        bytes calldata rest = route;
        do {
            uint256 share;
            uint256 hops;
            (share, hops, rest) = Route.split(rest);
            uint256 offered = share == 0 ? left : amount * share / ALL;
            require(offered <= left, RouteInvalid(route));
            // A split before may have taken a unit more than it was offered, where a balance is a share of something, as an aToken's.
            if (left != amount) {
                offered = Math.min(offered, Math.saturatingSub(IERC20(first).balanceOf(address(this)), resting));
            }
            uint256 paid;
            (paid, rest) = _sellSplit(rest, hops, first, last, offered);
            left -= paid;
        } while (rest.length != 0);
    }

    /// @return paid Units of `token` that the first hop took.
    /// @return rest Of the route, behind the last hop.
    function _sellSplit(bytes calldata route, uint256 hops, address token, address last, uint256 offered)
        private
        returns (uint256 paid, bytes calldata rest)
    {
        rest = route;
        uint256 resting; // of a hop's input, before it arrived
        for (uint256 left = hops; left != 0; --left) {
            uint8 venue;
            address tokenOut;
            bytes calldata parameters;
            (venue, tokenOut, parameters, rest) = Route.hop(rest);
            require(left != 1 || tokenOut == last, AssetsMismatch(last, tokenOut));
            uint256 before = left == 1 ? 0 : IERC20(tokenOut).balanceOf(address(this));
            uint256 taken = _sellHop(venue, token, tokenOut, offered, parameters, left == 1);
            if (left == hops) {
                // What a dry pool leaves of it is kept.
                paid = taken;
            } else {
                // Of a token on the way it would be stranded here.
                require(taken == offered, SaleIncomplete(taken, offered));
                // Nor may it be paid from what lies here, by a token that charges its sender on top.
                uint256 balance = IERC20(token).balanceOf(address(this));
                require(balance + ROUNDING >= resting, Loss(balance, resting));
                if (balance > resting) _onStranded(token, balance - resting);
            }
            if (left == 1) break;
            // What arrived, not what the pool sent: a fee must not be made up from what lies here.
            offered = IERC20(tokenOut).balanceOf(address(this)) - before;
            (token, resting) = (tokenOut, before);
        }
    }

    /// @dev Sells at most `amount` units of `tokenIn`, which are here. Reverts for a venue that is not supported.
    /// @param isLast Whether nothing on this route needs what it buys.
    /// @return paid Units of `tokenIn` that it took.
    function _sellHop(
        uint8 venue,
        address tokenIn,
        address tokenOut,
        uint256 amount,
        bytes calldata parameters,
        bool isLast
    ) internal virtual returns (uint256 paid);

    /// @dev A venue took all that it was offered of a token on the way, and some of it is here yet: the token rounds, or the venue lies.
    function _onStranded(address token, uint256 amount) internal virtual {}
}
