// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RouteInvalid} from "./Errors.sol";

/// @title Route
/// @notice Reads a packed route, front to back.
/// @dev
///     route = split+
///     split = share (2 bytes), number of hops (1 byte), hop+
///     hop   = venue (1 byte), length of the parameters (2 bytes), token out (20 bytes), parameters
///
/// Share: basis points of what there is to sell; zero means all that the splits before have left. The token in of a split is what
/// is sold, that of every further hop is the token out before. Venues and their parameters: Venue.sol.
library Route {
    uint256 private constant SPLIT = 3; // bytes of a split before its hops
    uint256 private constant HOP = 23; // bytes of a hop before its parameters

    /// @dev Reverts unless `route` begins with a split of at least one hop.
    /// @return share Basis points; zero: the rest.
    /// @return hops At least 1.
    /// @return rest Behind the head of the split: its first hop.
    function split(bytes calldata route) internal pure returns (uint256 share, uint256 hops, bytes calldata rest) {
        uint24 head = uint24(bytes3(route));
        (share, hops) = (head >> 8, uint8(head));
        require(route.length > SPLIT && hops != 0, RouteInvalid(route));
        rest = route[SPLIT:];
    }

    /// @dev Reverts unless `route` begins with a whole hop.
    /// @return venue Of Venue.sol, or not.
    /// @return tokenOut What the hop buys.
    /// @return parameters The venue's own.
    /// @return rest Behind the hop: the next one, the next split, or nothing.
    function hop(bytes calldata route)
        internal
        pure
        returns (uint8 venue, address tokenOut, bytes calldata parameters, bytes calldata rest)
    {
        uint184 head = uint184(bytes23(route));
        (venue, tokenOut) = (uint8(head >> 176), address(uint160(head)));
        uint256 end = HOP + uint16(head >> 160);
        require(route.length >= end, RouteInvalid(route));
        (parameters, rest) = (route[HOP:end], route[end:]);
    }
}
