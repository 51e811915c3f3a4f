// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Plan} from "../../contracts/types/Plan.sol";
import {IMorphoOracle} from "../../contracts/interfaces/IMorpho.sol";
import {AaveActions} from "./actions/AaveActions.sol";
import {Book} from "./actions/Book.sol";
import {MorphoActions} from "./actions/MorphoActions.sol";
import {WorldActions} from "./actions/WorldActions.sol";
import {Sentences} from "./Sentences.sol";

/// @notice The numbered sentences of README.md, after any sequence of actions on real Aave and Morpho.
contract InvariantsTest is AaveActions, MorphoActions, WorldActions, Sentences {
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
        _assertSentences();
    }

    function _value(Plan memory plan, uint256 amount) internal view override returns (uint256) {
        if (plan.target.market != morpho) return _aaveValue(plan, amount);
        return amount * IMorphoOracle(params.oracle).price() / 1e36;
    }
}
