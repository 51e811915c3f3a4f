// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IWrappedNative} from "../../contracts/interfaces/IWrappedNative.sol";
import {Outcome, Plan} from "../../contracts/types/Plan.sol";
import {AaveTest} from "../utils/AaveTest.sol";

/// @notice Wraps what it is sent and gives it back, at once.
contract Returning {
    IWrappedNative private immutable WRAPPED;
    address private immutable TO;

    constructor(address wrapped, address to) {
        (WRAPPED, TO) = (IWrappedNative(wrapped), to);
    }

    receive() external payable {
        WRAPPED.deposit{value: msg.value}();
        IERC20(address(WRAPPED)).transfer(TO, msg.value);
    }
}

/// @notice A builder, or whoever else is named, wraps its tip and sends it back in the middle of the exit. It is counted as the tip
/// that it was, and lies here until it is rescued: the receiver gets what it would have got.
contract BuilderBringsBackTest is AaveTest {
    Returning private returning;

    function setUp() public override {
        super.setUp();
        _openReference();
        returning = new Returning(weth, address(liquidator));
        deal(weth, address(returning), 1); // within the gas that it gets: a balance that is not new is cheaper
    }

    function test_WhatABuilderBringsBackIsNotCounted() public {
        vm.coinbase(address(returning));
        _assertRests(address(0));
    }

    function test_WhatWhoIsNamedBringsBackIsNotCounted() public {
        _assertRests(address(returning));
    }

    function _assertRests(address recipient) private {
        Plan memory plan = _flashSwap();
        (plan.terms.tipBps, plan.terms.tipRecipient) = (5_000, stranger);
        uint256 snapshot = vm.snapshotState();
        bytes memory honest = abi.encode(_liquidate(plan));
        uint256 received = _balance(weth, receiver);
        vm.revertToState(snapshot);

        plan.terms.tipRecipient = recipient;
        Outcome memory outcome = _liquidate(plan);
        assertEq(abi.encode(outcome), honest);
        assertEq(_balance(weth, receiver), received);
        assertEq(_balance(weth, address(liquidator)), outcome.collateralGain - received);
        vm.prank(owner);
        liquidator.rescue(weth, outcome.collateralGain - received);
        assertEq(_balance(weth, receiver), outcome.collateralGain);
        _assertNothingAtRest(liquidator);
    }
}
