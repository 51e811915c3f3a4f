// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IMorphoLiquidateCallback} from "../../contracts/interfaces/IMorpho.sol";
import {IPreLiquidation, IPreLiquidationCallback} from "../../contracts/interfaces/IPreLiquidation.sol";
import {CallbackMissing, CallbackUnexpected, Loss, MarketNotAllowed} from "../../contracts/types/Errors.sol";
import {Plan, Selling} from "../../contracts/types/Plan.sol";
import {HostilePreLiquidation} from "../mocks/HostilePreLiquidation.sol";
import {PreLiquidationTest} from "../utils/PreLiquidationTest.sol";

/// @notice Attack: anybody can write a contract that looks like a pre-liquidation, and one that looks like its factory. Only what an
/// allowed factory has made is called. If the owner has allowed a factory that cheats, what it vouches for may ruin its own liquidations; it
/// may not touch what lies here or keep an allowance.
contract HostilePreLiquidationTest is PreLiquidationTest {
    HostilePreLiquidation private hostile;

    function setUp() public override {
        super.setUp();
        hostile = new HostilePreLiquidation(morpho, params);
        deal(weth, address(hostile), 100e18);
        deal(usdc, address(liquidator), 50_000e6);
        deal(weth, address(liquidator), 50e18);
    }

    function test_RevertWhen_ItIsOfNoFactory() public {
        Plan memory plan = _plan();
        plan.target.data = abi.encode(factory);
        _expectNotAllowed(address(hostile), plan);
    }

    function test_RevertWhen_ItNamesAFactoryThatIsNotAllowed() public {
        _expectNotAllowed(address(hostile), _plan());
    }

    /// @dev Both are on the owner's list, and neither is what it is taken for.
    function test_RevertWhen_MorphoIsTakenForAFactory() public {
        Plan memory plan = _plan();
        plan.target.data = abi.encode(morpho);
        vm.expectRevert();
        _liquidate(plan);
        plan.target.market = morpho;
        plan.target.data = abi.encode(factory);
        _expectNotAllowed(morpho, plan);
    }

    function test_RevertWhen_TheFactoryIsTakenForMorpho() public {
        Plan memory plan = _plan();
        plan.target.market = factory;
        plan.target.data = abi.encode(params, true, true);
        vm.expectRevert();
        _liquidate(plan);
    }

    /// @dev That the contract itself is allowed by mistake does not make the factory that it names true.
    function test_RevertWhen_OnlyThePreLiquidationIsAllowed() public {
        vm.prank(owner);
        liquidator.setMarket(address(early), true);
        Plan memory plan = _early(_shares() / 5, 500);
        plan.target.data = abi.encode(hostile);
        _expectNotAllowed(address(hostile), plan);
    }

    function test_RevertGiven_NobodyWaitsForACallback() public {
        bytes memory data = abi.encode(_plan());
        vm.prank(address(early));
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, address(early)));
        IPreLiquidationCallback(address(liquidator)).onPreLiquidate(1, data);
        vm.prank(morpho);
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, morpho));
        IMorphoLiquidateCallback(address(liquidator)).onMorphoLiquidate(1, data);
    }

    /// @dev So that the other tests fail for their trick and for nothing else.
    function test_AnHonestOneWorks() public {
        _allow(HostilePreLiquidation.Trick.None);
        assertEq(_liquidate(_plan()).repaid, 5_000e6);
        _assertUntouched();
    }

    function test_RevertGiven_ItNeverCallsBack() public {
        _allow(HostilePreLiquidation.Trick.NeverCallsBack);
        Plan memory plan = _plan();
        vm.expectRevert(CallbackMissing.selector);
        _liquidate(plan);
    }

    function test_RevertGiven_ItCallsTwice() public {
        _expectUnexpected(HostilePreLiquidation.Trick.CallsTwice);
    }

    function test_RevertGiven_ItAltersThePlan() public {
        _expectUnexpected(HostilePreLiquidation.Trick.AltersData);
    }

    /// @dev The function is part of what is awaited, although both do the same.
    function test_RevertGiven_ItCallsBackAsMorphoDoes() public {
        _expectUnexpected(HostilePreLiquidation.Trick.CallsAsMorpho);
    }

    /// @dev More than the sale brought: what lies here would pay the rest.
    function test_RevertGiven_ItAsksForWhatLiesHere() public {
        _allow(HostilePreLiquidation.Trick.AsksForMore);
        Plan memory plan = _plan();
        vm.expectPartialRevert(Loss.selector);
        _liquidate(plan);
    }

    function test_RevertGiven_ItGivesNothing() public {
        _allow(HostilePreLiquidation.Trick.GivesNothing);
        Plan memory plan = _plan();
        plan.selling = Selling.None;
        vm.expectPartialRevert(Loss.selector);
        _liquidate(plan);
    }

    function test_RevertGiven_ItCollectsMoreThanItAskedFor() public {
        _allow(HostilePreLiquidation.Trick.CollectsMore);
        Plan memory plan = _plan();
        vm.expectPartialRevert(IERC20Errors.ERC20InsufficientAllowance.selector);
        _liquidate(plan);
    }

    function test_ItKeepsNoAllowanceWhenItDoesNotCollect() public {
        _allow(HostilePreLiquidation.Trick.DoesNotCollect);
        _liquidate(_plan());
        _assertUntouched();
        vm.expectPartialRevert(IERC20Errors.ERC20InsufficientAllowance.selector);
        hostile.pull(usdc, address(liquidator), 1);
    }

    /// @dev It says that more could be repaid than was asked for: no more is.
    function test_RevertGiven_ItRefusesWithMoreThanWasAskedFor() public {
        _allow(HostilePreLiquidation.Trick.RefusesWithMore);
        Plan memory plan = _plan();
        vm.expectRevert(
            abi.encodeWithSelector(IPreLiquidation.PreLiquidationTooLarge.selector, plan.target.amount, 1e18)
        );
        _liquidate(plan);
    }

    function test_RevertGiven_ItRefusesTwice() public {
        _allow(HostilePreLiquidation.Trick.RefusesTwice);
        Plan memory plan = _plan();
        uint256 second = plan.target.amount - 1;
        vm.expectRevert(abi.encodeWithSelector(IPreLiquidation.PreLiquidationTooLarge.selector, second, second - 1));
        _liquidate(plan);
    }

    /// @dev What is no such error passes unchanged, although it begins as one.
    function test_RevertGiven_ItRefusesWithLongerData() public {
        _allow(HostilePreLiquidation.Trick.RefusesAtLength);
        Plan memory plan = _plan();
        uint256 amount = plan.target.amount;
        bytes4 selector = IPreLiquidation.PreLiquidationTooLarge.selector;
        vm.expectRevert(abi.encodePacked(selector, amount, amount / 2, uint8(0)));
        _liquidate(plan);
    }

    function test_RevertGiven_ItRefusesForAnotherReason() public {
        _allow(HostilePreLiquidation.Trick.RefusesOtherwise);
        Plan memory plan = _plan();
        uint256 amount = plan.target.amount;
        vm.expectRevert(abi.encodeWithSelector(HostilePreLiquidation.Otherwise.selector, amount, amount / 2));
        _liquidate(plan);
    }

    /// @dev It is its own factory, which the owner has allowed.
    function _allow(HostilePreLiquidation.Trick trick) private {
        vm.prank(owner);
        liquidator.setMarket(address(hostile), true);
        hostile.set(trick);
    }

    function _plan() private view returns (Plan memory plan) {
        plan = _early(_shares() / 5, 3000);
        plan.target.market = address(hostile);
        plan.target.data = abi.encode(hostile);
    }

    function _expectNotAllowed(address who, Plan memory plan) private {
        vm.expectRevert(abi.encodeWithSelector(MarketNotAllowed.selector, who));
        _liquidate(plan);
    }

    function _expectUnexpected(HostilePreLiquidation.Trick trick) private {
        _allow(trick);
        Plan memory plan = _plan();
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, address(hostile)));
        _liquidate(plan);
    }

    function _assertUntouched() private view {
        assertEq(_balance(usdc, address(liquidator)), 50_000e6);
        assertEq(_balance(weth, address(liquidator)), 50e18);
        assertEq(IERC20(usdc).allowance(address(liquidator), address(hostile)), 0);
    }
}
