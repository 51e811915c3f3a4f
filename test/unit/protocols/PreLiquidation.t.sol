// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {PreLiquidationParams} from "../../../contracts/interfaces/IPreLiquidation.sol";
import {AssetsMismatch, MarketNotAllowed, OraclePriceZero} from "../../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling} from "../../../contracts/types/Plan.sol";
import {SettableOracle} from "../../mocks/SettableOracle.sol";
import {PreLiquidationTest} from "../../utils/PreLiquidationTest.sol";

/// @notice
/// A pre-liquidation of a position that Morpho calls healthy
/// ├── callback, part of the debt                                → the terms' amounts, nothing at rest
/// ├── wallet
/// │   ├── sells, gets back what it lent
/// │   └── keeps the collateral
/// ├── flash swap                                                → pays with collateral, keeps the rest
/// ├── Aave flash loan                                           → pays the premium, sells
/// ├── when more is asked for than the terms allow               → as much as they do
/// ├── when the debt has shrunk since                            → as much as the terms allow of what is left
/// ├── when the terms allow all, and the debt has shrunk         → all of what is left
/// ├── when the terms have an oracle of their own                → the floor is by that one
/// │   └── given it answers zero                                 → OraclePriceZero
/// ├── when the position is not yet due, or Morpho's own applies → the contract's own error
/// ├── when the owner has taken it back                          → Morpho's own error
/// ├── when the plan's assets are not the market's               → AssetsMismatch
/// └── when the liquidator's owner has not allowed
///     ├── the factory                                           → MarketNotAllowed
///     └── Morpho                                                → MarketNotAllowed
contract PreLiquidationUnitTest is PreLiquidationTest {
    function test_Callback() public {
        uint256 shares = _shares() / 5;
        (, uint256 incentive) = _allowed(_terms());
        Outcome memory outcome = _checked(_early(shares, 500));
        assertEq(outcome.repaid, 4_300e6);
        assertEq(outcome.seized, (uint256(4_300e6) * incentive / 1e18) * 1e36 / 2600e24);
        assertEq(outcome.premium, 0);
        (uint256 left, uint256 collateral) = _position(borrower);
        assertEq(left, DEBT * 1e6 - shares);
        assertEq(collateral, COLLATERAL - outcome.seized);
        assertEq(_balance(usdc, receiver), outcome.profit);
    }

    function test_Wallet() public {
        Plan memory plan = _early(_shares() / 5, 500);
        plan.funding = Funding(FundingSource.Wallet, address(0), 4_300e6);
        _fundWallet(usdc, 4_300e6);
        Outcome memory outcome = _checked(plan);
        assertEq(outcome.repaid, 4_300e6);
        assertEq(_balance(usdc, operator), 4_300e6);
        assertEq(_balance(usdc, receiver), outcome.debtGain);
    }

    function test_WalletKeepsTheCollateral() public {
        Plan memory plan = _early(_shares() / 5, 500);
        plan.funding = Funding(FundingSource.Wallet, address(0), 4_300e6);
        (plan.selling, plan.route) = (Selling.None, "");
        _fundWallet(usdc, 4_300e6);
        Outcome memory outcome = _checked(plan);
        assertEq(outcome.collateralGain, outcome.seized);
        assertEq(_balance(weth, receiver), outcome.seized);
        assertEq(outcome.profit, outcome.seized * 2600e24 / 1e36 - 4_300e6);
    }

    function test_FlashSwap() public {
        Plan memory plan = _early(_shares() / 5, 500);
        plan.funding = Funding(FundingSource.UniswapV3FlashSwap, address(0), 4_300e6);
        plan.selling = Selling.None;
        Outcome memory outcome = _checked(plan);
        assertEq(outcome.repaid, 4_300e6);
        assertGt(outcome.collateralGain, 0);
        assertEq(_balance(weth, receiver), outcome.collateralGain);
    }

    function test_AaveFlashLoan() public {
        Plan memory plan = _early(_shares() / 5, 500);
        plan.funding = Funding(FundingSource.AaveV3FlashLoan, address(pool), 4_300e6);
        Outcome memory outcome = _checked(plan);
        assertEq(outcome.repaid, 4_300e6);
        assertGt(outcome.premium, 0);
        assertEq(outcome.profit, outcome.debtGain);
    }

    function test_AsMuchIsRepaidAsTheTermsAllow() public {
        (uint256 repayable,) = _allowed(_terms());
        uint256 before = _shares();
        _checked(_early(repayable + 1, 500));
        assertEq(before - _shares(), repayable);
    }

    /// @dev Somebody repays a tenth on behalf: what was planned is more than the terms still allow.
    function test_AsMuchIsRepaidAsTheTermsStillAllowWhenTheDebtHasShrunk() public {
        (uint256 repayable,) = _allowed(_terms());
        Plan memory plan = _early(repayable, 500);
        _repayOnBehalf(_shares() / 50);
        uint256 before = _shares();
        _checked(plan);
        assertGt(before - _shares(), before / 5);
        assertLt(before - _shares(), repayable);
    }

    function test_AllIsRepaidWhenTheTermsAllowItAndTheDebtHasShrunk() public {
        PreLiquidationParams memory terms = _terms();
        (terms.preLCF1, terms.preLCF2) = (1e18, 2e18);
        early = _accepted(terms);
        Plan memory plan = _early(_shares(), 500);
        _repayOnBehalf(_shares() / 50);
        _checked(plan);
        assertEq(_shares(), 0);
    }

    /// @dev The market's oracle says 2600; the one of the terms a little less, so that the collateral is worth less and the floor lower.
    function test_TheFloorIsByTheOracleOfTheTerms() public {
        SettableOracle own = new SettableOracle();
        own.set(2550e24, false);
        PreLiquidationParams memory terms = _terms();
        terms.preLiquidationOracle = address(own);
        early = _accepted(terms);
        Plan memory plan = _early(_shares() / 5, 500);
        (plan.funding, plan.selling) = (Funding(FundingSource.Wallet, address(0), 4_300e6), Selling.None);
        _fundWallet(usdc, 4_300e6);
        Outcome memory outcome = _checked(plan);
        assertEq(outcome.profit, outcome.seized * 2550e24 / 1e36 - 4_300e6);
    }

    function test_RevertGiven_TheOracleOfTheTermsAnswersZero() public {
        SettableOracle own = new SettableOracle();
        PreLiquidationParams memory terms = _terms();
        terms.preLiquidationOracle = address(own);
        early = _accepted(terms);
        Plan memory plan = _early(_shares() / 5, 500);
        vm.expectRevert(abi.encodeWithSelector(OraclePriceZero.selector, weth));
        _liquidate(plan);
    }

    function test_RevertWhen_ThePositionIsNotYetDue() public {
        _setPrice("WETH", 2700 * USD);
        Plan memory plan = _early(_shares() / 5, 500);
        vm.expectRevert(bytes4(keccak256("NotPreLiquidatablePosition()")));
        _liquidate(plan);
    }

    function test_RevertWhen_MorphosOwnLiquidationApplies() public {
        _setPrice("WETH", 2499 * USD);
        Plan memory plan = _early(_shares() / 5, 500);
        vm.expectRevert(bytes4(keccak256("LiquidatablePosition()")));
        _liquidate(plan);
    }

    function test_RevertWhen_TheOwnerHasTakenItBack() public {
        vm.prank(borrower);
        (bool ok,) = morpho.call(abi.encodeWithSignature("setAuthorization(address,bool)", address(early), false));
        assertTrue(ok);
        Plan memory plan = _early(_shares() / 5, 500);
        vm.expectRevert(bytes("unauthorized")); // Morpho's own error
        _liquidate(plan);
    }

    function test_RevertWhen_TheAssetsAreNotTheMarkets() public {
        Plan memory plan = _early(_shares() / 5, 500);
        plan.target.collateral = wbtc;
        vm.expectRevert(abi.encodeWithSelector(AssetsMismatch.selector, weth, wbtc));
        _liquidate(plan);
        plan.target.collateral = weth;
        plan.target.debt = dai;
        vm.expectRevert(abi.encodeWithSelector(AssetsMismatch.selector, usdc, dai));
        _liquidate(plan);
    }

    function test_RevertWhen_TheFactoryIsNotAllowed() public {
        vm.prank(owner);
        liquidator.setMarket(factory, false);
        Plan memory plan = _early(_shares() / 5, 500);
        vm.expectRevert(abi.encodeWithSelector(MarketNotAllowed.selector, factory));
        _liquidate(plan);
    }

    function test_RevertWhen_MorphoIsNotAllowed() public {
        vm.prank(owner);
        liquidator.setMarket(morpho, false);
        Plan memory plan = _early(_shares() / 5, 500);
        vm.expectRevert(abi.encodeWithSelector(MarketNotAllowed.selector, morpho));
        _liquidate(plan);
    }

    /// @dev Whatever it does, nothing stays here, and no allowance.
    function _checked(Plan memory plan) private returns (Outcome memory outcome) {
        outcome = _liquidate(plan);
        _assertNothingAtRest(liquidator);
        assertEq(IERC20(usdc).allowance(address(liquidator), address(early)), 0, "allowance left");
        assertGt(outcome.profit, 0);
    }
}
