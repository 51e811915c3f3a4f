// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";
import {ProfitBelowMinimum, ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {SenderFeeToken} from "../mocks/SenderFeeToken.sol";
import {SettableOracle} from "../mocks/SettableOracle.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";

/// @notice Attack: a kept collateral charges its sender 1 % on top. The tip is the first of two transfers: what it cost more than it
/// brought is missing in what is left, and must be in what is judged.
contract ChargedTipTest is MorphoTest {
    SenderFeeToken private token;

    function setUp() public override {
        super.setUp();
        token = new SenderFeeToken();
        SettableOracle oracle = new SettableOracle();
        params = MorphoMarketParams(usdc, address(token), address(oracle), params.irm, params.lltv);
        oracle.set(3000e24, false);
        blue.createMarket(params);
        deal(usdc, address(this), 1_000_000e6);
        _approve(usdc, 1_000_000e6);
        blue.supply(params, 1_000_000e6, 0, address(this), "");
        token.mint(borrower, 10e18);
        vm.startPrank(borrower);
        token.approve(morpho, 10e18);
        blue.supplyCollateral(params, 10e18, borrower, "");
        blue.borrow(params, 24_000e6, 0, borrower, borrower);
        vm.stopPrank();
        oracle.set(2700e24, false);
        token.charge(address(liquidator));
        token.mint(address(liquidator), 1e18);
    }

    /// @dev Half of the profit as a tip leaves half, less what the tip cost on top: less than half of the bonus.
    function test_RevertWhen_WhatTheTipCostsOnTopIsMissing() public {
        Plan memory plan = _kept(5_000);
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(plan);
    }

    function test_WhatIsLeftIsWhatIsJudged() public {
        Plan memory plan = _kept(4_000);
        uint256 snapshot = vm.snapshotState();
        Outcome memory outcome = _liquidate(plan);
        uint256 left = token.balanceOf(receiver) * 2700e24 / 1e36 - outcome.repaid;
        assertApproxEqAbs(left, outcome.profit - outcome.tip - outcome.tip / 100, 2);
        vm.revertToState(snapshot);

        plan.terms.minProfit = left + 1;
        vm.expectRevert(abi.encodeWithSelector(ProfitBelowMinimum.selector, left, left + 1));
        _liquidate(plan);
        plan.terms.minProfit = left;
        _liquidate(plan);
    }

    /// @dev With all of the profit as tip, what it cost on top is of what the wallet paid: nothing is left, and that is said.
    function test_RevertWhen_TheTipCostsMoreThanTheProfit() public {
        vm.prank(owner);
        liquidator.setLimits(1, 10_000);
        uint256 snapshot = vm.snapshotState();
        uint256 bonus = 10_800e6 - _liquidate(_kept(0)).repaid;
        vm.revertToState(snapshot);

        Plan memory plan = _kept(10_000);
        plan.terms.minBonusShareBps = 1;
        vm.expectRevert(abi.encodeWithSelector(ProfitBelowOracleFloor.selector, 0, bonus / 10_000));
        _liquidate(plan);
    }

    function _kept(uint16 tipBps) private returns (Plan memory plan) {
        _fundWallet(usdc, 12_000e6);
        plan = _callback(4e18, 3000);
        plan.funding = Funding(FundingSource.Wallet, address(0), 12_000e6);
        (plan.selling, plan.route) = (Selling.None, "");
        (plan.terms.tipBps, plan.terms.tipRecipient) = (tipBps, stranger);
    }
}
