// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";
import {Loss} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {FeeToken} from "../mocks/FeeToken.sol";
import {RefusingToken} from "../mocks/RefusingToken.sol";
import {SenderFeeToken} from "../mocks/SenderFeeToken.sol";
import {SettableOracle} from "../mocks/SettableOracle.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {MorphoFormula} from "../utils/MorphoFormula.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Attack: tokens that keep a part of what is sent, or answer `false` instead of reverting. Either everything reverts or
/// the numbers are what arrived. (Tokens that return nothing: unit/protocols/AaveV3. Tokens that call back: Reentry.)
contract TokenQuirksTest is MorphoTest {
    SettableOracle private oracle;
    Liquidity private maker;

    function setUp() public override {
        super.setUp();
        oracle = new SettableOracle();
        maker = new Liquidity(uniswapFactory);
        deal(usdc, address(maker), 10_000_000e6);
    }

    /// @dev Morpho's books know nothing of a fee, so the pool on the other side gets less than it is owed.
    function test_RevertGiven_CollateralTakesAFeeOnTheSale() public {
        FeeToken fee = _feeCollateral();
        fee.mint(address(maker), 1e30);
        fee.setExempt(address(maker), true);
        maker.open(address(fee), 1_000_000e18, usdc, 1_000_000e6, 3000);
        vm.expectRevert(bytes("IIA")); // UniswapV3Pool: insufficient input amount
        _liquidate(_callback(1_000e18, 3000));
    }

    /// @dev Kept collateral counts as it arrived, 99 % of what Morpho sent.
    function test_CollateralThatTakesAFeeCountsAsItArrived() public {
        FeeToken fee = _feeCollateral();
        Outcome memory outcome = _liquidate(_keep(_callback(1_000e18, 3000), 10_000e6));
        assertEq(outcome.seized, 990e18);
        assertEq(outcome.collateralGain, 990e18);
        assertEq(outcome.profit, 990e18 * 0.97e24 / 1e36 - outcome.repaid);
        assertEq(fee.balanceOf(receiver), 980.1e18, "less the fee of the way to the receiver");
        assertEq(fee.balanceOf(address(liquidator)), 0);
    }

    /// @dev The wallet sends 9,000, 8,910 arrive: the missing 90 are a cost, given back out of the proceeds.
    function test_DebtThatTakesAFeeIsACostOfTheWallet() public {
        FeeToken fee = _feeDebt();
        uint256 snapshot = vm.snapshotState();
        Outcome memory free = _walletSale(fee, true);
        vm.revertToState(snapshot);
        Outcome memory outcome = _walletSale(fee, false);
        assertEq(outcome.repaid, free.repaid);
        assertEq(outcome.profit, free.profit - 90e6);
        assertEq(fee.balanceOf(address(liquidator)), 0);
        assertEq(fee.balanceOf(operator), 9_000e6 - 90e6, "less the fee of the way back");
    }

    /// @dev The market asks for 8,950 of the 9,000 that were sent, and 8,910 arrived: what lies here must not make up for the rest.
    function test_RevertGiven_MarketTakesMoreThanArrived() public {
        FeeToken fee = _feeDebt();
        fee.mint(address(liquidator), 1_000e6);
        _giveWallet(fee);
        Plan memory plan = _callback(MorphoFormula.seized(8_950e6, 2700e24, params.lltv), 3000);
        plan.funding = Funding(FundingSource.Wallet, address(0), 9_000e6);
        vm.expectRevert(bytes("transferFrom reverted")); // Morpho's own error
        _liquidate(plan);
    }

    function test_TokenMayRefuseToSendNothing() public {
        _openMorphoReference();
        vm.mockCallRevert(weth, abi.encodeCall(IERC20.transfer, (receiver, 0)), "nothing is sent");
        Outcome memory outcome = _liquidate(_callback(4e18, 500));
        assertEq(outcome.collateralGain, 0);
        assertEq(_balance(usdc, receiver), outcome.debtGain);
    }

    function test_RevertGiven_ProfitIsRefused() public {
        RefusingToken refusing = _refusingCollateral();
        Plan memory plan = _keep(_callback(1_000e18, 3000), 10_000e6);
        vm.mockCall(
            address(refusing), abi.encodeWithSignature("transfer(address,uint256)", receiver), abi.encode(false)
        );
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, refusing));
        _liquidate(plan);
    }

    function test_RevertGiven_TipIsRefused() public {
        RefusingToken refusing = _refusingCollateral();
        Plan memory plan = _keep(_callback(1_000e18, 3000), 10_000e6);
        (plan.terms.tipBps, plan.terms.tipRecipient) = (5_000, stranger);
        vm.mockCall(
            address(refusing), abi.encodeWithSignature("transfer(address,uint256)", stranger), abi.encode(false)
        );
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, refusing));
        _liquidate(plan);
    }

    function test_RevertGiven_ApprovalIsRefused() public {
        _openMorphoReference();
        vm.mockCall(usdc, abi.encodeWithSignature("approve(address,uint256)"), abi.encode(false));
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, usdc));
        _liquidate(_callback(4e18, 500));
    }

    function test_RevertGiven_LoanOfTheWalletIsRefused() public {
        _openMorphoReference();
        Plan memory plan = _keep(_callback(4e18, 500), 10_000e6);
        vm.mockCall(usdc, abi.encodeWithSignature("transferFrom(address,address,uint256)"), abi.encode(false));
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, usdc));
        _liquidate(plan);
    }

    /// @dev A fee on the way into the contract only: what a token in between lacks must not come from what lies here.
    function test_TokenInBetweenThatArrivesShortIsNotMadeUp() public {
        FeeToken between = new FeeToken(100);
        between.mint(address(maker), 1e30);
        between.setExempt(address(maker), true);
        deal(weth, address(maker), 2_000e18);
        maker.open(weth, 1_000e18, address(between), 1_000e18, 3000);
        address second = address(maker.open(address(between), 1_000e18, usdc, 3_000_000e6, 3000));
        between.setExempt(second, true);
        between.mint(address(liquidator), 100e18);

        _openMorphoReference();
        Plan memory plan = _callback(4e18, 500);
        plan.route = Routes.uniswapV3(abi.encodePacked(weth, uint24(3000), between, uint24(3000), usdc));
        _liquidate(plan);
        assertEq(between.balanceOf(address(liquidator)), 100e18, "untouched");
    }

    /// @dev A fee on top of what is sent out of the contract: what lies here would pay it.
    function test_RevertGiven_TokenInBetweenChargesItsSender() public {
        SenderFeeToken between = new SenderFeeToken();
        between.mint(address(maker), 1e30);
        deal(weth, address(maker), 2_000e18);
        maker.open(weth, 1_000e18, address(between), 1_000e18, 3000);
        maker.open(address(between), 1_000e18, usdc, 3_000_000e6, 3000);
        between.charge(address(liquidator));
        between.mint(address(liquidator), 100e18);

        _openMorphoReference();
        Plan memory plan = _callback(4e18, 500);
        plan.route = Routes.uniswapV3(abi.encodePacked(weth, uint24(3000), between, uint24(3000), usdc));
        vm.expectPartialRevert(Loss.selector);
        _liquidate(plan);
    }

    function _feeCollateral() private returns (FeeToken fee) {
        fee = new FeeToken(100);
        fee.setExempt(borrower, true); // so that Morpho's books are right
        _market(address(fee), usdc);
        fee.mint(borrower, 10_000e18);
        _borrow(10_000e18, 8_500e6);
        oracle.set(0.97e24, false);
    }

    function _refusingCollateral() private returns (RefusingToken refusing) {
        refusing = new RefusingToken();
        _market(address(refusing), usdc);
        refusing.mint(borrower, 10_000e18);
        _borrow(10_000e18, 8_500e6);
        oracle.set(0.97e24, false);
    }

    /// @dev WETH against a debt that takes a fee; Morpho and the pool are exempt, the liquidator and the wallet are not.
    function _feeDebt() private returns (FeeToken fee) {
        fee = new FeeToken(100);
        fee.setExempt(morpho, true);
        fee.mint(address(this), 1_000_000e6);
        _market(weth, address(fee));
        deal(weth, borrower, 10e18);
        oracle.set(3000e24, false);
        _borrow(10e18, 24_000e6);
        oracle.set(2700e24, false);
        deal(weth, address(maker), 2_000e18);
        fee.mint(address(maker), 1e18);
        fee.setExempt(address(maker), true);
        fee.setExempt(address(maker.open(weth, 1_000e18, address(fee), 3_000_000e6, 3000)), true);
    }

    function _walletSale(FeeToken fee, bool exempt) private returns (Outcome memory) {
        fee.setExempt(operator, exempt);
        _giveWallet(fee);
        Plan memory plan = _callback(3e18, 3000);
        plan.funding = Funding(FundingSource.Wallet, address(0), 9_000e6);
        return _liquidate(plan);
    }

    function _giveWallet(FeeToken fee) private {
        fee.mint(operator, 9_000e6);
        vm.prank(operator);
        fee.approve(address(liquidator), 9_000e6);
    }

    function _keep(Plan memory plan, uint256 lent) private returns (Plan memory) {
        _fundWallet(usdc, lent);
        plan.funding = Funding(FundingSource.Wallet, address(0), lent);
        plan.selling = Selling.None;
        return plan;
    }

    function _market(address collateral, address loan) private {
        params = MorphoMarketParams(loan, collateral, address(oracle), params.irm, params.lltv);
        oracle.set(1e24, false);
        blue.createMarket(params);
        if (loan == usdc) deal(usdc, address(this), 1_000_000e6);
        _approve(loan, 1_000_000e6);
        blue.supply(params, 1_000_000e6, 0, address(this), "");
    }

    function _borrow(uint256 collateral, uint256 debt) private {
        vm.startPrank(borrower);
        FeeToken(params.collateralToken).approve(morpho, collateral);
        blue.supplyCollateral(params, collateral, borrower, "");
        blue.borrow(params, debt, 0, borrower, borrower);
        vm.stopPrank();
    }
}
