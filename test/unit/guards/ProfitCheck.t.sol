// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {ProfitCheck} from "../../../contracts/guards/ProfitCheck.sol";
import {ProfitBelowOracleFloor} from "../../../contracts/types/Errors.sol";

/// @notice
/// the share of the bonus (units of the debt)
/// ├── given the collateral is worth more than the outlay → what is left must reach the share of the difference, rounded down
/// └── given it is not                                    → there is no floor
contract ProfitCheckTest is Test {
    function testFuzz_FloorIsTheShareOfTheBonus(uint256 value, uint256 outlay, uint256 share, uint256 left) public {
        (value, outlay) = (bound(value, 0, 1e60), bound(outlay, 0, 1e60));
        share = bound(share, 1, 10_000);
        uint256 floor = value > outlay ? (value - outlay) * share / 10_000 : 0;
        left = bound(left, 0, floor * 2);
        if (left < floor) vm.expectRevert(abi.encodeWithSelector(ProfitBelowOracleFloor.selector, left, floor));
        this.check(left, value, outlay, share);
    }

    function test_TheFloorItselfIsEnough() public {
        this.check(25, 150, 100, 5_000);
        vm.expectRevert(abi.encodeWithSelector(ProfitBelowOracleFloor.selector, 24, 25));
        this.check(24, 150, 100, 5_000);
    }

    function test_WithoutABonusNothingIsAskedFor() public view {
        this.check(0, 100, 100, 10_000);
        this.check(0, 99, 100, 10_000);
        this.check(0, 0, type(uint256).max, 10_000);
    }

    function check(uint256 left, uint256 value, uint256 outlay, uint256 share) external pure {
        ProfitCheck.requireBonusShare(left, value, outlay, share);
    }
}
