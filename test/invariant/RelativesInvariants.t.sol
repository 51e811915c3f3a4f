// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMorphoOracle} from "../../contracts/interfaces/IMorpho.sol";
import {Plan} from "../../contracts/types/Plan.sol";
import {Setup} from "../../contracts/types/Setup.sol";
import {AaveV2Actions} from "./actions/AaveV2Actions.sol";
import {Book} from "./actions/Book.sol";
import {CompoundActions} from "./actions/CompoundActions.sol";
import {PreLiquidationActions} from "./actions/PreLiquidationActions.sol";
import {WorldActions} from "./actions/WorldActions.sol";
import {Sentences} from "./Sentences.sol";

/// @notice The same sentences, after any sequence of actions on Aave V2, Radiant, Compound V2 and pre-liquidations of Morpho.
/// @dev Fewer sequences than of the others, because each costs three times as much.
/// forge-config: default.invariant.runs = 12
/// forge-config: deep.invariant.runs = 96
contract RelativesInvariantsTest is AaveV2Actions, CompoundActions, PreLiquidationActions, WorldActions, Sentences {
    function setUp() public override(Book, AaveV2Actions, CompoundActions, PreLiquidationActions) {
        super.setUp();
        info = ""; // no longer needed, and copied with every snapshot of the state
        bytes4[] memory selectors = new bytes4[](15);
        (selectors[0], selectors[1]) = (this.openAaveV2.selector, this.openCompound.selector);
        (selectors[2], selectors[3]) = (this.openEarly.selector, this.liquidateEarly.selector);
        (selectors[4], selectors[5]) = (this.liquidateAaveV2.selector, this.liquidateCompound.selector);
        // Twice as likely as the rest: what the sentences are about.
        (selectors[6], selectors[7]) = (this.liquidateAaveV2.selector, this.liquidateCompound.selector);
        (selectors[8], selectors[9]) = (this.liquidateEarly.selector, this.passTime.selector);
        (selectors[10], selectors[11]) = (this.movePrice.selector, this.donate.selector);
        (selectors[12], selectors[13]) = (this.donateEther.selector, this.rescue.selector);
        selectors[14] = this.intrude.selector;
        targetContract(address(this));
        targetSelector(FuzzSelector(address(this), selectors));
    }

    /// @notice The actions do what they are there for: otherwise the sentences would hold of nothing.
    function test_EveryKindOfLiquidationHappens() public {
        for (uint8 how; how < 40; ++how) {
            this.donate(how, how, 1e9);
            this.liquidateAaveV2(how, how, type(uint256).max - 1e12, 100);
            this.movePrice(0, 100);
            this.liquidateCompound(how, how, type(uint256).max - 1e12, 100);
            this.movePrice(0, 100);
            this.liquidateEarly(how, how % 2 == 1, 85, 1e15, 100, how % 3 == 0);
            this.movePrice(0, 100);
            this.passTime(1 hours);
        }
        this.intrude(0, 0, 3, address(0), "");
        string[11] memory kinds = [
            "aave v2: flash swap",
            "aave v2: flash loan",
            "aave v2: flash loan of aave v3",
            "aave v2: wallet",
            "aave v2: wallet, aTokens",
            "compound: flash swap",
            "compound: flash loan",
            "compound: wallet",
            "compound: wallet, cTokens",
            "early: callback",
            "early: wallet"
        ];
        for (uint256 i; i < kinds.length; ++i) {
            assertGt(done[kinds[i]], 1, kinds[i]);
        }
        _assertSentences();
    }

    function _setup() internal view override returns (Setup memory setup) {
        setup = super._setup();
        address[6] memory markets = [
            morpho,
            vm.parseJsonAddress(info, ".addresses.morpho.preLiquidationFactory"),
            vm.parseJsonAddress(info, ".addresses.aaveV2.main.pool"),
            vm.parseJsonAddress(info, ".addresses.radiant.main.pool"),
            vm.parseJsonAddress(info, ".addresses.compound.older.comptroller"),
            vm.parseJsonAddress(info, ".addresses.compound.newer.comptroller")
        ];
        setup.markets = new address[](markets.length);
        for (uint256 i; i < markets.length; ++i) {
            setup.markets[i] = markets[i];
        }
        setup.lenders = new address[](3);
        (setup.lenders[0], setup.lenders[1], setup.lenders[2]) = (address(pool), markets[2], markets[3]);
    }

    function _value(Plan memory plan, uint256 amount) internal view override returns (uint256) {
        if (plan.target.market == address(early)) return amount * IMorphoOracle(params.oracle).price() / 1e36;
        bool isAave = plan.target.market == aaveV2 || plan.target.market == radiant;
        return isAave ? _aaveV2Value(plan, amount) : _compoundValue(plan, amount);
    }

    /// @dev Whoever seizes cTokens moves their rate, by what is rounded.
    function _drift(Plan memory plan, uint256 amount) internal pure override returns (uint256) {
        return plan.target.data.length == 128 ? amount / 1e9 : 0;
    }
}
