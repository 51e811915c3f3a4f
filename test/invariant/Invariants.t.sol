// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {Plan} from "../../contracts/types/Plan.sol";
import {IMorphoOracle} from "../../contracts/interfaces/IMorpho.sol";
import {AaveActions} from "./actions/AaveActions.sol";
import {Book} from "./actions/Book.sol";
import {MorphoActions} from "./actions/MorphoActions.sol";
import {WorldActions} from "./actions/WorldActions.sol";

/// @notice The numbered sentences of README.md, after any sequence of actions on real Aave and Morpho.
contract InvariantsTest is AaveActions, MorphoActions, WorldActions {
    function setUp() public override(Book, AaveActions, MorphoActions) {
        super.setUp();
        info = ""; // no longer needed, and copied with every snapshot of the state
        bytes4[] memory selectors = new bytes4[](12);
        (selectors[0], selectors[1]) = (this.openAave.selector, this.openMorpho.selector);
        (selectors[2], selectors[3]) = (this.liquidateAave.selector, this.liquidateMorpho.selector);
        // Twice as likely as the rest: what the sentences are about.
        (selectors[4], selectors[5]) = (this.liquidateAave.selector, this.liquidateMorpho.selector);
        (selectors[6], selectors[7]) = (this.passTime.selector, this.movePrice.selector);
        (selectors[8], selectors[9]) = (this.donate.selector, this.donateEther.selector);
        (selectors[10], selectors[11]) = (this.rescue.selector, this.intrude.selector);
        targetContract(address(this));
        targetSelector(FuzzSelector(address(this), selectors));
    }

    /// @notice 1. Nothing is at rest: a contract to which nobody sent anything holds no token and no ether.
    function invariant_1_NothingIsAtRest() public view {
        for (uint256 i; i < 4; i += 2) {
            for (uint256 j; j < tokens.length; ++j) {
                assertEq(IERC20(tokens[j]).balanceOf(address(leaves[i])), 0);
                assertEq(IERC20(pool.getReserveData(tokens[j]).aTokenAddress).balanceOf(address(leaves[i])), 0);
            }
            assertEq(address(leaves[i]).balance, 0);
        }
    }

    /// @notice 2. No allowance is left to anyone.
    function invariant_2_NoAllowanceIsLeft() public view {
        for (uint256 i; i < 4; ++i) {
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
        for (uint256 i; i < 4; ++i) {
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
        for (uint256 i = 1; i < 4; i += 2) {
            address leaf = address(leaves[i]);
            for (uint256 j; j < tokens.length; ++j) {
                assertEq(IERC20(tokens[j]).balanceOf(leaf), litter[leaf][tokens[j]]);
            }
            assertEq(leaf.balance, litter[leaf][address(0)]);
        }
    }

    /// @notice The actions do what they are there for: otherwise the sentences would hold of nothing.
    function test_EveryKindOfLiquidationHappens() public {
        for (uint8 source; source < 4; ++source) {
            for (uint256 pair; pair < 5; ++pair) {
                bool littered = pair % 2 == 1;
                bool onL2 = pair < 2 && littered;
                this.donate(0, pair, 1e9);
                this.openAave(pair, pair, onL2, 20_000, 85);
                this.liquidateAave(pair, onL2, source, type(uint256).max - 1e12, 100, littered);
                for (uint256 i; i < 7; ++i) {
                    this.movePrice(i, 100);
                }
            }
        }
        for (uint256 i; i < 4; ++i) {
            this.movePrice(0, 100);
            this.openMorpho(i, 5e18, 92);
            this.liquidateMorpho(i, i % 2 == 0, i < 2, false, 1e18, i % 2 == 1);
        }
        this.intrude(0, 0, 3, address(0), "");
        assertGt(done["aave: flash swap"], 0, "flash swap");
        assertGt(done["aave: flash loan"], 0, "flash loan");
        assertGt(done["aave: wallet"], 0, "wallet");
        assertGt(done["aave: wallet, aTokens"], 0, "wallet, aTokens");
        assertGt(done["morpho: callback"], 0, "callback");
        assertGt(done["morpho: wallet"], 0, "morpho wallet");
        invariant_1_NothingIsAtRest();
        invariant_2_NoAllowanceIsLeft();
        invariant_3_StrangersChangeNothing();
        invariant_4_ProfitIsAtLeastTheMinimumOrNothingHappened();
        invariant_5_DonationsStayUntilRescue();
    }

    function _value(Plan memory plan, uint256 amount) internal view override returns (uint256) {
        if (plan.target.market != morpho) return _aaveValue(plan, amount);
        return amount * IMorphoOracle(params.oracle).price() / 1e36;
    }
}
