// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {Vm} from "forge-std/Vm.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {Governed} from "../../contracts/guards/Governed.sol";
import {IGoverned} from "../../contracts/interfaces/IGoverned.sol";
import {
    LenderNotAllowed,
    LimitInvalid,
    MarketNotAllowed,
    NotOperator,
    OwnerNeeded,
    Paused,
    ReceiverInvalid,
    SellerInvalid
} from "../../contracts/types/Errors.sol";
import {Plan} from "../../contracts/types/Plan.sol";
import {Setup} from "../../contracts/types/Setup.sol";
import {AaveTest} from "../utils/AaveTest.sol";

/// @notice
/// at deployment
/// ├── sets owner, receiver, limits, operators, markets, lenders, pools
/// ├── when the owner or the receiver is zero, or a limit out of range→ reverts
/// ├── when the receiver is the wrapped native token                  → ReceiverInvalid
/// ├── when the receiver is the seller                                → SellerInvalid
/// setters
/// ├── when the caller is not the owner (an operator, a stranger)     → OwnableUnauthorizedAccount, every one of them
/// ├── when the receiver is zero, the contract itself or the wrapper  → ReceiverInvalid
/// ├── when the receiver is the seller, whichever was there first     → ReceiverInvalid, SellerInvalid; the old one may receive
/// ├── when the bonus share is 0 or above 100 %, the tip above 100 %  → LimitInvalid
/// └── otherwise                                                      → takes effect at once, and says so
/// ownership
/// ├── is handed over in two steps; the old owner stays until the new one accepts
/// └── cannot be given up                                             → OwnerNeeded
contract GovernanceTest is AaveTest {
    function test_RevertWhen_OwnershipIsGivenUp() public {
        vm.prank(owner);
        vm.expectRevert(OwnerNeeded.selector);
        liquidator.renounceOwnership();
        assertEq(liquidator.owner(), owner);
    }

    function test_DeploymentSetsEverything() public view {
        (address paidTo, uint16 bonusShare, uint16 tip, bool paused) = liquidator.settings();
        assertEq(liquidator.owner(), owner);
        assertEq(paidTo, receiver);
        assertEq(bonusShare, 5_000);
        assertEq(tip, 5_000);
        assertFalse(paused);
        assertEq(liquidator.WRAPPED_NATIVE(), weth);
        assertTrue(liquidator.isOperator(operator));
        assertTrue(liquidator.isMarket(address(pool)) && liquidator.isMarket(address(l2Pool)));
        assertTrue(liquidator.isLender(address(pool)) && liquidator.isLender(address(l2Pool)));
        assertFalse(liquidator.isOperator(owner));
        assertFalse(liquidator.isLender(morpho));
    }

    function test_DeploymentSetsTheSeller() public {
        assertEq(liquidator.seller(), address(0));
        Setup memory setup = _setup();
        setup.seller = stranger;
        bytes memory arguments = abi.encode(setup);
        address deployed = deployCode("AaveV3Liquidator.sol:AaveV3Liquidator", arguments);
        assertEq(FlashLiquidator(payable(deployed)).seller(), stranger);
    }

    function test_DeploymentWithoutASellerNamesNone() public {
        vm.recordLogs();
        _deploy("AaveV3Liquidator");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertGt(logs.length, 0);
        for (uint256 i; i < logs.length; ++i) {
            assertNotEq(logs[i].topics[0], IGoverned.SellerSet.selector);
        }
    }

    function test_OwnerSetsTheSeller() public {
        for (uint160 i = 2; i != 0; --i) {
            address companion = address(i - 1); // another, then none
            vm.expectEmit(address(liquidator));
            emit IGoverned.SellerSet(companion);
            vm.prank(owner);
            liquidator.setSeller(companion);
            assertEq(liquidator.seller(), companion);
        }
    }

    function test_RevertWhen_DeployedWithoutOwner() public {
        Setup memory setup = _setup();
        setup.owner = address(0);
        _expectDeploymentReverts(setup, abi.encodeWithSelector(Ownable.OwnableInvalidOwner.selector, address(0)));
    }

    function test_RevertWhen_DeployedWithoutReceiver() public {
        Setup memory setup = _setup();
        setup.receiver = address(0);
        _expectDeploymentReverts(setup, abi.encodeWithSelector(ReceiverInvalid.selector, address(0)));
    }

    function test_RevertWhen_DeployedWithLimitsThatAreNone() public {
        Setup memory setup = _setup();
        setup.minBonusShareBps = 0;
        _expectDeploymentReverts(setup, abi.encodeWithSelector(LimitInvalid.selector, 0));
        setup.minBonusShareBps = 10_001;
        _expectDeploymentReverts(setup, abi.encodeWithSelector(LimitInvalid.selector, 10_001));
        setup.minBonusShareBps = 10_000;
        setup.maxTipBps = 10_001;
        _expectDeploymentReverts(setup, abi.encodeWithSelector(LimitInvalid.selector, 10_001));
    }

    function testFuzz_RevertWhen_CallerIsNotTheOwner(address caller) public {
        vm.assume(caller != owner);
        bytes[10] memory calls = [
            abi.encodeCall(Governed.setReceiver, (caller)),
            abi.encodeCall(Governed.setLimits, (10_000, 10_000)),
            abi.encodeCall(Governed.setPaused, (true)),
            abi.encodeCall(Governed.setOperator, (caller, true)),
            abi.encodeCall(Governed.setMarket, (caller, true)),
            abi.encodeCall(Governed.setSeller, (caller)),
            abi.encodeCall(Governed.setLender, (caller, true)),
            abi.encodeCall(FlashLiquidator.rescue, (weth, 1)),
            abi.encodeCall(Ownable.transferOwnership, (caller)),
            abi.encodeCall(Ownable.renounceOwnership, ())
        ];
        for (uint256 i; i < calls.length; ++i) {
            vm.prank(caller);
            (bool success, bytes memory answer) = address(liquidator).call(calls[i]);
            assertFalse(success);
            assertEq(answer, abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, caller));
        }
    }

    function test_ReceiverGetsTheProfitFromNowOn() public {
        _openReference();
        vm.expectEmit(address(liquidator));
        emit IGoverned.ReceiverSet(stranger);
        vm.prank(owner);
        liquidator.setReceiver(stranger);

        uint256 gain = _liquidate(_flashSwap()).collateralGain;
        assertEq(_balance(weth, stranger), gain);
        assertEq(_balance(weth, receiver), 0);
    }

    /// @dev Ether sent to the wrapper comes back as a balance; tokens sent to it are lost.
    function test_RevertWhen_DeployedWithTheWrapperAsReceiver() public {
        Setup memory setup = _setup();
        setup.receiver = weth;
        _expectDeploymentReverts(setup, abi.encodeWithSelector(ReceiverInvalid.selector, weth));
    }

    function test_RevertWhen_ReceiverIsZeroTheContractOrTheWrapper() public {
        address[3] memory receivers = [address(0), address(liquidator), weth];
        for (uint256 i; i < receivers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ReceiverInvalid.selector, receivers[i]));
            vm.prank(owner);
            liquidator.setReceiver(receivers[i]);
        }
    }

    /// @dev What comes to the seller is for anybody to take.
    function test_RevertWhen_DeployedWithTheSellerAsReceiver() public {
        Setup memory setup = _setup();
        (setup.receiver, setup.seller) = (stranger, stranger);
        _expectDeploymentReverts(setup, abi.encodeWithSelector(SellerInvalid.selector, stranger));
    }

    function test_RevertWhen_ReceiverIsTheSeller() public {
        vm.startPrank(owner);
        liquidator.setSeller(stranger);
        vm.expectRevert(abi.encodeWithSelector(ReceiverInvalid.selector, stranger));
        liquidator.setReceiver(stranger);

        liquidator.setSeller(address(0));
        liquidator.setReceiver(stranger);
    }

    function test_RevertWhen_SellerIsTheReceiver() public {
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(SellerInvalid.selector, receiver));
        liquidator.setSeller(receiver);

        liquidator.setReceiver(stranger);
        liquidator.setSeller(receiver);
    }

    function test_LimitsAreBounded() public {
        vm.startPrank(owner);
        vm.expectEmit(address(liquidator));
        emit IGoverned.LimitsSet(10_000, 10_000);
        liquidator.setLimits(10_000, 10_000);
        vm.expectRevert(abi.encodeWithSelector(LimitInvalid.selector, 10_001));
        liquidator.setLimits(10_001, 0);
        vm.expectRevert(abi.encodeWithSelector(LimitInvalid.selector, 0));
        liquidator.setLimits(0, 0);
        vm.expectRevert(abi.encodeWithSelector(LimitInvalid.selector, 10_001));
        liquidator.setLimits(1, 10_001);
        liquidator.setLimits(1, 0);
    }

    function test_PauseStopsAndResumes() public {
        _openReference();
        vm.expectEmit(address(liquidator));
        emit IGoverned.PausedSet(true);
        vm.prank(owner);
        liquidator.setPaused(true);
        vm.expectRevert(Paused.selector);
        _liquidate(_flashSwap());

        vm.prank(owner);
        liquidator.setPaused(false);
        _liquidate(_flashSwap());
    }

    function test_OperatorComesAndGoes() public {
        _openReference();
        vm.startPrank(owner);
        vm.expectEmit(address(liquidator));
        emit IGoverned.OperatorSet(operator, false);
        liquidator.setOperator(operator, false);
        liquidator.setOperator(stranger, true);
        vm.stopPrank();

        Plan memory plan = _flashSwap();
        vm.expectRevert(abi.encodeWithSelector(NotOperator.selector, operator));
        _liquidate(plan);
        vm.prank(stranger);
        liquidator.liquidate(plan);
    }

    function test_MarketCanBeTakenOffTheList() public {
        _openReference();
        vm.expectEmit(address(liquidator));
        emit IGoverned.MarketSet(address(pool), false);
        vm.prank(owner);
        liquidator.setMarket(address(pool), false);
        vm.expectRevert(abi.encodeWithSelector(MarketNotAllowed.selector, address(pool)));
        _liquidate(_flashSwap());
    }

    function test_LenderCanBeTakenOffTheList() public {
        _openReference();
        vm.expectEmit(address(liquidator));
        emit IGoverned.LenderSet(address(pool), false);
        vm.prank(owner);
        liquidator.setLender(address(pool), false);
        vm.expectRevert(abi.encodeWithSelector(LenderNotAllowed.selector, address(pool)));
        _liquidate(_flashLoan());
        _liquidate(_flashSwap());
    }

    function test_OwnershipIsHandedOverInTwoSteps() public {
        vm.prank(owner);
        liquidator.transferOwnership(stranger);
        assertEq(liquidator.owner(), owner);
        assertEq(liquidator.pendingOwner(), stranger);

        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, operator));
        vm.prank(operator);
        liquidator.acceptOwnership();

        vm.prank(stranger);
        liquidator.acceptOwnership();
        assertEq(liquidator.owner(), stranger);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, owner));
        vm.prank(owner);
        liquidator.setPaused(true);
    }

    function _expectDeploymentReverts(Setup memory setup, bytes memory expected) private {
        bytes memory creation = abi.encodePacked(vm.getCode("AaveV3Liquidator.sol:AaveV3Liquidator"), abi.encode(setup));
        address deployed;
        bytes memory answer;
        assembly ("memory-safe") {
            deployed := create(0, add(creation, 0x20), mload(creation))
            answer := mload(0x40)
            mstore(answer, returndatasize())
            returndatacopy(add(answer, 0x20), 0, returndatasize())
            mstore(0x40, add(answer, and(add(returndatasize(), 0x3f), not(0x1f))))
        }
        assertEq(deployed, address(0));
        assertEq(answer, expected);
    }
}
