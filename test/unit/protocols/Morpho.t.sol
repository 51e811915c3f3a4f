// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {stdError} from "forge-std/StdError.sol";
import {Vm} from "forge-std/Vm.sol";

import {MorphoMarketParams} from "../../../contracts/interfaces/IMorpho.sol";
import {AssetsMismatch, BadDebtRealized, OraclePriceZero} from "../../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling, Target} from "../../../contracts/types/Plan.sol";
import {SettableOracle} from "../../mocks/SettableOracle.sol";
import {AaveFormula} from "../../utils/AaveFormula.sol";
import {MorphoFormula} from "../../utils/MorphoFormula.sol";
import {MorphoTest} from "../../utils/MorphoTest.sol";
import {Plans} from "../../utils/Plans.sol";
import {ProtocolEvents} from "../../utils/ProtocolEvents.sol";

/// @notice
/// Morpho Blue
/// ├── callback
/// │   ├── by seized assets, part of the collateral              → the formula's amounts, Morpho's own event
/// │   ├── by repaid shares, all of the debt                     → the same; the rest of the collateral is the borrower's
/// │   ├── when the collateral has shrunk since                  → all of what is left, but for a unit if bad debt is unwanted
/// │   ├── when the debt has shrunk since                        → all of it, if the collateral asked for costs more
/// │   ├── when the debt is gone, or nothing is left             → Morpho's own error
/// │   ├── when the sale panics as Morpho does                   → the sale's panic, and no more is taken
/// │   └── with wrapped ether as debt                            → the profit is wrapped ether
/// ├── wallet
/// │   ├── sells, gets back what it lent
/// │   └── keeps the collateral
/// ├── flash swap, both by collateral and by shares              → pays with collateral, keeps the rest
/// ├── Aave flash loan                                           → pays the premium, sells
/// ├── bad debt
/// │   ├── when it was asked for                                 → realized, the lenders' loss
/// │   ├── when all collateral is asked for, and it was not      → all but a unit, nobody's loss
/// │   ├── when that unit is all there is                        → BadDebtRealized, before anything is sold
/// │   ├── when a part of the shares takes all collateral        → BadDebtRealized
/// │   ├── when all of the shares take all collateral            → there is none
/// │   ├── when interest grew the supply by more than the loss   → BadDebtRealized all the same
/// │   └── when shares are repaid and collateral remains         → there is none
/// ├── the same asset on both sides                              → no sale needed
/// ├── when the plan's assets are not the market's               → AssetsMismatch
/// ├── when the collateral asked for costs more than the debt  → all of the debt is repaid
/// ├── when all of it is a few units                           → the virtual amounts of shares count: the same
/// ├── when the shares asked for are worth more than the
/// │   collateral                                                → Morpho's own panic
/// ├── when the position is healthy                              → Morpho's own error
/// └── given the oracle answers zero                             → OraclePriceZero
contract MorphoBlueTest is MorphoTest {
    uint256 private constant PRICE = 2700e24;

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

    function test_SeizureIsClippedWhenTheCollateralHasShrunk() public {
        _openMorpho(borrower, 1e18, 2_400e6);
        _setPrice("WETH", 2500 * USD);
        Plan memory plan = _callback(4e18, 500);
        plan.target.data = abi.encode(params, false, true);
        assertEq(_checked(plan).seized, 1e18);
    }

    function test_RepaymentIsClippedWhenTheDebtHasShrunk() public {
        _openMorphoReference();
        (uint256 shares,) = _position(borrower);
        Plan memory plan = Plans.morphoCallback(morpho, borrower, params, shares, true, 500);
        // Another liquidator was first, with a tenth of it.
        vm.prank(operator);
        liquidator.liquidate(Plans.morphoCallback(morpho, borrower, params, shares / 10, true, 500));
        assertEq(_checked(plan).repaid, 21_600e6);
        (shares,) = _position(borrower);
        assertEq(shares, 0);
    }

    /// @dev Two units are enough to make what was planned, all but one, more than there is.
    function test_TwoUnitsTakenFirstDoNotStopTheRest() public {
        _openUnderWater();
        _seizeFirst(2);
        _assertAllButAUnit(_callback(10e18 - 1, 500), 10e18 - 3);
    }

    function test_HalfTakenFirstDoesNotStopTheRest() public {
        _openUnderWater();
        _seizeFirst(5e18);
        _assertAllButAUnit(_callback(10e18 - 1, 500), 5e18 - 1);
    }

    /// @dev All but a unit of 10 WETH at 2599 costs 24,898 of 25,000 USDC. After a hundredth was repaid it would cost more than is owed.
    function test_AHundredthRepaidFirstDoesNotStopTheRest() public {
        _openMorpho(borrower, 10e18, 25_000e6);
        _setPrice("WETH", 2599 * USD);
        (uint256 shares,) = _position(borrower);
        _repayOnBehalf(shares / 100);
        _assertDebtIsRepaid(_callback(10e18 - 1, 500), 24_750e6, 2599e24);
    }

    /// @dev The same when bad debt may be realized: there is none.
    function test_AHundredthRepaidFirstLeavesNoBadDebt() public {
        _openMorpho(borrower, 10e18, 25_000e6);
        _setPrice("WETH", 2599 * USD);
        (uint256 shares,) = _position(borrower);
        _repayOnBehalf(shares / 100);
        Plan memory plan = _callback(10e18, 500);
        plan.target.data = abi.encode(params, false, true);
        _assertDebtIsRepaid(plan, 24_750e6, 2599e24);
    }

    /// @dev Interest of a year that nobody has booked yet makes the debt large enough.
    function test_InterestThatIsDueCountsAsDebt() public {
        _openMorpho(borrower, 10e18, 25_000e6);
        _setPrice("WETH", 2605 * USD);
        (uint256 shares,) = _position(borrower);
        _repayOnBehalf(shares / 100);
        assertGt(_sharesUp(MorphoFormula.repaid(10e18 - 1, 2605e24, params.lltv)), shares - shares / 100, "stale");
        vm.warp(block.timestamp + 365 days);
        _setPrice("WETH", 2605 * USD);
        _assertAllButAUnit(_callback(10e18 - 1, 500), 10e18 - 1);
    }

    /// @dev As Morpho does where the debt is too small; here it is not, and no more is taken than was asked for.
    function test_RevertWhen_TheSalePanics() public {
        _openMorphoReference();
        _expectPanicOfTheSale(4e18);
        _liquidate(_callback(4e18, 500));
    }

    /// @dev Without the interest that nobody has booked yet the debt would be too small.
    function test_RevertWhen_TheSalePanicsWhileInterestIsDue() public {
        _openMorpho(borrower, 10e18, 24_750e6);
        (uint256 shares,) = _position(borrower);
        uint256 cost = MorphoFormula.repaid(9.93e18, 2605e24, params.lltv);
        assertGt(_sharesUp(cost), shares, "too small without");
        vm.warp(block.timestamp + 10 days);
        _setPrice("WETH", 2605 * USD);
        uint256 due = vm.snapshotState();
        blue.accrueInterest(params);
        assertLt(_sharesUp(cost), shares, "enough with");
        assertLt(MorphoFormula.seized(_assetsDown(shares), 2605e24, params.lltv), 10e18, "all shares could be repaid");
        vm.revertToState(due);
        _expectPanicOfTheSale(9.93e18);
        _liquidate(_callback(9.93e18, 500));
    }

    function test_RevertGiven_TheDebtIsGone() public {
        _openMorphoReference();
        (uint256 shares,) = _position(borrower);
        _repayOnBehalf(shares);
        vm.expectRevert(bytes("position is healthy"));
        _liquidate(_callback(10e18, 500));
    }

    function test_RevertGiven_NothingIsLeft() public {
        _setPrice("WETH", 2700 * USD);
        vm.expectRevert(bytes("inconsistent input"));
        _liquidate(_callback(4e18, 500));
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

    function test_AUnitIsLeftWhenBadDebtWasNotAskedFor() public {
        _openUnderWater();
        _assertAllButAUnit(_callback(10e18, 500), 10e18 - 1);
    }

    function test_RevertGiven_OnlyTheLastUnitIsLeft() public {
        _openUnderWater();
        _seizeFirst(10e18 - 1);
        (uint256 shares,) = _position(borrower);
        vm.expectRevert(abi.encodeWithSelector(BadDebtRealized.selector, 0, shares));
        _liquidate(_callback(10e18 - 1, 500));
    }

    function test_RevertWhen_PartOfTheSharesTakesAllCollateral() public {
        _openMorpho(borrower, 9.8e18, 25_000e6);
        _setPrice("WETH", 2500 * USD);
        (uint256 shares,) = _position(borrower);
        uint256 part = shares * 96 / 100;
        _addCollateral(_missingFor(part, 2500e24));
        vm.expectRevert(abi.encodeWithSelector(BadDebtRealized.selector, part, shares));
        _liquidate(Plans.morphoCallback(morpho, borrower, params, part, true, 500));
    }

    /// @dev To the unit; nothing remains of either, and nobody loses.
    function test_AllSharesMayTakeAllCollateral() public {
        _openMorpho(borrower, 9.8e18, 25_000e6);
        _setPrice("WETH", 2500 * USD);
        (uint256 shares,) = _position(borrower);
        _addCollateral(_missingFor(shares, 2500e24));
        (, uint256 collateral) = _position(borrower);
        (uint256 supplied,,,,,) = blue.market(_id());

        uint256 snapshot = vm.snapshotState();
        uint256[3] memory asked = [shares, shares + 1, type(uint256).max];
        for (uint256 i; i < asked.length; ++i) {
            Outcome memory outcome = _checked(Plans.morphoCallback(morpho, borrower, params, asked[i], true, 500));
            assertEq(outcome.repaid, 25_000e6);
            assertEq(outcome.seized, collateral);
            (uint256 sharesLeft, uint256 collateralLeft) = _position(borrower);
            assertEq(sharesLeft + collateralLeft, 0);
            (uint256 suppliedAfter,,,,,) = blue.market(_id());
            assertEq(suppliedAfter, supplied, "a loss");
            vm.revertToState(snapshot);
        }
    }

    function test_BadDebtIsRealizedWhenAskedFor() public {
        uint256 loss = _openUnderWater();
        (uint256 supplyBefore,,,,,) = blue.market(_id());
        Plan memory plan = _callback(10e18, 500);
        plan.target.data = abi.encode(params, false, true);
        _checked(plan);
        (uint256 supplyAfter,,,,,) = blue.market(_id());
        assertEq(supplyBefore - supplyAfter, loss);
        (uint256 shares, uint256 collateral) = _position(borrower);
        assertEq(shares + collateral, 0);
    }

    function test_RevertWhen_DebtIsWorthMoreThanTheCollateral() public {
        _openUnderWater();
        (uint256 shares,) = _position(borrower);
        vm.expectRevert(stdError.arithmeticError);
        _liquidate(Plans.morphoCallback(morpho, borrower, params, shares, true, 500));
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

    /// @dev A year's interest grows the supply by more than the bad debt takes: it must not hide it.
    function test_RevertWhen_InterestCouldHideTheBadDebt() public {
        _openMorpho(borrower, 9.8e18, 25_000e6);
        (uint256 shares,) = _position(borrower);
        uint256 part = shares * 96 / 100;
        (uint256 stale,,,,,) = blue.market(_id());
        vm.warp(block.timestamp + 365 days);
        _setPrice("WETH", 2500 * USD);
        Plan memory plan = Plans.morphoCallback(morpho, borrower, params, part, true, 500);

        uint256 due = vm.snapshotState();
        blue.accrueInterest(params);
        uint256 missing = _missingFor(part, 2500e24);
        vm.revertToState(due);
        _addCollateral(missing);

        uint256 snapshot = vm.snapshotState();
        plan.target.data = abi.encode(params, true, true);
        blue.accrueInterest(params);
        (uint256 supplyBefore,,,,,) = blue.market(_id());
        _liquidate(plan);
        (uint256 supplyAfter,,,,,) = blue.market(_id());
        vm.revertToState(snapshot);
        assertGt(supplyBefore, supplyAfter, "a loss");
        assertGt(supplyAfter, stale, "hidden");

        plan.target.data = abi.encode(params, true, false);
        vm.expectRevert(abi.encodeWithSelector(BadDebtRealized.selector, part, shares));
        _liquidate(plan);
    }

    /// @dev Watched for bad debt, because some of the debt remains; there is none, because some collateral remains too.
    function test_PartOfTheSharesMakesNoBadDebt() public {
        _openMorphoReference();
        (uint256 shares,) = _position(borrower);
        vm.warp(block.timestamp + 365 days);
        _setPrice("WETH", 2700 * USD);
        Outcome memory outcome = _checked(Plans.morphoCallback(morpho, borrower, params, shares / 2, true, 500));
        assertGt(outcome.repaid, 12_000e6, "interest included");
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

    function test_DebtIsRepaidWhenTheCollateralAskedForCostsMore() public {
        _openMorphoReference();
        _assertDebtIsRepaid(_callback(10e18, 500), 24_000e6, PRICE);
    }

    /// @dev 51 units are asked for: 51e6 shares of 51e6 and 51 units, virtual ones included.
    function test_DebtOfAFewUnitsIsRepaidWhenTheCollateralAskedForCostsMore() public {
        _openTiny(1.975e10, 3000e24);
        assertEq(MorphoFormula.repaid(1.96e10, PRICE, params.lltv), 51);
        _assertDebtIsRepaid(_callback(1.96e10, 500), 50, PRICE);
    }

    /// @dev 50 units are asked for: the debt is just large enough, and no more is taken.
    function test_RevertWhen_TheSaleOfAFewUnitsPanics() public {
        _openTiny(1.975e10, 3000e24);
        assertEq(MorphoFormula.repaid(1.92e10, PRICE, params.lltv), 50);
        assertGt(MorphoFormula.seized(50, PRICE, params.lltv), 1.92e10, "what all shares would take");
        _expectPanicOfTheSale(1.92e10);
        _liquidate(_callback(1.92e10, 500));
    }

    /// @dev A share is missing: 40 units are 48,888,888.2 shares, which Morpho rounds up.
    function test_DebtThatIsAShareTooSmallIsRepaid() public {
        _openTiny(1.975e10, 3000e24);
        _openMorpho(stranger, 1e10, 10);
        // Whatever is repaid costs a unit at least, so that shares get cheaper.
        _repayOnBehalf(1_111_102);
        for (uint256 i; i < 10; ++i) {
            _repayOnBehalf(1);
        }
        SettableOracle(params.oracle).set(2100e24, false);
        assertEq(MorphoFormula.repaid(1.95e10, 2100e24, params.lltv), 40);
        (uint256 shares,) = _position(borrower);
        assertEq(_sharesUp(40), shares + 1);

        Outcome memory outcome = _checked(_callback(1.95e10, 500));
        assertEq(outcome.repaid, 40);
        (shares,) = _position(borrower);
        assertEq(shares, 0);
    }

    /// @dev 60 units of collateral cost 53, and would cost 49 if the incentive had no limit: the debt would be enough.
    function test_DebtIsTooSmallByTheLargestIncentive() public {
        params.lltv = 0.385e18;
        vm.prank(blue.owner());
        blue.enableLltv(params.lltv);
        _openTiny(2.3e10, 30_000e24);
        assertEq(MorphoFormula.incentive(params.lltv), 1.15e18);
        assertEq(MorphoFormula.repaid(2.22e10, PRICE, params.lltv), 53);
        _assertDebtIsRepaid(_callback(2.22e10, 500), 50, PRICE);
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

    /// @dev Under water: a unit and the rest of the debt stay behind, and the lenders have what they had.
    function _assertAllButAUnit(Plan memory plan, uint256 seized) private {
        uint256 due = vm.snapshotState();
        blue.accrueInterest(params);
        (uint256 supplied,,,,,) = blue.market(_id());
        vm.revertToState(due);
        assertEq(_checked(plan).seized, seized);
        (uint256 shares, uint256 collateral) = _position(borrower);
        assertGt(shares, 0);
        assertEq(collateral, 1);
        (uint256 suppliedAfter,,,,,) = blue.market(_id());
        assertEq(suppliedAfter, supplied);
    }

    /// @dev The rest of the collateral is the borrower's.
    function _assertDebtIsRepaid(Plan memory plan, uint256 debt, uint256 price) private {
        (, uint256 collateralBefore) = _position(borrower);
        Outcome memory outcome = _checked(plan);
        assertEq(outcome.repaid, debt);
        assertEq(outcome.seized, MorphoFormula.seized(debt, price, params.lltv));
        (uint256 shares, uint256 collateral) = _position(borrower);
        assertEq(shares, 0);
        assertEq(collateral, collateralBefore - outcome.seized);
        assertGt(collateral, 0);
    }

    /// @dev All 10 WETH at 2500 are worth 25,000, which pays 23,920 of 25,000: Morpho's lenders would lose the rest.
    function _openUnderWater() private returns (uint256 loss) {
        _openMorpho(borrower, 10e18, 25_000e6);
        _setPrice("WETH", 2500 * USD);
        loss = 25_000e6 - MorphoFormula.repaid(10e18, 2500e24, params.lltv);
    }

    /// @dev A market of one loan of 50 units, or 50e6 shares, at `price`; then the price falls.
    function _openTiny(uint256 collateral, uint256 price) private {
        SettableOracle oracle = new SettableOracle();
        params.oracle = address(oracle);
        blue.createMarket(params);
        deal(usdc, address(this), 100);
        _approve(usdc, 100);
        blue.supply(params, 100, 0, address(this), "");
        oracle.set(price, false);
        _openMorpho(borrower, collateral, 50);
        oracle.set(PRICE, false);
    }

    function _expectPanicOfTheSale(uint256 sold) private {
        address venue = IUniswapV3Factory(uniswapFactory).getPool(weth, usdc, 500);
        vm.mockCallRevert(weth, abi.encodeCall(IERC20.transfer, (venue, sold)), stdError.arithmeticError);
        vm.expectRevert(stdError.arithmeticError);
    }

    function _flashSwap(uint256 amount, bool byShares, uint256 bought) private view returns (Plan memory plan) {
        plan = Plans.morphoCallback(morpho, borrower, params, amount, byShares, 500);
        plan.funding = Funding(FundingSource.UniswapV3FlashSwap, address(0), bought);
        plan.selling = Selling.None;
    }

    function _formula(uint256 seized) private view returns (uint256 repaid, uint256 price) {
        return (MorphoFormula.repaid(seized, PRICE, params.lltv), PRICE);
    }

    /// @dev Liquidates and compares with Morpho's event and the receiver's balances.
    function _checked(Plan memory plan) private returns (Outcome memory outcome) {
        (uint256 usdcBefore, uint256 wethBefore) = (_balance(usdc, receiver), _balance(weth, receiver));
        vm.recordLogs();
        outcome = _liquidate(plan);
        (uint256 repaid, uint256 seized) = ProtocolEvents.morpho(vm.getRecordedLogs(), morpho);
        assertEq(outcome.repaid, repaid, "repaid");
        assertEq(outcome.seized, seized, "seized");
        assertEq(_balance(usdc, receiver) - usdcBefore, outcome.debtGain);
        assertEq(_balance(weth, receiver) - wethBefore, outcome.collateralGain);
        _assertNothingAtRest(liquidator);
    }
}
