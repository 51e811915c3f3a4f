// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {SellerActions} from "./actions/SellerActions.sol";

/// @notice The numbered sentences of README.md that are about the seller, after any sequence of calls by anybody: on real Uniswap V3 pools,
/// a real Uniswap V2 pair, a real ERC-4626 vault and real Morpho.
contract SellerInvariantsTest is SellerActions {
    address[] private spenders;

    function setUp() public override {
        super.setUp();
        info = ""; // no longer needed, and copied with every snapshot of the state
        address[2] memory pools = [_pool(weth, usdc, 500), _pool(weth, usdc, 3000)];
        spenders = [pools[0], pools[1], pair, address(vault), address(burglar), address(liquidator), morpho];
        spenders.push(stranger);
        spenders.push(operator);
        spenders.push(receiver);
        bytes4[] memory selectors = new bytes4[](6);
        (selectors[0], selectors[1]) = (this.liquidate.selector, this.sell.selector);
        // Twice as likely as the rest: what the sentences are about.
        selectors[2] = this.sell.selector;
        (selectors[3], selectors[4], selectors[5]) = (this.forget.selector, this.find.selector, this.intrude.selector);
        targetContract(address(this));
        targetSelector(FuzzSelector(address(this), selectors));
    }

    /// @notice 6. The seller holds what somebody has left there, to the unit: nothing of a liquidator's or of another caller's, and no sale
    /// of theirs has taken any of it.
    function invariant_6_TheSellerHoldsOnlyWhatWasLeftThere() public view {
        for (uint256 i; i < traded.length; ++i) {
            assertEq(_balance(traded[i], address(seller)), left[traded[i]]);
            assertEq(_balance(traded[i], address(liquidator)), 0);
        }
        assertEq(address(seller).balance, 0);
    }

    /// @notice 7. The seller has given no allowance to anyone, and has none of anyone who sells through it.
    function invariant_7_TheSellerHasNoAllowance() public view {
        for (uint256 i; i < traded.length; ++i) {
            for (uint256 j; j < spenders.length; ++j) {
                assertEq(IERC20(traded[i]).allowance(address(seller), spenders[j]), 0);
                assertEq(IERC20(traded[i]).allowance(spenders[j], address(seller)), 0);
            }
        }
    }

    /// @notice 8. Whoever gets control in the middle of a sale takes no more than his own hop was offered; the caller gets what the
    /// rest of the route pays.
    function invariant_8_NobodyTakesFromACaller() public view {
        assertEq(stolen, 0, "more than was offered");
        assertEq(shortchanged, 0, "less than the honest part paid");
        assertEq(burglar.succeeded(), 0, "a call in the middle of a sale went through");
    }

    /// @notice The actions do what they are there for: otherwise the sentences would hold of nothing.
    function test_EveryKindOfSaleHappens() public {
        for (uint256 i; i < 3; ++i) {
            this.forget(i, 1e18);
        }
        for (uint256 kind; kind < 12; ++kind) {
            // Little, and first: the pools must go on paying more than is owed.
            this.liquidate(0.5e18, kind, kind % 2 == 0 ? 0 : 100, "");
        }
        for (uint256 kind; kind < 12; ++kind) {
            for (uint256 i; i < 3; ++i) {
                this.sell(i, 1e18 + kind, kind, 0, "");
                this.sell(i, 1e18 + kind, kind, 3_000, "");
            }
        }
        assertEq(done["liquidation"], 12);
        assertEq(done["sale"], 36);
        assertEq(done["sale with a thief in it"], 36);
        assertGt(burglar.tried(), 500);
        _assertAll();

        this.sell(0, 1e18, 0, 0, "unread!");
        assertEq(done["sale"], 36);
        this.liquidate(1e18, 0, 0, "unread!");
        assertEq(done["liquidation"], 12);
        for (uint256 i; i < 3; ++i) {
            assertGt(left[traded[i]], 0);
            this.find(i, left[traded[i]]);
            assertEq(left[traded[i]], 0);
        }
        for (uint256 i; i < 4; ++i) {
            this.intrude(0, i, "");
        }
        assertEq(done["find"], 3);
        _assertAll();
    }

    function _assertAll() private view {
        invariant_6_TheSellerHoldsOnlyWhatWasLeftThere();
        invariant_7_TheSellerHasNoAllowance();
        invariant_8_NobodyTakesFromACaller();
    }
}
