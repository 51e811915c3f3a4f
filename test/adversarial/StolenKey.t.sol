// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";

import {ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {FundingSource, Outcome, Plan} from "../../contracts/types/Plan.sol";
import {AaveTest} from "../utils/AaveTest.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Attack: the operator's key is stolen. The thief liquidates through a pool of its own, which pays just enough, and
/// names itself as the recipient of the largest tip. How much of a liquidation can it keep?
/// @dev The reference: 11,000 USDC repaid, 4.4211538 WETH seized, worth 11,494.999999 USDC: a bonus of 495 USDC.
contract StolenKeyTest is AaveTest {
    uint24 private constant OWN_FEE = 10_000; // 1 %
    uint256 private constant BONUS = 494.999999e6;
    uint256 private constant OUTLAY = 11_000e6 + 5.5e6; // with the premium
    uint256 private constant FLOOR = 247.499999e6; // half of the bonus, whoever has the premium

    address private thief = makeAddr("thief");
    Liquidity private maker;

    function setUp() public override {
        super.setUp();
        _openReference();
        maker = new Liquidity(uniswapFactory);
        deal(weth, address(maker), 1e24);
        deal(usdc, address(maker), 1e18);
    }

    /// @dev With the limits that script/Deploy.s.sol sets: sale and tip share one budget. The thief's pool pays a hair more than the floor
    /// asks for, and nothing is left for a tip.
    function test_HalfOfTheBonusIsLeftWhateverTheSaleCosts() public {
        maker.open(weth, 1e24, usdc, _priceFor(OUTLAY + FLOOR + 0.06e6), OWN_FEE);
        Outcome memory outcome = _liquidate(_theft(0));
        assertApproxEqAbs(outcome.profit, FLOOR, 0.02e6);
        assertEq(_balance(usdc, receiver), outcome.profit);
        assertGe(_balance(usdc, receiver), FLOOR);
    }

    /// @dev The pool pays what the oracle says: all that the thief can take is the tip.
    function test_HalfOfTheBonusIsLeftWhateverTheTipTakes() public {
        maker.open(weth, 1e24, usdc, _priceFor(OUTLAY + BONUS + 0.06e6), OWN_FEE);
        Outcome memory outcome = _liquidate(_theft(5_000));
        assertApproxEqAbs(_balance(usdc, thief), outcome.profit / 2, 1, "tip");
        assertGe(_balance(usdc, receiver), FLOOR);
    }

    /// @dev A pool of the factory that lends is proven, not listed: it may be the thief's own, and dear. What it takes is a loss like that of
    /// a bad sale.
    function test_HalfOfTheBonusIsLeftWhateverTheMoneyCosts() public {
        Plan memory plan = _theft(0);
        plan.funding.source = FundingSource.UniswapV3FlashLoan;
        plan.funding.lender = IUniswapV3Factory(uniswapFactory).getPool(usdc, weth, 3_000);
        uint256 fee = 33e6;
        uint256 snapshot = vm.snapshotState();
        maker.open(weth, 1e24, usdc, _priceFor(11_000e6 + fee + FLOOR - 0.06e6), OWN_FEE);
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(plan);
        vm.revertToState(snapshot);

        maker.open(weth, 1e24, usdc, _priceFor(11_000e6 + fee + FLOOR + 0.06e6), OWN_FEE);
        assertEq(_liquidate(plan).premium, fee);
        assertGe(_balance(usdc, receiver), FLOOR);
    }

    function test_RevertWhen_ThePoolPaysLessThanTheFloor() public {
        maker.open(weth, 1e24, usdc, _priceFor(OUTLAY + FLOOR - 0.06e6), OWN_FEE);
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(_theft(0));
    }

    function test_RevertWhen_SaleAndTipTogetherTakeMoreThanHalf() public {
        maker.open(weth, 1e24, usdc, _priceFor(OUTLAY + 400e6), OWN_FEE);
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(_theft(5_000));
    }

    /// @param proceeds Of the sale, USDC above the outlay: from nothing to more than the bonus.
    /// @param borrowed More than is needed, USDC: its premium is a way to lose as well.
    function testFuzz_HalfOfTheBonusIsTheReceiversOrNothingHappens(uint256 proceeds, uint16 tipBps, uint256 borrowed)
        public
    {
        maker.open(weth, 1e24, usdc, _priceFor(OUTLAY + bound(proceeds, 1e6, 700e6)), OWN_FEE);
        Plan memory plan = _theft(uint16(bound(tipBps, 0, 5_000)));
        plan.funding.amount += bound(borrowed, 0, 500_000e6);
        vm.prank(operator);
        try liquidator.liquidate(plan) returns (Outcome memory outcome) {
            assertGe(_balance(usdc, receiver), FLOOR);
            assertEq(_balance(usdc, receiver), outcome.profit - outcome.tip);
        } catch (bytes memory revertData) {
            // Not even the premium is earned: the Pool cannot pull its loan back.
            bool isShort = bytes4(revertData) == IERC20Errors.ERC20InsufficientBalance.selector;
            assertTrue(isShort || bytes4(revertData) == ProfitBelowOracleFloor.selector, vm.toString(revertData));
            assertEq(_balance(usdc, receiver) + _balance(usdc, thief), 0);
        }
        _assertNothingAtRest(liquidator);
    }

    /// @dev The oracle is the judge: what the market pays above it, here 3000 instead of 2600, is not protected by any limit.
    function test_WhatTheMarketPaysAboveTheOracleIsOutOfReachOfTheLimits() public {
        vm.prank(owner);
        liquidator.setLimits(10_000, 0);
        uint256 snapshot = vm.snapshotState();
        uint256 honest = _liquidate(_wantingAll(_flashLoan())).profit;
        vm.revertToState(snapshot);

        maker.open(weth, 1e24, usdc, _priceFor(OUTLAY + BONUS + 0.1e6), OWN_FEE);
        uint256 left = _liquidate(_wantingAll(_theft(0))).profit;
        assertApproxEqAbs(left, BONUS, 0.1e6, "all that the oracle knows of");
        assertApproxEqAbs(honest - left, 1_716e6, 30e6, "4.42 WETH times 400 USD, less the pool's fee");
    }

    /// @dev All of the bonus: only pools that pay the oracle's price or better.
    function test_RevertWhen_AllOfTheBonusIsTheReceiversAndThePoolPaysLess() public {
        vm.prank(owner);
        liquidator.setLimits(10_000, 0);
        maker.open(weth, 1e24, usdc, _priceFor(OUTLAY + BONUS - 0.01e6), OWN_FEE);
        Plan memory plan = _wantingAll(_theft(0));
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(plan);
    }

    /// @dev Where the owner allows all of the profit as a tip, the share of the bonus holds alone.
    function test_RevertWhen_ThiefTakesEverything() public {
        vm.prank(owner);
        liquidator.setLimits(5_000, 10_000);
        Plan memory plan = _flashLoan();
        (plan.terms.tipBps, plan.terms.tipRecipient) = (10_000, thief);
        vm.expectRevert(abi.encodeWithSelector(ProfitBelowOracleFloor.selector, 0, FLOOR));
        _liquidate(plan);
    }

    /// @dev What lies in the contract, and what others have allowed it to take, is out of reach: see RestingTokens and
    /// ForeignWallet. What the thief can do instead is nothing: healthy loans are refused by the protocol.
    function test_RevertWhen_ThereIsNothingToLiquidate() public {
        _setPrice("WETH", 3000 * USD);
        vm.expectRevert(bytes4(keccak256("HealthFactorNotBelowThreshold()")));
        _liquidate(_theft(5_000));
    }

    function _wantingAll(Plan memory plan) private pure returns (Plan memory) {
        (plan.terms.minBonusShareBps, plan.terms.tipBps) = (10_000, 0);
        return plan;
    }

    function _theft(uint16 tipBps) private view returns (Plan memory plan) {
        plan = _flashLoan();
        plan.route = Routes.uniswapV3(abi.encodePacked(weth, OWN_FEE, usdc));
        (plan.terms.tipBps, plan.terms.tipRecipient) = (tipBps, thief);
    }

    /// @dev USDC per 1e24 WETH units at which the seized collateral fetches `proceeds` after the fee of 1 %, in a deep pool.
    function _priceFor(uint256 proceeds) private pure returns (uint256) {
        return proceeds * 1e24 * 100 / (4.421153846153846153e18 * 99);
    }
}
