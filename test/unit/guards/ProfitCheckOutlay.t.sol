// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {ProfitCheck} from "../../../contracts/guards/ProfitCheck.sol";

/// @notice
/// what the floor grants (the floor itself: see Terms)
/// ├── given no premium                      → what was repaid, whatever was borrowed
/// ├── when all that was borrowed was repaid → with the whole premium
/// └── when a part of it was                 → with that part of the premium, rounded up
contract ProfitCheckOutlayTest is Test {
    function test_NothingOnTopWithoutAPremium() public pure {
        assertEq(ProfitCheck.outlayOf(11_000e6, 0, 0), 11_000e6);
        assertEq(ProfitCheck.outlayOf(11_000e6, 0, 20_000e6), 11_000e6);
    }

    function test_WholePremiumWhereAllWasNeeded() public pure {
        assertEq(ProfitCheck.outlayOf(11_000e6, 5.5e6, 11_000e6), 11_005.5e6);
    }

    /// @dev 2 of 3 units: two thirds of 5 are 3.33.
    function test_PartOfThePremiumIsRoundedUp() public pure {
        assertEq(ProfitCheck.outlayOf(2, 5, 3), 2 + 4);
        assertEq(ProfitCheck.outlayOf(2, 6, 3), 2 + 4, "exactly");
    }

    function testFuzz_LeastThatCoversThePart(uint256 repaid, uint256 premium, uint256 borrowed) public pure {
        borrowed = bound(borrowed, 1, 1e30);
        repaid = bound(repaid, 0, borrowed);
        premium = bound(premium, 0, 1e30);
        uint256 granted = ProfitCheck.outlayOf(repaid, premium, borrowed) - repaid;
        assertGe(granted * borrowed, premium * repaid);
        if (granted != 0) assertLt((granted - 1) * borrowed, premium * repaid);
    }
}
