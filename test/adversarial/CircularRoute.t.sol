// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Outcome, Plan} from "../../contracts/types/Plan.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Attack: a stolen key sends the sale round in circles, by way of the debt and of the collateral themselves, where units of
/// both lie here and others wait for the next split. A hop sells what the hop before brought, and nothing else.
contract CircularRouteTest is MorphoTest {
    uint24[2] private FEES = [uint24(500), 3000];

    function setUp() public override {
        super.setUp();
        _openMorphoReference();
    }

    function test_WhatLiesHereNeitherHelpsNorGoes() public {
        bytes memory route = bytes.concat(_split(4_000, 3, 0), _split(3_000, 1, 0), _split(0, 5, 0));
        assertTrue(_isSoldAsWithoutIt(_plan(route)));
    }

    /// @dev Whatever the shares, the lengths and the pools are: more than all is refused, anything else is sold.
    function testFuzz_WhatLiesHereNeitherHelpsNorGoes(uint256 one, uint256 other, uint8[3] memory turns, uint256 fees)
        public
    {
        uint256[3] memory shares = [bound(one, 1, 6_000), bound(other, 1, 6_000), 0];
        bytes memory route;
        for (uint256 i; i < 3; ++i) {
            route = bytes.concat(route, _split(shares[i], 1 + 2 * (turns[i] % 3), fees >> (8 * i)));
        }
        uint256 named = shares[0] + shares[1];
        vm.assume(named != 10_000); // a pool does not sell nothing
        assertEq(_isSoldAsWithoutIt(_plan(route)), named < 10_000);
    }

    function _isSoldAsWithoutIt(Plan memory plan) private returns (bool success) {
        bytes memory expected;
        uint256 snapshot = vm.snapshotState();
        (success, expected) = _try(plan);
        vm.revertToState(snapshot);

        deal(usdc, address(liquidator), 50_000e6);
        deal(weth, address(liquidator), 7e18);
        (bool again, bytes memory answer) = _try(plan);
        assertEq(again, success);
        assertEq(_balance(usdc, address(liquidator)), 50_000e6);
        assertEq(_balance(weth, address(liquidator)), 7e18);
        // What lies here may pay Morpho for a moment: then the exit is who refuses.
        if (!success) return false;
        assertEq(answer, expected);
        Outcome memory outcome = abi.decode(answer, (Outcome));
        assertEq(_balance(usdc, receiver), outcome.debtGain);
        assertEq(_balance(weth, receiver), outcome.collateralGain);
    }

    function _try(Plan memory plan) private returns (bool, bytes memory) {
        vm.prank(operator);
        return address(liquidator).call(abi.encodeCall(liquidator.liquidate, (plan)));
    }

    function _plan(bytes memory route) private view returns (Plan memory plan) {
        plan = _callback(3e18, 500);
        plan.route = route;
    }

    /// @dev Collateral, debt, collateral, ..., debt.
    /// @param hops Odd.
    /// @param fees One bit a hop.
    function _split(uint256 share, uint256 hops, uint256 fees) private view returns (bytes memory) {
        bytes memory packed;
        for (uint256 i; i < hops; ++i) {
            packed = bytes.concat(packed, Routes.v3(FEES[(fees >> i) & 1], i % 2 == 0 ? usdc : weth));
        }
        return Routes.split(share, hops, packed);
    }
}
