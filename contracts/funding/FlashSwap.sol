// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AssetsMismatch, RouteInvalid, VenueUnsupported} from "../types/Errors.sol";
import {Plan, Selling} from "../types/Plan.sol";
import {Route} from "../types/Route.sol";
import {Venue} from "../types/Venue.sol";

/// @title FlashSwap
/// @notice What a swap needs that is loan and sale in one: a route of exactly one hop, to the debt; nobody sells, because nothing is left
/// to sell except the profit, which stays in what was seized.
library FlashSwap {
    /// @param venue Whose hop it must be.
    /// @return parameters Of the hop that the route is.
    function onlyHop(Plan calldata plan, Venue venue) internal pure returns (bytes calldata parameters) {
        bytes calldata route = plan.route;
        (, uint256 hops, bytes calldata rest) = Route.split(route);
        uint8 named;
        address tokenOut;
        (named, tokenOut, parameters, rest) = Route.hop(rest);
        require(hops == 1 && rest.length == 0 && plan.selling == Selling.None, RouteInvalid(route));
        require(named == uint8(venue), VenueUnsupported(named));
        require(tokenOut == plan.target.debt, AssetsMismatch(plan.target.debt, tokenOut));
    }
}
