// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";

import {
    BonusShareBelowLimit,
    DeadlinePassed,
    Loss,
    MinProfitZero,
    ProfitBelowMinimum,
    ProfitBelowOracleFloor,
    TipAboveLimit,
    TipRecipientInvalid
} from "../../contracts/types/Errors.sol";
import {Outcome, Plan} from "../../contracts/types/Plan.sol";
import {AaveTest} from "../utils/AaveTest.sol";
import {Liquidity} from "../utils/Liquidity.sol";

/// @notice
/// terms, before anything happens
/// ├── when the deadline is over                                 → DeadlinePassed; in its last second it is not
/// ├── when the minimum profit is zero                           → MinProfitZero
/// ├── when the bonus share is below the owner's limit           → BonusShareBelowLimit
/// ├── when the tip exceeds the owner's limit                    → TipAboveLimit
/// └── when the tip would come back                              → TipRecipientInvalid
/// terms, at the exit
/// ├── when the profit is one unit below the minimum             → ProfitBelowMinimum; exactly the minimum passes
/// ├── given the pool pays less than the oracle allows           → ProfitBelowOracleFloor, with both numbers
/// ├── given the tip leaves less than the oracle allows          → ProfitBelowOracleFloor, with both numbers
/// ├── given the pool pays less than the loan costs              → the loan cannot be paid back
/// └── given the pool pays far more than the oracle              → all of it is profit
contract TermsTest is AaveTest {
    function setUp() public override {
        super.setUp();
        _openReference();
    }

    function test_DeadlineIsTheLastValidSecond() public {
        Plan memory plan = _flashSwap();
        plan.terms.deadline = uint48(block.timestamp);
        _liquidate(plan);
    }

    function test_RevertGiven_DeadlineIsOver() public {
        Plan memory plan = _flashSwap();
        plan.terms.deadline = uint48(block.timestamp - 1);
        vm.expectRevert(abi.encodeWithSelector(DeadlinePassed.selector, block.timestamp - 1, block.timestamp));
        _liquidate(plan);
    }

    function test_RevertWhen_MinimumProfitIsZero() public {
        Plan memory plan = _flashSwap();
        plan.terms.minProfit = 0;
        vm.expectRevert(MinProfitZero.selector);
        _liquidate(plan);
    }

    function test_RevertWhen_BonusShareIsBelowTheOwnersLimit() public {
        Plan memory plan = _flashSwap();
        plan.terms.minBonusShareBps = 4_999;
        vm.expectRevert(abi.encodeWithSelector(BonusShareBelowLimit.selector, 4_999, 5_000));
        _liquidate(plan);

        plan.terms.minBonusShareBps = 5_000;
        _liquidate(plan);
    }

    function test_RevertWhen_TipExceedsTheOwnersLimit() public {
        Plan memory plan = _flashSwap();
        plan.terms.tipBps = 5_001;
        vm.expectRevert(abi.encodeWithSelector(TipAboveLimit.selector, 5_001, 5_000));
        _liquidate(plan);

        plan.terms.tipBps = 5_000;
        _liquidate(plan);
    }

    function test_RevertWhen_TipWouldComeBack() public {
        Plan memory plan = _flashSwap();
        address[2] memory recipients = [address(liquidator), weth];
        for (uint256 i; i < recipients.length; ++i) {
            plan.terms.tipRecipient = recipients[i];
            vm.expectRevert(abi.encodeWithSelector(TipRecipientInvalid.selector, recipients[i]));
            _liquidate(plan);
        }
    }

    function test_ProfitMayBeExactlyTheMinimum() public {
        Plan memory plan = _flashLoan();
        uint256 profit = _outcomeOf(plan).profit;

        plan.terms.minProfit = profit + 1;
        vm.expectRevert(abi.encodeWithSelector(ProfitBelowMinimum.selector, profit, profit + 1));
        _liquidate(plan);

        plan.terms.minProfit = profit;
        assertEq(_liquidate(plan).profit, profit);
    }

    /// @dev The pool falls to 2530 while the oracle says 2600: about 3 % with the pool's fee.
    function test_RevertGiven_PoolPaysLessThanTheOracleAllows() public {
        _allowAnyShare();
        _pushPool(2530e6);
        Plan memory plan = _flashLoan();
        plan.terms.minBonusShareBps = 1;
        Outcome memory outcome = _outcomeOf(plan);
        uint256 seizedValue = outcome.seized * 2600e6 / 1e18;
        assertEq(seizedValue, 11_494.999999e6, "11,495 USDC, rounded down");

        plan.terms.minBonusShareBps = 5_000;
        uint256 floor = (seizedValue - 11_000e6) / 2;
        assertLt(outcome.profit, floor);
        vm.expectRevert(abi.encodeWithSelector(ProfitBelowOracleFloor.selector, outcome.profit, floor));
        _liquidate(plan);
    }

    /// @dev What the flash swap leaves over is collateral: it counts at the oracle's price, the pool's price counts too.
    function test_RevertGiven_PoolTakesMoreCollateralThanTheOracleAllows() public {
        _allowAnyShare();
        _pushPool(2530e6);
        Plan memory plan = _flashSwap();
        plan.terms.minBonusShareBps = 1;
        Outcome memory outcome = _outcomeOf(plan);

        plan.terms.minBonusShareBps = 5_000;
        uint256 floor = (outcome.seized * 2600e6 / 1e18 - 11_000e6) / 2;
        assertEq(outcome.profit, outcome.collateralGain * 2600e6 / 1e18);
        vm.expectRevert(abi.encodeWithSelector(ProfitBelowOracleFloor.selector, outcome.profit, floor));
        _liquidate(plan);
    }

    /// @dev What the sale has lost cannot be tipped any more: exactly the floor may be left, not a unit less.
    function test_RevertGiven_TipLeavesLessThanTheOracleAllows() public {
        _pushPool(2600e6);
        Plan memory plan = _flashLoan();
        plan.terms.tipRecipient = stranger;
        uint256 profit = _outcomeOf(plan).profit;
        uint256 floor = uint256(11_494.999999e6 - 11_000e6) / 2;
        uint256 most = (profit - floor) * 10_000 / profit;
        assertLt(most, 5_000, "the owner's limit of the tip is not in the way");

        plan.terms.tipBps = uint16(most + 1);
        uint256 left = profit - profit * (most + 1) / 10_000;
        vm.expectRevert(abi.encodeWithSelector(ProfitBelowOracleFloor.selector, left, floor));
        _liquidate(plan);

        plan.terms.tipBps = uint16(most);
        Outcome memory outcome = _liquidate(plan);
        assertGe(outcome.profit - outcome.tip, floor);
        assertEq(_balance(usdc, receiver), outcome.profit - outcome.tip);
    }

    function test_RevertGiven_PoolPaysLessThanTheLoanCosts() public {
        _pushPool(2300e6);
        vm.expectPartialRevert(IERC20Errors.ERC20InsufficientBalance.selector); // when the Pool pulls the loan back
        _liquidate(_flashLoan());
    }

    /// @dev A wallet's loan can be paid back in part, so this is caught at the exit.
    function test_RevertGiven_PoolPaysLessThanTheWalletPutIn() public {
        _pushPool(2300e6);
        _fundWallet(operator, usdc, 11_000e6);
        uint256 proceeds = _proceeds(4.421153846153846153e18);
        vm.expectRevert(abi.encodeWithSelector(Loss.selector, 0, 11_000e6 - proceeds));
        _liquidate(_wallet());
    }

    function test_PoolFarAboveTheOracleIsAllProfit() public {
        uint256 proceeds = _proceeds(4.421153846153846153e18); // the pool still stands at 3000
        Outcome memory outcome = _liquidate(_flashLoan());
        assertEq(outcome.profit, proceeds - 11_000e6 - 5.5e6);
        assertGt(outcome.profit, 2_000e6);
    }

    function _allowAnyShare() private {
        vm.prank(owner);
        liquidator.setLimits(1, 5_000);
    }

    function _outcomeOf(Plan memory plan) private returns (Outcome memory outcome) {
        uint256 snapshot = vm.snapshotState();
        outcome = _liquidate(plan);
        vm.revertToState(snapshot);
    }

    /// @return Debt units that the 0.3 % pool would pay now.
    function _proceeds(uint256 amount) private returns (uint256) {
        uint256 snapshot = vm.snapshotState();
        Liquidity seller = new Liquidity(uniswapFactory);
        deal(weth, address(seller), amount);
        uint256 received = seller.sell(_pool(), weth, amount);
        vm.revertToState(snapshot);
        return received;
    }

    /// @param price USDC units per WETH.
    function _pushPool(uint256 price) private {
        Liquidity trader = new Liquidity(uniswapFactory);
        deal(weth, address(trader), 1e24);
        trader.pushPrice(_pool(), trader.sqrtPrice(weth, 1e18, usdc, price));
    }

    function _pool() private view returns (IUniswapV3Pool) {
        return IUniswapV3Pool(IUniswapV3Factory(uniswapFactory).getPool(weth, usdc, 3000));
    }
}
