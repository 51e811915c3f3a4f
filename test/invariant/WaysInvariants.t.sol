// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Plan} from "../../contracts/types/Plan.sol";
import {Book} from "./actions/Book.sol";
import {WaysActions} from "./actions/WaysActions.sol";
import {WorldActions} from "./actions/WorldActions.sol";
import {Sentences} from "./Sentences.sol";

/// @notice The same sentences, after any sequence of liquidations by every lender over every venue.
/// @dev Fewer sequences than of the others, because each costs six times as much.
/// forge-config: default.invariant.runs = 4
/// forge-config: deep.invariant.runs = 64
contract WaysInvariantsTest is WaysActions, WorldActions, Sentences {
    function setUp() public override(Book, WaysActions) {
        super.setUp();
        info = ""; // no longer needed, and copied with every snapshot of the state
        bytes4[] memory selectors = new bytes4[](10);
        (selectors[0], selectors[1]) = (this.openByWays.selector, this.liquidateByWays.selector);
        // Four times as likely as the rest: what the sentences are about.
        (selectors[2], selectors[3]) = (this.liquidateByWays.selector, this.liquidateByWays.selector);
        (selectors[4], selectors[5]) = (this.liquidateByWays.selector, this.movePrice.selector);
        (selectors[6], selectors[7]) = (this.donate.selector, this.donateEther.selector);
        (selectors[8], selectors[9]) = (this.rescue.selector, this.intrude.selector);
        targetContract(address(this));
        targetSelector(FuzzSelector(address(this), selectors));
    }

    /// @notice 6. The seller holds nothing: nobody has left anything there.
    function invariant_6_TheSellerHoldsNothing() public view {
        for (uint256 i; i < tokens.length; ++i) {
            assertEq(IERC20(tokens[i]).balanceOf(address(seller)), 0);
        }
        for (uint256 i; i < receipts.length; ++i) {
            assertEq(IERC20(receipts[i]).balanceOf(address(seller)), 0);
        }
        assertEq(address(seller).balance, 0);
    }

    /// @notice 7. The seller has given no allowance to anyone.
    function invariant_7_TheSellerHasNoAllowance() public view {
        for (uint256 i; i < spenders.length; ++i) {
            assertEq(IERC20(weth).allowance(address(seller), spenders[i]), 0);
            assertEq(IERC20(usdc).allowance(address(seller), spenders[i]), 0);
            for (uint256 j; j < receipts.length; ++j) {
                assertEq(IERC20(receipts[j]).allowance(address(seller), spenders[i]), 0);
            }
        }
    }

    /// @notice The actions do what they are there for: otherwise the sentences would hold of nothing.
    function test_EveryKindOfLiquidationHappens() public {
        for (uint256 i; i < 66; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            this.donate(0, i, 1e9);
            this.liquidateByWays(i, i, seed, seed - seed % 8 + 7, 100, i % 2 == 0);
        }
        this.intrude(0, 0, 3, address(0), "");
        string[11] memory kinds = [
            "ways: wallet",
            "ways: Aave V3 flash loan",
            "ways: Aave V2 flash loan",
            "ways: Morpho flash loan",
            "ways: Balancer V2 flash loan",
            "ways: Uniswap V3 flash loan",
            "ways: Uniswap V4 flash loan",
            "ways: ERC-3156 flash mint",
            "ways: two lenders",
            "ways: Uniswap V3 flash swap",
            "ways: Uniswap V2 flash swap"
        ];
        for (uint256 i; i < kinds.length; ++i) {
            assertGt(done[kinds[i]], 1, kinds[i]);
        }
        for (uint256 i; i <= uint256(type(Way).max); ++i) {
            assertGt(sold[Way(i)], 1, "a way to sell");
        }
        assertGt(done["ways: aTokens"], 1, "aTokens");
        _assertSentences();
    }

    function _assertSentences() internal view override {
        super._assertSentences();
        invariant_6_TheSellerHoldsNothing();
        invariant_7_TheSellerHasNoAllowance();
    }

    function _value(Plan memory plan, uint256 amount) internal view override returns (uint256) {
        return _aaveValue(plan, amount);
    }
}
