// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MorphoMarketParams} from "../../../contracts/interfaces/IMorpho.sol";
import {AssetsMismatch, OraclePriceZero} from "../../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling} from "../../../contracts/types/Plan.sol";
import {AaveFormula} from "../../utils/AaveFormula.sol";
import {MorphoBlueTest} from "../../utils/MorphoBlueTest.sol";
import {MorphoFormula} from "../../utils/MorphoFormula.sol";
import {Plans} from "../../utils/Plans.sol";

/// @notice
/// Morpho Blue
/// ├── callback
/// │   ├── by seized assets, part of the collateral              → the formula's amounts, Morpho's own event
/// │   ├── by repaid shares, all of the debt                     → the same; the rest of the collateral is the borrower's
/// │   └── with wrapped ether as debt                            → the profit is wrapped ether
/// ├── wallet
/// │   ├── sells, gets back what it lent
/// │   └── keeps the collateral
/// ├── flash swap, both by collateral and by shares              → pays with collateral, keeps the rest
/// ├── Aave flash loan                                           → pays the premium, sells
/// ├── the same asset on both sides                              → no sale needed
/// ├── when the plan's assets are not the market's               → AssetsMismatch
/// ├── when the position is healthy                              → Morpho's own error
/// ├── given the oracle answers zero                             → OraclePriceZero
/// ├── when less is there than was planned                       → MorphoShrunk.t.sol
/// └── when the debt is more than the collateral pays            → MorphoBadDebt.t.sol
contract MorphoAmountsTest is MorphoBlueTest {
    function test_CallbackBySeizedAssets() public {
        _openMorphoReference();
        Outcome memory outcome = _checked(_callback(4e18, 500));
        assertEq(outcome.seized, 4e18);
        (uint256 repaid,) = _formula(4e18);
        assertEq(outcome.repaid, repaid);
        (, uint256 collateral) = _position(borrower);
        assertEq(collateral, 6e18);
    }

    /// @dev Buys a little more than Morpho asks for, which rounds up; what it does not take is gain.
    function test_FlashSwap() public {
        _openMorphoReference();
        (uint256 repaid,) = _formula(4e18);
        Plan memory plan = _flashSwap(4e18, false, repaid + 10);
        Outcome memory outcome = _checked(plan);
        assertEq(outcome.seized, 4e18);
        assertEq(outcome.premium, 0);
        assertEq(outcome.debtGain, repaid + 10 - outcome.repaid);
        assertGt(outcome.collateralGain, 0);
        assertEq(_balance(weth, receiver), outcome.collateralGain);
        assertEq(_balance(usdc, receiver), outcome.debtGain);
    }

    function test_FlashSwapByRepaidShares() public {
        _openMorphoReference();
        (uint256 shares,) = _position(borrower);
        Outcome memory outcome = _checked(_flashSwap(shares, true, 24_000e6));
        assertEq(outcome.repaid, 24_000e6);
        assertEq(outcome.debtGain, 0);
        (uint256 left,) = _position(borrower);
        assertEq(left, 0);
    }

    function test_RevertWhen_FlashSwapBuysTooLittle() public {
        _openMorphoReference();
        (uint256 repaid,) = _formula(4e18);
        vm.expectRevert(bytes("transferFrom reverted")); // Morpho's own error
        _liquidate(_flashSwap(4e18, false, repaid - 10));
    }

    function test_AaveFlashLoan() public {
        _openMorphoReference();
        Plan memory plan = _callback(4e18, 500);
        plan.funding = Funding(FundingSource.AaveV3FlashLoan, address(pool), 12_000e6);
        Outcome memory outcome = _checked(plan);
        (uint256 repaid,) = _formula(4e18);
        assertEq(outcome.repaid, repaid);
        assertEq(outcome.premium, AaveFormula.premium(12_000e6, pool.FLASHLOAN_PREMIUM_TOTAL()));
        assertEq(_balance(usdc, receiver), outcome.debtGain);
        assertEq(outcome.profit, outcome.debtGain);
    }

    function test_CallbackByRepaidShares() public {
        _openMorphoReference();
        (uint256 shares,) = _position(borrower);
        Plan memory plan = Plans.morphoCallback(morpho, borrower, params, shares, true, 500);
        Outcome memory outcome = _checked(plan);
        assertEq(outcome.repaid, 24_000e6);
        uint256 expected = MorphoFormula.seized(24_000e6, PRICE, params.lltv);
        assertEq(outcome.seized, expected);
        (uint256 left, uint256 collateral) = _position(borrower);
        assertEq(left, 0);
        assertEq(collateral, 10e18 - expected);
    }

    function test_ProfitMayBeWrappedEther() public {
        params = blue.idToMarketParams(vm.parseJsonBytes32(info, ".addresses.morpho.markets[2].id"));
        _openMorpho(borrower, 20e18, 21.5e18);
        _setPrice("wstETH", 3395 * USD);
        Plan memory plan = Plans.morphoCallback(morpho, borrower, params, 5e18, false, 100);
        plan.terms.tipBps = 1_000;
        plan.terms.tipRecipient = stranger;
        Outcome memory outcome = _liquidate(plan);
        assertEq(stranger.balance, outcome.debtGain / 10);
        assertEq(_balance(weth, receiver), outcome.debtGain - outcome.debtGain / 10);
        _assertNothingAtRest(liquidator);
    }

    function test_WalletGetsBackWhatItLent() public {
        _openMorphoReference();
        _fundWallet(usdc, 20_000e6);
        Plan memory plan = _callback(4e18, 500);
        plan.funding = Funding(FundingSource.Wallet, address(0), 20_000e6);
        Outcome memory outcome = _checked(plan);
        (uint256 repaid,) = _formula(4e18);
        assertEq(outcome.repaid, repaid);
        assertEq(_balance(usdc, operator), 20_000e6);
    }

    function test_WalletMayKeepTheCollateral() public {
        _openMorphoReference();
        _fundWallet(usdc, 20_000e6);
        Plan memory plan = _callback(4e18, 500);
        plan.funding = Funding(FundingSource.Wallet, address(0), 20_000e6);
        plan.selling = Selling.None;
        Outcome memory outcome = _checked(plan);
        assertEq(_balance(weth, receiver), 4e18);
        assertEq(_balance(usdc, operator), 20_000e6 - outcome.repaid);
        assertEq(outcome.profit, 4 * 2_700e6 - outcome.repaid);
    }

    function test_SameAssetOnBothSides() public {
        params = MorphoMarketParams(usdc, usdc, params.oracle, params.irm, params.lltv);
        blue.createMarket(params);
        deal(usdc, address(this), 1_000_000e6);
        _approve(usdc, 1_000_000e6);
        blue.supply(params, 100_000e6, 0, address(this), "");
        vm.mockCall(params.oracle, abi.encodeWithSignature("price()"), abi.encode(1e36));
        _openMorpho(borrower, 10_000e6, 8_500e6);
        vm.mockCall(params.oracle, abi.encodeWithSignature("price()"), abi.encode(0.95e36));

        Plan memory plan = _callback(1_000e6, 0);
        (plan.selling, plan.route) = (Selling.None, "");
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.seized, 1_000e6);
        assertEq(outcome.debtGain, 1_000e6 - outcome.repaid);
        assertEq(outcome.collateralGain, 0);
        assertEq(_balance(usdc, receiver), outcome.profit);
        _assertNothingAtRest(liquidator);
    }

    function test_RevertWhen_AssetsAreNotTheMarkets() public {
        _openMorphoReference();
        Plan memory plan = _callback(4e18, 500);
        plan.target.debt = dai;
        vm.expectRevert(abi.encodeWithSelector(AssetsMismatch.selector, usdc, dai));
        _liquidate(plan);

        plan = _callback(4e18, 500);
        plan.target.collateral = wbtc;
        vm.expectRevert(abi.encodeWithSelector(AssetsMismatch.selector, weth, wbtc));
        _liquidate(plan);
    }

    function test_RevertGiven_PositionIsHealthy() public {
        _openMorpho(borrower, 10e18, 24_000e6);
        vm.expectRevert(bytes("position is healthy"));
        _liquidate(_callback(4e18, 500));
    }

    function test_RevertGiven_OracleAnswersZero() public {
        _openMorphoReference();
        vm.mockCall(params.oracle, abi.encodeWithSignature("price()"), abi.encode(0));
        vm.expectRevert(abi.encodeWithSelector(OraclePriceZero.selector, weth));
        _liquidate(_callback(4e18, 500));
    }

    function _flashSwap(uint256 amount, bool byShares, uint256 bought) private view returns (Plan memory plan) {
        plan = Plans.morphoCallback(morpho, borrower, params, amount, byShares, 500);
        plan.funding = Funding(FundingSource.UniswapV3FlashSwap, address(0), bought);
        plan.selling = Selling.None;
    }

    function _formula(uint256 seized) private view returns (uint256 repaid, uint256 price) {
        return (MorphoFormula.repaid(seized, PRICE, params.lltv), PRICE);
    }
}
