// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Outcome, Plan} from "../../contracts/types/Plan.sol";
import {AaveTest} from "../utils/AaveTest.sol";

/// @notice A builder whose fee recipient would bring the tip back to the liquidator.
contract BuilderTipTest is AaveTest {
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

    function _assertKept(address builder) private {
        vm.coinbase(builder);
        Plan memory plan = _flashSwap();
        plan.terms.tipBps = 5_000;
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.tip, 0);
        assertEq(_balance(weth, receiver), outcome.collateralGain);
        _assertNothingAtRest(liquidator);
    }
}
