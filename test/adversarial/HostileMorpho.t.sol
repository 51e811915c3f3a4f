// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {CallbackMissing, CallbackUnexpected, Loss} from "../../contracts/types/Errors.sol";
import {Leg, LegResult} from "../../contracts/types/Leg.sol";
import {Plan, Selling} from "../../contracts/types/Plan.sol";
import {HostileMorpho} from "../mocks/HostileMorpho.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";

/// @notice Attack: the owner has allowed a singleton that cheats. It calls back, so it chooses what is asked for and when; it may
/// ruin its own liquidations, it may not touch what lies here or keep an allowance.
contract HostileMorphoTest is MorphoTest {
    HostileMorpho private singleton;

    function setUp() public override {
        super.setUp();
        singleton = new HostileMorpho();
        vm.prank(owner);
        liquidator.setMarket(address(singleton), true);
        deal(weth, address(singleton), 100e18);
        deal(usdc, address(liquidator), 50_000e6);
        deal(weth, address(liquidator), 50e18);
    }

    /// @dev So that the other tests fail for their trick and for nothing else.
    function test_HonestLiquidationWorks() public {
        assertEq(_liquidate(_plan()).repaid, 10_000e6);
        _assertUntouched();
    }

    function test_RevertGiven_ItNeverCallsBack() public {
        singleton.set(HostileMorpho.Trick.NeverCallsBack, "");
        vm.expectRevert(CallbackMissing.selector);
        _liquidate(_plan());
    }

    function test_RevertGiven_ItCallsTwice() public {
        singleton.set(HostileMorpho.Trick.CallsTwice, "");
        _expectUnexpected();
    }

    function test_RevertGiven_ItAltersThePlan() public {
        singleton.set(HostileMorpho.Trick.AltersData, "");
        _expectUnexpected();
    }

    /// @dev Between the expectation and the liquidation: the callback is used up before, so the liquidation cannot have it.
    function test_RevertGiven_ItCallsWhileInterestAccrues() public {
        singleton.set(HostileMorpho.Trick.CallsWhileAccruing, abi.encode(_plan()));
        _expectUnexpected();
    }

    /// @dev More than the sale brought: what lies here would pay the rest.
    function test_RevertGiven_ItAsksForWhatLiesHere() public {
        singleton.set(HostileMorpho.Trick.AsksForMore, "");
        vm.expectPartialRevert(Loss.selector);
        _liquidate(_plan());
    }

    function test_RevertGiven_ItGivesNothing() public {
        singleton.set(HostileMorpho.Trick.GivesNothing, "");
        Plan memory plan = _plan();
        plan.selling = Selling.None;
        vm.expectPartialRevert(Loss.selector);
        _liquidate(plan);
    }

    function test_RevertGiven_ItCollectsMoreThanItAskedFor() public {
        singleton.set(HostileMorpho.Trick.CollectsMore, "");
        vm.expectPartialRevert(IERC20Errors.ERC20InsufficientAllowance.selector);
        _liquidate(_plan());
    }

    function test_ItKeepsNoAllowanceWhenItDoesNotCollect() public {
        singleton.set(HostileMorpho.Trick.DoesNotCollect, "");
        _liquidate(_plan());
        _assertUntouched();
        vm.expectPartialRevert(IERC20Errors.ERC20InsufficientAllowance.selector);
        singleton.pull(usdc, address(liquidator), 1);
    }

    /// @dev A leg that fails while its callback is awaited leaves nothing awaited for the next one.
    function test_LegsShareNoExpectation() public {
        singleton.set(HostileMorpho.Trick.NeverCallsBack, "");
        Leg[] memory legs = new Leg[](2);
        legs[0] = legs[1] = Leg(_plan(), true, 0);
        vm.prank(operator);
        LegResult[] memory results = liquidator.liquidateBatch(legs);
        for (uint256 i; i < 2; ++i) {
            assertEq(results[i].revertData, abi.encodeWithSelector(CallbackMissing.selector));
        }
    }

    function _plan() private view returns (Plan memory plan) {
        plan = _callback(4e18, 3000);
        plan.target.market = address(singleton);
    }

    function _expectUnexpected() private {
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, address(singleton)));
        _liquidate(_plan());
    }

    function _assertUntouched() private view {
        assertEq(_balance(usdc, address(liquidator)), 50_000e6);
        assertEq(_balance(weth, address(liquidator)), 50e18);
        assertEq(IERC20(usdc).allowance(address(liquidator), address(singleton)), 0);
    }
}
