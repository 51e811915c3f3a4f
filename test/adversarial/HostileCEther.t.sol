// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {
    CallbackUnexpected,
    EtherUnexpected,
    Loss,
    NothingRedeemed,
    RedemptionRefused
} from "../../contracts/types/Errors.sol";
import {Leg} from "../../contracts/types/Leg.sol";
import {Funding, FundingSource, Outcome, Plan, Selling, Target} from "../../contracts/types/Plan.sol";
import {EtherBomb} from "../mocks/EtherBomb.sol";
import {HostileCEther} from "../mocks/HostileCEther.sol";
import {CompoundTest} from "../utils/CompoundTest.sol";
import {Plans} from "../utils/Plans.sol";

/// @notice Attack: the owner has allowed a comptroller whose market of ether cheats, as debt and as collateral. It gets ether without an
/// allowance, and may send some here; it may ruin its own liquidations, not touch what lies here or start anything.
contract HostileCEtherTest is CompoundTest {
    HostileCEther private hostile;

    function setUp() public override {
        super.setUp();
        hostile = new HostileCEther();
        vm.deal(address(hostile), 100 ether);
        vm.prank(owner);
        liquidator.setMarket(address(hostile), true);
        _fundOperator(weth, 1e18);
        deal(weth, address(liquidator), 50e18);
        hostile.giveShares(address(liquidator), 5e18);
        EtherBomb.drop(address(liquidator), 3 ether);
    }

    /// @dev So that the other tests fail for their trick and for nothing else.
    function test_AnHonestOneWorks() public {
        Outcome memory outcome = _liquidate(_plan());
        assertEq(outcome.repaid, 1e18);
        assertEq(outcome.seized, 1.08e18);
        assertEq(_balance(weth, receiver), 0.08e18);
        _assertUntouched();
    }

    function test_RevertGiven_ItTakesTheEtherAndGivesNothing() public {
        _expectFailure(HostileCEther.Trick.GivesNothing, Loss.selector);
    }

    function test_RevertGiven_ItRefuses() public {
        _expectFailure(HostileCEther.Trick.Refuses, HostileCEther.Refused.selector);
    }

    /// @dev What comes with the refusal goes with it.
    function test_RevertGiven_ItForcesEtherHereAndRefuses() public {
        _expectFailure(HostileCEther.Trick.ForcesEtherAndRefuses, HostileCEther.Refused.selector);
    }

    function test_RevertGiven_ItSendsSomeOfWhatIsRepaidBack() public {
        _expectUnexpectedEther(HostileCEther.Trick.SendsSomeBack, address(hostile));
    }

    function test_RevertGiven_ItPaysNothing() public {
        _expectFailure(HostileCEther.Trick.PaysNothing, NothingRedeemed.selector);
    }

    function test_RevertGiven_ItRefusesToPay() public {
        _expectFailure(HostileCEther.Trick.RefusesToPay, RedemptionRefused.selector);
    }

    /// @dev Only the market itself, and only now.
    function test_RevertGiven_ItPaysThroughAnother() public {
        address sender = vm.computeCreateAddress(address(hostile), 1);
        _expectUnexpectedEther(HostileCEther.Trick.PaysThroughAnother, sender);
    }

    /// @dev Whatever it pays is the receiver's, and nothing of it stays here as ether.
    function test_WhatItPaysTooMuchIsTheReceivers() public {
        hostile.set(HostileCEther.Trick.PaysMore);
        assertEq(_liquidate(_plan()).seized, 2.16e18);
        assertEq(_balance(weth, receiver), 1.16e18);
        _assertUntouched();
    }

    /// @dev A known limit: it cannot be told from what the market pays. What lay here before can.
    function test_WhatIsForcedInAsItPaysIsTheReceivers() public {
        hostile.set(HostileCEther.Trick.ForcesEtherAsItPays);
        assertEq(_liquidate(_plan()).seized, 2.08e18);
        assertEq(_balance(weth, receiver), 1.08e18);
        _assertUntouched();
    }

    /// @dev Even as an operator.
    function test_RevertWhen_ItStartsAnotherLiquidation() public {
        vm.prank(owner);
        liquidator.setOperator(address(hostile), true);
        bytes memory entry = abi.encodeCall(FlashLiquidator.liquidate, (_plan()));
        _expectBothRefuse(entry, ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
    }

    /// @dev Even as the owner.
    function test_RevertWhen_ItRescues() public {
        vm.prank(owner);
        liquidator.transferOwnership(address(hostile));
        vm.prank(address(hostile));
        liquidator.acceptOwnership();
        bytes memory entry = abi.encodeCall(FlashLiquidator.rescue, (weth, 50e18));
        _expectBothRefuse(entry, ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
    }

    function test_RevertWhen_ItForgesACallback() public {
        bytes memory data = abi.encode(_plan());
        bytes memory simple = abi.encodeWithSignature(
            "executeOperation(address,uint256,uint256,address,bytes)", weth, 1, 0, address(liquidator), data
        );
        _expectBothRefuse(simple, CallbackUnexpected.selector);
        (address[] memory assets, uint256[] memory one) = (new address[](1), new uint256[](1));
        bytes memory several = abi.encodeWithSignature(
            "executeOperation(address[],uint256[],uint256[],address,bytes)", assets, one, one, address(liquidator), data
        );
        _expectBothRefuse(several, CallbackUnexpected.selector);
        _expectBothRefuse(
            abi.encodeWithSignature("uniswapV3SwapCallback(int256,int256,bytes)", 1, -1, data),
            CallbackUnexpected.selector
        );
    }

    /// @dev One leg has redeemed; while the next one repays, nobody may send ether.
    function test_RevertGiven_ItPaysAgainInTheNextLeg() public {
        _fundOperator(weth, 2e18);
        Leg[] memory legs = new Leg[](2);
        (legs[0], legs[1]) = (Leg(_plan(), false, 0), Leg(_plan(), true, 0));
        hostile.set(HostileCEther.Trick.CallsBackWhileItPays);
        hostile.callBack(address(hostile), abi.encodeCall(HostileCEther.set, (HostileCEther.Trick.SendsSomeBack)));
        vm.prank(operator);
        bytes memory failure = liquidator.liquidateBatch(legs)[1].revertData;
        assertEq(failure, abi.encodeWithSelector(EtherUnexpected.selector, hostile));
        assertEq(_balance(weth, receiver), 0.08e18);
        _assertUntouched();
    }

    /// @dev Asked for an underlying it would mint: it is asked in a way in which it cannot.
    function test_RevertWhen_ItIsNotNamedAsEther() public {
        address[2] memory others = [address(0), cEther];
        uint256 supply = hostile.totalSupply();
        for (uint256 i; i < others.length; ++i) {
            Plan memory plan = _plan();
            plan.target.data = abi.encode(hostile, hostile, others[i], false);
            _failureOf(plan);
            assertEq(hostile.totalSupply(), supply);
        }
        _assertUntouched();
    }

    function _plan() private view returns (Plan memory) {
        bytes memory data = abi.encode(hostile, hostile, hostile, false);
        return Plan({
            target: Target(address(hostile), borrower, weth, weth, 1e18, data),
            funding: Funding(FundingSource.Wallet, address(0), 1e18),
            selling: Selling.None,
            route: "",
            terms: Plans.terms()
        });
    }

    function _expectFailure(HostileCEther.Trick trick, bytes4 selector) private {
        hostile.set(trick);
        assertEq(bytes4(_failureOf(_plan())), selector);
        _assertUntouched();
        assertEq(_balance(weth, operator), 1e18);
    }

    function _expectUnexpectedEther(HostileCEther.Trick trick, address sender) private {
        hostile.set(trick);
        assertEq(_failureOf(_plan()), abi.encodeWithSelector(EtherUnexpected.selector, sender));
        _assertUntouched();
    }

    function _expectBothRefuse(bytes memory entry, bytes4 selector) private {
        hostile.callBack(address(liquidator), entry);
        _expectFailure(HostileCEther.Trick.CallsBackWhileItLiquidates, selector);
        _expectFailure(HostileCEther.Trick.CallsBackWhileItPays, selector);
    }

    function _assertUntouched() private view {
        assertEq(_balance(weth, address(liquidator)), 50e18);
        assertEq(_balance(address(hostile), address(liquidator)), 5e18);
        assertEq(address(liquidator).balance, 3 ether);
    }
}
