// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {RouterUnknown, RoutersTooMany, VenueParametersInvalid} from "../types/Errors.sol";
import {Allowance} from "./Allowance.sol";

/// @title RouterVenue
/// @notice Has a router of an aggregator sell, with calldata that nobody here reads.
/// @dev The routers are fixed when this is deployed. Calldata for any contract could be an approval, with which somebody would take what
/// a later sale has here for a moment; a router can only do with the allowance of this one sale what routers do.
abstract contract RouterVenue {
    uint256 private constant HEAD = 20; // bytes: router

    // The routers; zero: none.
    address private immutable _ROUTER_0;
    address private immutable _ROUTER_1;
    address private immutable _ROUTER_2;
    address private immutable _ROUTER_3;

    constructor(address[] memory routers) {
        require(routers.length <= 4, RoutersTooMany(routers.length));
        if (routers.length > 0) _ROUTER_0 = routers[0];
        if (routers.length > 1) _ROUTER_1 = routers[1];
        if (routers.length > 2) _ROUTER_2 = routers[2];
        if (routers.length > 3) _ROUTER_3 = routers[3];
    }

    /// @notice Whether a hop may name it.
    function isRouter(address router) public view returns (bool) {
        if (router == address(0)) return false;
        return router == _ROUTER_0 || router == _ROUTER_1 || router == _ROUTER_2 || router == _ROUTER_3;
    }

    /// @dev One hop. What comes of it goes wherever the calldata says: whoever runs the route sees what has arrived.
    /// @param parameters Router (20 bytes), what it is called with.
    /// @return paid Units of `tokenIn` that are gone; at most `amount`.
    function _sellByRouter(address tokenIn, uint256 amount, bytes calldata parameters) internal returns (uint256 paid) {
        require(parameters.length > HEAD, VenueParametersInvalid(parameters));
        address router = address(bytes20(parameters));
        require(isRouter(router), RouterUnknown(router));
        uint256 before = IERC20(tokenIn).balanceOf(address(this));
        Allowance.give(tokenIn, router, amount);
        Address.functionCall(router, parameters[HEAD:]);
        Allowance.clear(tokenIn, router);
        return Math.min(Math.saturatingSub(before, IERC20(tokenIn).balanceOf(address(this))), amount);
    }
}
