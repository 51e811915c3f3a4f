// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {RouteInvalid} from "../../contracts/types/Errors.sol";
import {Route} from "../../contracts/types/Route.sol";

/// @notice Reads a route that lies between other bytes, as it does in a plan.
contract RouteReader {
    function split(bytes calldata data, uint256 from, uint256 to)
        external
        pure
        returns (uint256 share, uint256 hops, bytes memory rest)
    {
        (share, hops, rest) = Route.split(data[from:to]);
    }

    function hop(bytes calldata data, uint256 from, uint256 to)
        external
        pure
        returns (uint8 venue, address tokenOut, bytes memory parameters, bytes memory rest)
    {
        (venue, tokenOut, parameters, rest) = Route.hop(data[from:to]);
    }
}

/// @notice
/// a packed route
/// ├── when it is whole             → every part is read as it was packed, whatever lies around it
/// └── when its end is missing      → refused, although what lies behind it would do
contract RouteFuzzTest is Test {
    RouteReader private reader = new RouteReader();

    function testFuzz_SplitIsReadAsPacked(uint16 share, uint8 hops, bytes memory rest, bytes memory around)
        public
        view
    {
        vm.assume(hops != 0 && rest.length != 0);
        bytes memory route = abi.encodePacked(share, hops, rest);
        (uint256 readShare, uint256 readHops, bytes memory readRest) =
            reader.split(bytes.concat(around, route, around), around.length, around.length + route.length);
        assertEq(readShare, share);
        assertEq(readHops, hops);
        assertEq(readRest, rest);
    }

    function testFuzz_RevertWhen_SplitHasNoHop(uint16 share, bytes memory rest) public {
        bytes memory route = abi.encodePacked(share, uint8(0), rest);
        vm.expectRevert(abi.encodeWithSelector(RouteInvalid.selector, route));
        reader.split(route, 0, route.length);
    }

    /// @dev Up to its head and no further: no hop can begin.
    function testFuzz_RevertWhen_SplitIsCut(uint16 share, uint8 hops, bytes memory behind, uint256 length) public {
        length = bound(length, 0, 3);
        bytes memory data = abi.encodePacked(share, hops, behind);
        vm.expectRevert(abi.encodeWithSelector(RouteInvalid.selector, _first(data, length)));
        reader.split(data, 0, length);
    }

    function testFuzz_HopIsReadAsPacked(
        uint8 venue,
        address tokenOut,
        bytes memory parameters,
        bytes memory rest,
        bytes memory around
    ) public view {
        bytes memory route = abi.encodePacked(venue, uint16(parameters.length), tokenOut, parameters, rest);
        (uint8 readVenue, address readToken, bytes memory readParameters, bytes memory readRest) =
            reader.hop(bytes.concat(around, route, around), around.length, around.length + route.length);
        assertEq(readVenue, venue);
        assertEq(readToken, tokenOut);
        assertEq(readParameters, parameters);
        assertEq(readRest, rest);
    }

    function testFuzz_RevertWhen_HopIsCut(
        uint8 venue,
        address tokenOut,
        bytes memory parameters,
        bytes memory behind,
        uint256 length
    ) public {
        bytes memory whole = abi.encodePacked(venue, uint16(parameters.length), tokenOut, parameters);
        // At 1 and 2 bytes the length of the parameters is cut as well.
        length = bound(length, 0, whole.length - 1);
        vm.expectRevert(abi.encodeWithSelector(RouteInvalid.selector, _first(whole, length)));
        reader.hop(bytes.concat(whole, behind), 0, length);
    }

    function _first(bytes memory data, uint256 length) private pure returns (bytes memory first) {
        first = new bytes(length);
        for (uint256 i; i < length; ++i) {
            first[i] = data[i];
        }
    }
}
