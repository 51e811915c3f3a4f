// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {EtherTransferFailed, ProfitBelowMinimum, ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {Setup} from "../../contracts/types/Setup.sol";
import {RefusingReceiver} from "../mocks/RefusingReceiver.sol";
import {AaveTest} from "../utils/AaveTest.sol";

/// @notice
/// tip, a share of the realised profit
/// ├── the profit is wrapped native
/// │   ├── to somebody                      → ether
/// │   ├── to nobody                        → ether to the block's builder
/// │   ├── given the block names none       → no tip
/// │   ├── given the builder refuses        → no tip, see adversarial/BuilderTip
/// │   └── given who is named refuses       → EtherTransferFailed
/// ├── the profit is another token
/// │   ├── to somebody                      → that token, and no call with an ether of nothing
/// │   └── to nobody                        → no tip: the builder can use ether only
/// │       └── given no wrapped native      → the same, nobody is refused
/// ├── the profit is in both                → both, in proportion
/// ├── a wallet gave debt for collateral    → a share of the profit, not of the collateral
/// ├── when it is zero                      → no tip
/// ├── when profit net of it is too small   → ProfitBelowMinimum; the tip never eats the minimum
/// └── when too little of the bonus is left → ProfitBelowOracleFloor; nor the owner's share
contract TipTest is AaveTest {
    address private builder = makeAddr("builder");
    address private tipped = makeAddr("tipped");

    function setUp() public override {
        super.setUp();
        _openReference();
        vm.coinbase(builder);
    }

    function test_WrappedNativeIsPaidInEther() public {
        Outcome memory outcome = _liquidate(_tipping(_flashSwap(), 2_500, tipped));
        uint256 tip = outcome.collateralGain * _share(outcome, 2_500) / 1e18;
        assertEq(tipped.balance, tip);
        assertEq(outcome.tip, tip * 2600e6 / 1e18);
        assertEq(_balance(weth, receiver), outcome.collateralGain - tip);
        _assertNothingAtRest(liquidator);
    }

    function test_WrappedNativeGoesToTheBuilderWhenNobodyIsNamed() public {
        Outcome memory outcome = _liquidate(_tipping(_flashSwap(), 5_000, address(0)));
        assertEq(builder.balance, outcome.collateralGain / 2);
        assertEq(_balance(weth, receiver), outcome.collateralGain - outcome.collateralGain / 2);
        _assertNothingAtRest(liquidator);
    }

    function test_NothingIsBurnedWhenTheBlockNamesNobody() public {
        vm.coinbase(address(0));
        Outcome memory outcome = _liquidate(_tipping(_flashSwap(), 5_000, address(0)));
        assertEq(address(0).balance, 0);
        assertEq(outcome.tip, 0);
        assertEq(_balance(weth, receiver), outcome.collateralGain);
    }

    function test_RevertGiven_RecipientRefusesEther() public {
        address refusing = address(new RefusingReceiver());
        vm.expectPartialRevert(EtherTransferFailed.selector);
        _liquidate(_tipping(_flashSwap(), 1, refusing));
    }

    /// @dev All of the profit is in USDC: nobody is called for an ether of nothing.
    function test_WhoRefusesEtherGetsTokens() public {
        address refusing = address(new RefusingReceiver());
        Outcome memory outcome = _liquidate(_tipping(_flashLoan(), 1_000, refusing));
        assertEq(outcome.collateralGain, 0);
        assertEq(_balance(usdc, refusing), outcome.debtGain / 10);
    }

    function test_TokenIsPaidAsItIs() public {
        Outcome memory outcome = _liquidate(_tipping(_flashLoan(), 1_000, tipped));
        assertEq(outcome.tip, outcome.debtGain / 10);
        assertEq(_balance(usdc, tipped), outcome.tip);
        assertEq(_balance(usdc, receiver), outcome.debtGain - outcome.tip);
        _assertNothingAtRest(liquidator);
    }

    function test_TokenIsKeptWhenNobodyIsNamed() public {
        Outcome memory outcome = _liquidate(_tipping(_flashLoan(), 5_000, address(0)));
        assertEq(outcome.tip, 0);
        assertEq(builder.balance, 0);
        assertEq(_balance(usdc, builder), 0);
        assertEq(_balance(usdc, receiver), outcome.debtGain);
    }

    /// @dev Nobody is not the wrapper, where there is none.
    function test_TokenIsKeptWhereNoNativeIsWrapped() public {
        Setup memory setup = _setup();
        setup.wrappedNative = address(0);
        liquidator = FlashLiquidator(payable(deployCode("AaveV3Liquidator.sol:AaveV3Liquidator", abi.encode(setup))));
        assertEq(liquidator.WRAPPED_NATIVE(), address(0));
        Outcome memory outcome = _liquidate(_tipping(_flashLoan(), 5_000, address(0)));
        assertEq(outcome.tip, 0);
        assertEq(_balance(usdc, receiver), outcome.debtGain);
    }

    function test_BothLeftoversAreSharedInProportion() public {
        Plan memory plan = _flashSwap();
        plan.target.amount = 10_000e6; // 1,000 USDC are left over, and collateral
        Outcome memory outcome = _liquidate(_tipping(plan, 3_000, tipped));
        assertEq(_balance(usdc, tipped), outcome.debtGain * 3 / 10);
        assertEq(tipped.balance, outcome.collateralGain * 3 / 10);
        assertEq(outcome.tip, _balance(usdc, tipped) + tipped.balance * 2600e6 / 1e18);
        assertApproxEqAbs(outcome.tip, outcome.profit * 3 / 10, 1);
        _assertNothingAtRest(liquidator);
    }

    /// @dev The builder takes only the ether of such a mix.
    function test_OnlyTheEtherOfBothGoesToTheBuilder() public {
        Plan memory plan = _flashSwap();
        plan.target.amount = 10_000e6;
        Outcome memory outcome = _liquidate(_tipping(plan, 3_000, address(0)));
        assertEq(builder.balance, outcome.collateralGain * 3 / 10);
        assertEq(_balance(usdc, receiver), outcome.debtGain);
        assertEq(outcome.tip, builder.balance * 2600e6 / 1e18);
    }

    /// @dev 4.42 WETH came in, the wallet paid 11,000 USDC for them: half of the 495 USDC between, not of the WETH.
    function test_TipIsAShareOfTheProfitNotOfWhatTheWalletPaidFor() public {
        _fundWallet(operator, usdc, 11_000e6);
        Plan memory plan = _tipping(_wallet(), 5_000, tipped);
        plan.selling = Selling.None;
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.profit, 494.999999e6);
        assertApproxEqAbs(outcome.tip, outcome.profit / 2, 1);
        assertApproxEqAbs(tipped.balance * 2600e6 / 1e18, 247.5e6, 1);
        assertEq(_balance(weth, receiver), outcome.collateralGain - tipped.balance);
    }

    function test_NoTipWhenItIsZero() public {
        Outcome memory outcome = _liquidate(_tipping(_flashSwap(), 0, tipped));
        assertEq(outcome.tip, 0);
        assertEq(tipped.balance, 0);
    }

    function test_RevertWhen_TipEatsTheMinimumProfit() public {
        uint256 snapshot = vm.snapshotState();
        Outcome memory outcome = _liquidate(_tipping(_flashLoan(), 5_000, tipped));
        vm.revertToState(snapshot);

        Plan memory plan = _tipping(_flashLoan(), 5_000, tipped);
        uint256 rest = outcome.profit - outcome.tip;
        plan.terms.minProfit = rest + 1;
        vm.expectRevert(abi.encodeWithSelector(ProfitBelowMinimum.selector, rest, rest + 1));
        _liquidate(plan);

        plan.terms.minProfit = rest;
        _liquidate(plan);
        assertEq(_balance(usdc, receiver), rest);
    }

    /// @dev Even all of the profit: half of the bonus of 489.5 must be left.
    function test_RevertWhen_TipIsEverything() public {
        vm.prank(owner);
        liquidator.setLimits(5_000, 10_000);
        vm.expectRevert(abi.encodeWithSelector(ProfitBelowOracleFloor.selector, 0, 247.499999e6));
        _liquidate(_tipping(_flashLoan(), 10_000, tipped));
    }

    /// @dev A builder may get nine tenths where the pools pay far more than the oracle says: half of the bonus is left all the same.
    function test_NineTenthsCanBeTippedOfWhatTheMarketPaysAboveTheOracle() public {
        vm.prank(owner);
        liquidator.setLimits(4_000, 9_000);
        Plan memory plan = _tipping(_flashLoan(), 9_000, tipped);
        plan.terms.minBonusShareBps = 4_000;
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.tip, outcome.profit * 9 / 10);
        assertGe(_balance(usdc, receiver), 195.799999e6);
    }

    function _tipping(Plan memory plan, uint16 bps, address recipient) private pure returns (Plan memory) {
        (plan.terms.tipBps, plan.terms.tipRecipient) = (bps, recipient);
        return plan;
    }

    /// @dev Share of the leftovers, 1e18 = all; they are all profit here but for one rounding.
    function _share(Outcome memory outcome, uint256 bps) private pure returns (uint256) {
        uint256 gained = outcome.debtGain + outcome.collateralGain * 2600e6 / 1e18;
        return outcome.profit * bps * 1e18 / (gained * 10_000);
    }
}
