// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {IMorphoLiquidateCallback, MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";
import {
    IPreLiquidation,
    IPreLiquidationCallback,
    PreLiquidationParams
} from "../../contracts/interfaces/IPreLiquidation.sol";
import {CallbackUnexpected, Loss, NotSelf, ProfitBelowMinimum} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {HookToken} from "../mocks/HookToken.sol";
import {Reenterer} from "../mocks/Reenterer.sol";
import {SettableOracle} from "../mocks/SettableOracle.sol";
import {ShrinkingHook} from "../mocks/ShrinkingHook.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {PreLiquidationTest} from "../utils/PreLiquidationTest.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Attack: the factory makes a pre-liquidation for anybody, with any terms, in any market. Its contract is honest; the token, the
/// oracle and the borrower are the thief's.
contract PreLiquidationOfAThiefTest is PreLiquidationTest {
    uint24 private constant FEE = 3000;

    HookToken private own; // the thief's token, which is the collateral
    SettableOracle private oracle;
    Reenterer private attacker;

    /// @dev 10 of the thief's token, worth 26,000 USDC by its oracle and 30,000 on its pool, against 21,500.
    function setUp() public override {
        super.setUp();
        own = new HookToken(18);
        oracle = new SettableOracle();
        oracle.set(3000e24, false);
        params = MorphoMarketParams(usdc, address(own), address(oracle), params.irm, params.lltv);
        blue.createMarket(params);
        deal(usdc, address(this), 1_000_000e6);
        _approve(usdc, 1_000_000e6);
        blue.supply(params, 1_000_000e6, 0, address(this), "");
        borrower = makeAddr("thief");
        early = _accepted(_terms());
        _openMorpho(borrower, COLLATERAL, DEBT);
        oracle.set(2600e24, false);

        Liquidity maker = new Liquidity(uniswapFactory);
        own.mint(address(maker), 1e30);
        deal(usdc, address(maker), 1e18);
        maker.open(address(own), 1_000e18, usdc, 3_000_000e6, FEE);
        attacker = new Reenterer(address(liquidator));
    }

    /// @dev Once as it arrives, while the callback is awaited, and once as it is sold.
    function test_TheCollateralCannotEnter() public {
        Plan memory plan = _own();
        bytes memory data = abi.encode(plan);
        _makeOperatorAndOwner();
        bytes[5] memory entries = [
            abi.encodeCall(IPreLiquidationCallback.onPreLiquidate, (1, data)),
            abi.encodeCall(IMorphoLiquidateCallback.onMorphoLiquidate, (1, data)),
            abi.encodeCall(FlashLiquidator.liquidate, (plan)),
            abi.encodeCall(FlashLiquidator.rescue, (usdc, 1)),
            abi.encodeCall(FlashLiquidator.executeLeg, (plan, operator))
        ];
        for (uint256 i; i < entries.length; ++i) {
            attacker.add(address(liquidator), entries[i]);
        }
        own.setHook(attacker);

        Outcome memory outcome = _liquidate(plan);
        bytes memory unexpected = abi.encodeWithSelector(CallbackUnexpected.selector, attacker);
        bytes memory reentrant = abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        bytes memory notSelf = abi.encodeWithSelector(NotSelf.selector, attacker);
        bytes[5] memory refusals = [unexpected, unexpected, reentrant, reentrant, notSelf];
        Reenterer.Answer[] memory answers = attacker.answers();
        assertEq(answers.length, 2 * entries.length);
        for (uint256 i; i < answers.length; ++i) {
            assertFalse(answers[i].success);
            assertEq(answers[i].data, refusals[i % entries.length]);
        }
        assertEq(_balance(usdc, receiver), outcome.debtGain);
        _assertNothingAtRest(liquidator);
    }

    /// @dev A liquidation by the thief itself, with the data that is awaited, calls back the thief alone.
    function test_AnotherCallOfTheSameContractCallsBackItsOwnCaller() public {
        Plan memory plan = _own();
        bytes memory call = abi.encodeCall(IPreLiquidation.preLiquidate, (borrower, 0, 1e12, abi.encode(plan)));
        attacker.add(address(early), call);
        own.setHook(attacker);
        Outcome memory outcome = _liquidate(plan);
        assertFalse(attacker.answers()[0].success, "it has no such function");
        assertEq(_balance(usdc, receiver), outcome.debtGain);
    }

    /// @dev As it is sold the token speaks as the contract does when too much is asked for, and the liquidation becomes tiny. What was
    /// planned to be earned is the guard against it.
    function test_RevertWhen_TheCollateralShrinksTheCall() public {
        Plan memory plan = _own();
        uint256 snapshot = vm.snapshotState();
        uint256 planned = _liquidate(plan).profit;
        vm.revertToState(snapshot);

        own.setHook(new ShrinkingHook(address(liquidator), 1e15, 1e12));
        plan.terms.minProfit = planned;
        vm.expectPartialRevert(ProfitBelowMinimum.selector);
        _liquidate(plan);
        plan.terms.minProfit = 1;
        assertEq(_liquidate(plan).repaid, 1e6, "a tiny one, at the terms' price");
        _assertNothingAtRest(liquidator);
    }

    /// @dev By the terms' oracle the real collateral of a real market is worth twice as much, so half as much is given. Sold it does not
    /// pay the debt.
    function test_RevertWhen_TheOracleOfTheTermsLiesAndTheCollateralIsSold() public {
        Plan memory plan = _lying();
        plan.funding = Funding(FundingSource.Callback, address(0), 0);
        vm.expectRevert();
        _liquidate(plan);
        plan.funding = Funding(FundingSource.Wallet, address(0), 5_000e6);
        _fundWallet(usdc, 5_000e6);
        vm.expectPartialRevert(Loss.selector);
        _liquidate(plan);
    }

    /// @dev Kept, it is worth what the terms say: whoever pays for it out of his own wallet believes their oracle.
    function test_TheOracleOfTheTermsIsBelievedOfWhatIsKept() public {
        Plan memory plan = _lying();
        plan.funding = Funding(FundingSource.Wallet, address(0), 5_000e6);
        (plan.selling, plan.route) = (Selling.None, "");
        _fundWallet(usdc, 5_000e6);
        Outcome memory outcome = _liquidate(plan);
        assertGt(outcome.profit, 0);
        assertLt(outcome.seized * 2600e24 / 1e36, outcome.repaid * 6 / 10, "worth by the market");
    }

    function _own() private view returns (Plan memory plan) {
        plan = _early(_shares() / 5, FEE);
        plan.target.collateral = address(own);
        plan.route = Routes.uniswapV3(abi.encodePacked(own, FEE, usdc));
    }

    /// @dev The borrower of the real market is one with the thief.
    function _lying() private returns (Plan memory plan) {
        borrower = makeAddr("borrower");
        params = blue.idToMarketParams(vm.parseJsonBytes32(info, ".addresses.morpho.markets[0].id"));
        oracle.set(2 * 2600e24, false);
        early = _accepted(PreLiquidationParams(0.4e18, 0.2e18, 0.6e18, 1.02e18, 1.05e18, address(oracle)));
        return _early(_shares() / 5, 500);
    }

    function _makeOperatorAndOwner() private {
        vm.startPrank(owner);
        liquidator.setOperator(address(attacker), true);
        liquidator.transferOwnership(address(attacker));
        vm.stopPrank();
        vm.prank(address(attacker));
        liquidator.acceptOwnership();
    }
}
