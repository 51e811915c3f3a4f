// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {Loss} from "../../../contracts/types/Errors.sol";
import {Outcome, Plan, Selling} from "../../../contracts/types/Plan.sol";
import {AaveTest} from "../../utils/AaveTest.sol";
import {ProtocolEvents} from "../../utils/ProtocolEvents.sol";

/// @notice
/// wallet
/// ├── lends, gets back what it lent; the profit goes to the receiver
/// ├── when it lends more than the market takes          → gets that back too
/// ├── when the collateral is kept                       → the receiver gets it all, the wallet nothing: that is the cost
/// ├── when aTokens are taken                            → the same with aTokens
/// ├── when the kept collateral is worth less than paid   → Loss
/// ├── given the allowance is too small                  → the token's own error
/// └── given the balance is too small                    → the token's own error
contract WalletTest is AaveTest {
    uint256 private constant SEIZED = 4.421153846153846153e18;

    function setUp() public override {
        super.setUp();
        _openReference();
    }

    function test_LendsAndGetsBackWhatItLent() public {
        _fundWallet(operator, usdc, 11_000e6);
        Outcome memory outcome = _liquidate(_wallet());
        assertEq(_balance(usdc, operator), 11_000e6);
        assertEq(_balance(usdc, receiver), outcome.debtGain);
        assertEq(outcome.profit, outcome.debtGain);
        assertGt(outcome.profit, 2_000e6, "the pool still pays 3000");
        _assertNothingAtRest(liquidator);
    }

    function test_WhatTheMarketDoesNotTakeComesBack() public {
        _fundWallet(operator, usdc, 50_000e6);
        Plan memory plan = _wallet();
        plan.funding.amount = 50_000e6;
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.repaid, 11_000e6);
        assertEq(_balance(usdc, operator), 50_000e6);
        _assertNothingAtRest(liquidator);
    }

    function test_KeptCollateralGoesToTheReceiver() public {
        _fundWallet(operator, usdc, 11_000e6);
        Plan memory plan = _wallet();
        plan.selling = Selling.None;
        Outcome memory outcome = _liquidate(plan);
        assertEq(_balance(weth, receiver), SEIZED);
        assertEq(_balance(usdc, operator), 0, "the wallet's money is the price of it");
        assertEq(outcome.collateralGain, SEIZED);
        assertEq(outcome.debtGain, 0);
        assertEq(outcome.profit, 11_494.999999e6 - 11_000e6);
        _assertNothingAtRest(liquidator);
    }

    function test_ATokensGoToTheReceiver() public {
        _fundWallet(operator, usdc, 12_000e6);
        Plan memory plan = _wallet();
        plan.funding.amount = 12_000e6;
        plan.selling = Selling.None;
        plan.target.data = abi.encode(true);
        vm.recordLogs();
        Outcome memory outcome = _liquidate(plan);

        (, uint256 seized) = ProtocolEvents.aaveV3(vm.getRecordedLogs(), address(pool));
        assertEq(seized, SEIZED);
        assertEq(outcome.seized, SEIZED);
        assertEq(_balance(_aToken(weth), receiver), SEIZED);
        assertEq(_balance(_aToken(weth), address(liquidator)), 0);
        assertEq(_balance(weth, receiver), 0);
        assertEq(_balance(usdc, operator), 1_000e6, "what the market did not take");
        assertEq(outcome.profit, 11_494.999999e6 - 11_000e6);
        _assertNothingAtRest(liquidator);
    }

    /// @dev `false` spelled out is the same as no data.
    function test_UnderlyingIsTakenWhenATokensAreDeclined() public {
        _fundWallet(operator, usdc, 11_000e6);
        Plan memory plan = _wallet();
        plan.target.data = abi.encode(false);
        _liquidate(plan);
        assertEq(_balance(_aToken(weth), receiver), 0);
        assertGt(_balance(usdc, receiver), 0);
    }

    /// @dev The Pool always gives more than it takes, at its oracle's price; so we are told a lower one than the Pool is.
    function test_RevertGiven_KeptCollateralIsWorthLessThanPaid() public {
        _fundWallet(operator, usdc, 11_000e6);
        Plan memory plan = _wallet();
        plan.selling = Selling.None;
        address oracle = pool.ADDRESSES_PROVIDER().getPriceOracle();
        bytes[] memory answers = new bytes[](3);
        // Read once before, then twice by the Pool (health, amounts).
        (answers[0], answers[1], answers[2]) = (abi.encode(2000e8), abi.encode(2600e8), abi.encode(2600e8));
        vm.mockCalls(oracle, abi.encodeWithSignature("getAssetPrice(address)", weth), answers);
        vm.expectRevert(abi.encodeWithSelector(Loss.selector, SEIZED * 2000e6 / 1e18, 11_000e6));
        _liquidate(plan);
    }

    function test_RevertGiven_AllowanceIsTooSmall() public {
        _fundWallet(operator, usdc, 11_000e6);
        Plan memory plan = _wallet();
        plan.funding.amount = 11_000e6 + 1;
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector, address(liquidator), 11_000e6, 11_000e6 + 1
            )
        );
        _liquidate(plan);
    }

    function test_RevertGiven_BalanceIsTooSmall() public {
        _fundWallet(operator, usdc, 11_000e6);
        deal(usdc, operator, 10_999e6);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, operator, 10_999e6, 11_000e6)
        );
        _liquidate(_wallet());
    }
}
