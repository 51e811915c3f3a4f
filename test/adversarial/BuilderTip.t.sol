// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EtherTransferFailed} from "../../contracts/types/Errors.sol";
import {Outcome, Plan} from "../../contracts/types/Plan.sol";
import {EtherBomb} from "../mocks/EtherBomb.sol";
import {GasBurner} from "../mocks/GasBurner.sol";
import {RefusingReceiver} from "../mocks/RefusingReceiver.sol";
import {RevertBomb} from "../mocks/RevertBomb.sol";
import {AaveTest} from "../utils/AaveTest.sol";

/// @notice A builder that would bring its tip back to the liquidator, refuses it, or makes taking it dear. Nobody chose it, so it gets no
/// tip and the liquidation ends well; whoever the plan names stops it by refusing.
contract BuilderTipTest is AaveTest {
    uint16 private constant TIP = 5_000;

    function setUp() public override {
        super.setUp();
        _openReference();
    }

    function test_NoTipWhenTheBuilderIsTheWrapper() public {
        _assertKept(weth);
    }

    function test_NoTipWhenTheBuilderIsTheLiquidator() public {
        _assertKept(address(liquidator));
    }

    function test_NoTipWhenTheBuilderRefuses() public {
        _assertKept(address(new RefusingReceiver()));
    }

    /// @dev Ether that lies here, and ether that arrives meanwhile, stay where they are.
    function test_NoTipWhenTheBuilderRefusesAndEtherLiesHere() public {
        vm.deal(address(this), 1 ether);
        EtherBomb.drop(address(liquidator), 1 ether);
        vm.coinbase(address(new RefusingReceiver()));
        Outcome memory outcome = _liquidate(_tipping(address(0)));
        assertEq(outcome.tip, 0);
        assertEq(_balance(weth, receiver), outcome.collateralGain);
        assertEq(_balance(weth, address(liquidator)), 0);
        assertEq(address(liquidator).balance, 1 ether);
    }

    /// @dev It is given 50,000 gas and the 2,300 that come with ether, whatever the transaction has.
    function test_ABuilderThatBurnsGasCanBurnLittle() public {
        uint256 honest = _gasWith(makeAddr("builder"));
        uint256 burnt = _gasWith(address(new GasBurner()));
        assertLt(burnt, honest + 75_000);
        _assertKept(address(new GasBurner()));
    }

    /// @dev Half a megabyte of answer costs it more than it is given; of what it could afford nothing is copied.
    function test_ABuilderThatAnswersAtLengthCostsNoMore() public {
        uint256 honest = _gasWith(makeAddr("builder"));
        assertLt(_gasWith(address(new RevertBomb())), honest + 75_000);
        _assertKept(address(new RevertBomb()));
    }

    /// @dev A bid that was not paid must not look as if it had been.
    function test_RevertGiven_WhoIsNamedRefuses() public {
        address[3] memory named =
            [address(new RefusingReceiver()), address(new RevertBomb()), address(new RefusingReceiver())];
        vm.coinbase(named[2]); // the same account stops it when it is named, and not when it builds the block
        for (uint256 i; i < named.length; ++i) {
            vm.expectPartialRevert(EtherTransferFailed.selector);
            _liquidate(_tipping(named[i]));
        }
        _assertKept(named[2]);
    }

    function _assertKept(address builder) private {
        vm.coinbase(builder);
        Outcome memory outcome = _liquidate(_tipping(address(0)));
        assertEq(outcome.tip, 0);
        assertEq(_balance(weth, receiver), outcome.collateralGain);
        assertEq(builder.balance, builder == weth ? weth.balance : 0);
        _assertNothingAtRest(liquidator);
    }

    function _gasWith(address builder) private returns (uint256 used) {
        uint256 snapshot = vm.snapshotState();
        vm.coinbase(builder);
        Plan memory plan = _tipping(address(0));
        vm.prank(operator);
        uint256 before = gasleft();
        liquidator.liquidate(plan);
        used = before - gasleft();
        vm.revertToState(snapshot);
    }

    function _tipping(address recipient) private view returns (Plan memory plan) {
        plan = _flashSwap();
        (plan.terms.tipBps, plan.terms.tipRecipient) = (TIP, recipient);
    }
}
