// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {Book} from "./actions/Book.sol";

/// @notice The numbered sentences of README.md about liquidators, of whatever leaves the book has.
abstract contract Sentences is Book {
    /// @notice 1. Nothing is at rest: a contract to which nobody sent anything holds no token and no ether.
    function invariant_1_NothingIsAtRest() public view {
        for (uint256 i; i < leaves.length; i += 2) {
            for (uint256 j; j < tokens.length; ++j) {
                assertEq(IERC20(tokens[j]).balanceOf(address(leaves[i])), 0);
            }
            for (uint256 j; j < receipts.length; ++j) {
                assertEq(IERC20(receipts[j]).balanceOf(address(leaves[i])), 0);
            }
            assertEq(address(leaves[i]).balance, 0);
        }
    }

    /// @notice 2. No allowance is left to anyone.
    function invariant_2_NoAllowanceIsLeft() public view {
        for (uint256 i; i < leaves.length; ++i) {
            for (uint256 j; j < tokens.length; ++j) {
                for (uint256 k; k < spenders.length; ++k) {
                    assertEq(IERC20(tokens[j]).allowance(address(leaves[i]), spenders[k]), 0);
                }
            }
        }
    }

    /// @notice 3. Whoever is neither owner nor operator changes nothing.
    function invariant_3_StrangersChangeNothing() public view {
        assertEq(intrusions, 0);
        for (uint256 i; i < leaves.length; ++i) {
            FlashLiquidator leaf = leaves[i];
            (address paidTo, uint16 bonusShare, uint16 tip, bool paused) = leaf.settings();
            assertEq(leaf.owner(), owner);
            assertEq(leaf.pendingOwner(), address(0));
            assertEq(paidTo, receiver);
            assertEq(bonusShare, 5_000);
            assertEq(tip, 5_000);
            assertFalse(paused);
            for (uint256 j; j < strangers.length; ++j) {
                assertFalse(leaf.isOperator(strangers[j]));
                assertEq(IERC20(usdc).balanceOf(strangers[j]) + IERC20(weth).balanceOf(strangers[j]), 0);
            }
        }
    }

    /// @notice 4. Every liquidation leaves the receiver with the minimum profit at least, by the market's own oracle and net of
    /// what the wallet paid, and with exactly what the outcome says; or it changes nothing.
    function invariant_4_ProfitIsAtLeastTheMinimumOrNothingHappened() public view {
        assertEq(belowMinimum, 0, "below the minimum");
        assertEq(misstated, 0, "not what the outcome says");
        assertEq(traces, 0, "a failure left a trace");
    }

    /// @notice 5. What was sent to a contract stays there, to the unit, until the owner rescues it.
    function invariant_5_DonationsStayUntilRescue() public view {
        for (uint256 i = 1; i < leaves.length; i += 2) {
            address leaf = address(leaves[i]);
            for (uint256 j; j < tokens.length; ++j) {
                assertEq(IERC20(tokens[j]).balanceOf(leaf), litter[leaf][tokens[j]]);
            }
            assertEq(leaf.balance, litter[leaf][address(0)]);
        }
    }

    /// @notice 9. Whatever money and sale cost, the plan's share of the bonus is left: of what was seized, by the market's own oracle, less
    /// what was repaid.
    function invariant_9_TheShareOfTheBonusIsLeft() public view {
        assertEq(belowShare, 0, "below the share of the bonus");
    }

    function _assertSentences() internal view virtual {
        invariant_1_NothingIsAtRest();
        invariant_2_NoAllowanceIsLeft();
        invariant_3_StrangersChangeNothing();
        invariant_4_ProfitIsAtLeastTheMinimumOrNothingHappened();
        invariant_5_DonationsStayUntilRescue();
        invariant_9_TheShareOfTheBonusIsLeft();
    }
}
