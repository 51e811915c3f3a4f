// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {Vm} from "forge-std/Vm.sol";

import {OraclePriceZero} from "../../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling, Target} from "../../../contracts/types/Plan.sol";
import {AaveFormula} from "../../utils/AaveFormula.sol";
import {AaveTest} from "../../utils/AaveTest.sol";
import {Plans} from "../../utils/Plans.sol";
import {ProtocolEvents} from "../../utils/ProtocolEvents.sol";

interface IDeficit {
    function getReserveDeficit(address asset) external view returns (uint256);
}

/// @notice
/// Aave V3
/// ├── the amounts are those of the protocol's formula and of the Pool's own event
/// ├── another market of the chain, with an L2 Pool          → served by the same deployment
/// ├── debt that returns nothing and has an approval quirk    → as any other
/// ├── the same asset on both sides, by loan and by wallet    → no sale needed
/// ├── an eMode                                               → its bonus
/// ├── amount above the limit (close factor, all of the debt) → clipped by the Pool
/// ├── amount above the budget                                → clipped to the budget
/// ├── collateral that runs out before the debt               → bad debt is booked, the liquidator's part is exact
/// ├── when dust would remain                                 → MustNotLeaveDust, unchanged
/// ├── when the position is healthy                           → HealthFactorNotBelowThreshold, unchanged
/// └── given a price of zero                                  → OraclePriceZero
contract AaveV3Test is AaveTest {
    AaveFormula.Asset private ETHER = AaveFormula.Asset(2600e8, 1e18);
    AaveFormula.Asset private DOLLAR = AaveFormula.Asset(1e8, 1e6);

    function test_AmountsAreThoseOfTheFormula() public {
        _openReference();
        Outcome memory outcome = _checked(pool, _flashLoan());
        assertEq(outcome.repaid, 11_000e6);
        assertEq(outcome.seized, AaveFormula.seized(11_000e6, DOLLAR, ETHER, 10_500, 1_000));
        assertApproxEqAbs(_healthFactor(pool, borrower), 1.08375e18, 1e12);
    }

    function test_MarketWithAnL2PoolIsServedToo() public {
        _open(l2Pool, borrower, weth, 10e18, usdc, 22_000e6);
        _setPrice("WETH", 2600 * USD);
        Plan memory plan = Plans.flashSwap(address(l2Pool), borrower, weth, usdc, 11_000e6, 3000);
        assertEq(_checked(l2Pool, plan).repaid, 11_000e6);

        plan = Plans.flashLoan(address(l2Pool), borrower, weth, usdc, 1_000e6, 3000);
        _setPrice("WETH", 2000 * USD);
        _checked(l2Pool, plan);
    }

    function test_DebtThatReturnsNothingByFlashSwap() public {
        _openTether();
        _checked(pool, Plans.flashSwap(address(pool), borrower, weth, usdt, 11_000e6, 3000));
    }

    /// @dev More is approved than the Pool takes, so the rest of the allowance must be cleared before the loan is paid back.
    function test_DebtThatReturnsNothingByFlashLoan() public {
        _openTether();
        Plan memory plan = Plans.flashLoan(address(pool), borrower, weth, usdt, 15_000e6, 3000);
        assertEq(_checked(pool, plan).repaid, 11_000e6);
        assertGt(_balance(usdt, receiver), 0);
    }

    function test_DebtThatReturnsNothingByWallet() public {
        _openTether();
        _fundWallet(operator, usdt, 15_000e6);
        Plan memory plan = Plans.wallet(address(pool), borrower, weth, usdt, 15_000e6, 3000);
        assertEq(_checked(pool, plan).repaid, 11_000e6);
        assertEq(_balance(usdt, operator), 15_000e6);
    }

    function test_SameAssetOnBothSidesByFlashLoan() public {
        Plan memory plan = _sameAsset(FundingSource.AaveV3FlashLoan);
        Outcome memory outcome = _checked(pool, plan);
        // 8,000 * 104.5 % less a tenth of the bonus; the loan is 8,000 of 9,000 that were borrowed.
        assertEq(outcome.repaid, 8_000e6);
        assertEq(outcome.seized, 8_324e6);
        assertEq(outcome.premium, 4.5e6);
        assertEq(outcome.debtGain, 324e6 - 4.5e6);
        assertEq(outcome.collateralGain, 0, "not counted twice");
        assertEq(outcome.profit, 319.5e6);
        assertEq(_balance(usdc, receiver), 319.5e6);
    }

    function test_SameAssetOnBothSidesByWallet() public {
        Plan memory plan = _sameAsset(FundingSource.Wallet);
        _fundWallet(operator, usdc, 9_000e6);
        Outcome memory outcome = _checked(pool, plan);
        assertEq(outcome.seized, 8_324e6);
        assertEq(outcome.profit, 324e6);
        assertEq(_balance(usdc, receiver), 324e6);
        assertEq(_balance(usdc, operator), 9_000e6);
    }

    /// @dev Ether against staked ether in eMode 1: a bonus of 1 % instead of 6 %.
    function test_EModeHasItsOwnBonus() public {
        deal(wsteth, borrower, 10e18);
        vm.prank(borrower);
        pool.setUserEMode(1);
        _open(pool, borrower, wsteth, 10e18, weth, 10.5e18);
        _setPrice("wstETH", 3300 * USD);
        Plan memory plan = Plans.flashLoan(address(pool), borrower, wsteth, weth, 5e18, 100);
        Outcome memory outcome = _checked(pool, plan);
        AaveFormula.Asset memory staked = AaveFormula.Asset(3300e8, 1e18);
        AaveFormula.Asset memory eth = AaveFormula.Asset(3000e8, 1e18);
        assertEq(outcome.seized, AaveFormula.seized(5e18, eth, staked, 10_100, 1_000));
    }

    /// @dev Health factor 0.975: half of the debt may be repaid.
    function test_AmountAboveTheCloseFactorIsClipped() public {
        _openReference();
        Plan memory plan = _flashLoan();
        plan.target.amount = type(uint256).max;
        plan.funding.amount = 22_000e6;
        assertEq(_checked(pool, plan).repaid, 11_000e6);
    }

    /// @dev Health factor 0.9375: all of it.
    function test_AmountAboveTheDebtIsClipped() public {
        _openReference();
        _setPrice("WETH", 2500 * USD);
        Plan memory plan = _flashLoan();
        plan.target.amount = type(uint256).max;
        plan.funding.amount = 23_000e6;
        assertEq(_checked(pool, plan).repaid, 22_000e6);
    }

    function test_AmountAboveTheBudgetIsClipped() public {
        _openReference();
        Plan memory plan = _flashLoan();
        plan.target.amount = type(uint256).max;
        plan.funding.amount = 1_234.567891e6;
        assertEq(_checked(pool, plan).repaid, 1_234.567891e6);
    }

    /// @dev 10 WETH at 2100 are worth 21,000, the debt is 22,000: all collateral pays 21,000 / 1.05 of it.
    function test_CollateralRunsOutBeforeTheDebt() public {
        _openReference();
        _setPrice("WETH", 2100 * USD);
        AaveFormula.Asset memory eth = AaveFormula.Asset(2100e8, 1e18);
        Plan memory plan = Plans.flashLoan(address(pool), borrower, weth, usdc, 22_000e6, 500);
        Outcome memory outcome = _checked(pool, plan);
        assertEq(outcome.repaid, 20_000e6);
        assertEq(outcome.repaid, AaveFormula.repaid(10e18, DOLLAR, eth, 10_500));
        assertEq(outcome.seized, AaveFormula.net(10e18, 10_500, 1_000));
        assertEq(IDeficit(address(pool)).getReserveDeficit(usdc), 2_000e6, "the rest is the protocol's loss");
        (uint256 collateral, uint256 debt,,,,) = pool.getUserAccountData(borrower);
        assertEq(collateral + debt, 0);
    }

    function test_RevertWhen_DustWouldRemain() public {
        _openReference();
        _setPrice("WETH", 2500 * USD);
        Plan memory plan = _flashLoan();
        plan.target.amount = plan.funding.amount = 21_500e6; // leaves 500 USD of debt, 1000 are required
        vm.expectRevert(bytes4(keccak256("MustNotLeaveDust()")));
        _liquidate(plan);
    }

    function test_RevertGiven_PositionIsHealthy() public {
        _openReference();
        _setPrice("WETH", 3000 * USD);
        vm.expectRevert(bytes4(keccak256("HealthFactorNotBelowThreshold()")));
        _liquidate(_flashSwap());
    }

    /// @dev A broken feed answers zero, Aave has no other price: the position is liquidatable for Aave, not for us.
    function test_RevertGiven_CollateralPriceIsZero() public {
        _openReference();
        _mockPriceOfZero(weth);
        vm.expectRevert(abi.encodeWithSelector(OraclePriceZero.selector, weth));
        _liquidate(_flashSwap());
    }

    function test_RevertGiven_DebtPriceIsZero() public {
        _openReference();
        _mockPriceOfZero(usdc);
        vm.expectRevert(abi.encodeWithSelector(OraclePriceZero.selector, usdc));
        _liquidate(_flashSwap());
    }

    function _openTether() private {
        _open(pool, borrower, weth, 10e18, usdt, 22_000e6);
        _setPrice("WETH", 2600 * USD);
    }

    /// @dev 10,000 USDC and 10 WETH against 30,000 USDC; 9,000 are borrowed, of which the market takes 8,000.
    function _sameAsset(FundingSource source) private returns (Plan memory) {
        _open(pool, borrower, usdc, 10_000e6, usdc, 7_000e6);
        _open(pool, borrower, weth, 10e18, usdc, 23_000e6);
        _setPrice("WETH", 2600 * USD);
        return Plan({
            target: Target(address(pool), borrower, usdc, usdc, 8_000e6, ""),
            funding: Funding(source, address(pool), 9_000e6),
            selling: Selling.None,
            route: "",
            terms: Plans.terms()
        });
    }

    function _mockPriceOfZero(address asset) private {
        address oracle = pool.ADDRESSES_PROVIDER().getPriceOracle();
        vm.mockCall(oracle, abi.encodeWithSignature("getAssetPrice(address)", asset), abi.encode(0));
    }

    /// @dev Liquidates and compares with the Pool's event and the receiver's balances.
    function _checked(IPool market, Plan memory plan) private returns (Outcome memory outcome) {
        uint256 debtBefore = _balance(plan.target.debt, receiver);
        uint256 collateralBefore = _balance(plan.target.collateral, receiver);
        vm.recordLogs();
        outcome = _liquidate(plan);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        (uint256 repaid, uint256 seized) = ProtocolEvents.aaveV3(logs, address(market));
        assertEq(outcome.repaid, repaid, "repaid");
        assertEq(outcome.seized, seized, "seized");
        assertEq(_balance(plan.target.debt, receiver) - debtBefore, outcome.debtGain);
        if (plan.target.collateral != plan.target.debt) {
            assertEq(_balance(plan.target.collateral, receiver) - collateralBefore, outcome.collateralGain);
        }
        _assertNothingAtRest(liquidator);
    }
}
