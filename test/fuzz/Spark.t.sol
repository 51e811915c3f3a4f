// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPriceOracleGetter} from "@aave/core-v3/contracts/interfaces/IPriceOracleGetter.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Loss, ProfitBelowMinimum, ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling, Target} from "../../contracts/types/Plan.sol";
import {Plans} from "../utils/Plans.sol";
import {Routes} from "../utils/Routes.sol";
import {SparkTest} from "../utils/SparkTest.sol";
import {pathOf, Traded} from "../utils/Traded.sol";

/// @notice Random positions, prices and sizes against the real Aave V3.0.2 that Spark is: half of the debt or all of it, by its rules, and
/// to the unit, or the liquidation reverts with an error that is known.
contract SparkFuzzTest is SparkTest {
    using SafeERC20 for IERC20;

    uint256 private constant PREMIUM_BPS = 9;
    uint256 private constant FEE_BPS = 1_000; // of the bonus

    Traded[] private traded;

    function setUp() public override {
        super.setUp();
        vm.prank(owner);
        liquidator.setLimits(1, 5_000);
        _setSparkPremium(uint128(PREMIUM_BPS));
        traded.push(Traded(weth, "WETH", 3000e8, 0));
        traded.push(Traded(wbtc, "WBTC", 60_000e8, 500));
        traded.push(Traded(wsteth, "wstETH", 3500e8, 100));
        traded.push(Traded(dai, "DAI", 1e8, 3000));
        traded.push(Traded(usdc, "USDC", 1e8, 500));
        traded.push(Traded(usdt, "USDT", 1e8, 3000));
    }

    /// @param which Collateral, one of the three that are one there, and debt, any other asset.
    /// @param dollars Worth of the collateral, 100 to 300,000 USD.
    /// @param health Health factor after the collateral's price fell, from 0.7 to 1.01.
    /// @param share Of the debt that is asked for, 1/1000 to 1200/1000.
    /// @param delay Seconds in which interest falls due that nobody books.
    function testFuzz_OutcomeIsWhatTheRulesSayAndTheReceiverGot(
        uint256 which,
        uint256 dollars,
        uint256 health,
        uint256 share,
        uint8 how,
        uint256 delay
    ) public {
        Traded memory collateral = traded[which % 3];
        Traded memory debt = traded[(which % 3 + 1 + which / 3 % 5) % 6];
        _openAndFall(collateral, debt, bound(dollars, 100, 300_000), bound(health, 0.7e18, 1.01e18));
        vm.warp(block.timestamp + bound(delay, 0, 3 days));
        uint256 amount = _owed(debt.token) * bound(share, 1, 1_200) / 1_000;
        Plan memory plan = _planOf(collateral, debt, amount, how % 3);
        (uint256 repaid, uint256 seized) = _expected(plan.target);

        vm.prank(operator);
        try liquidator.liquidate(plan) returns (Outcome memory outcome) {
            assertEq(outcome.repaid, repaid, "repaid");
            // An aToken's balance may differ from what was sent by a unit.
            assertApproxEqAbs(outcome.seized, seized, how % 3 == 2 ? 1 : 0, "seized");
            _assertReceiverAgrees(plan, outcome);
        } catch (bytes memory revertData) {
            _assertKnown(revertData);
        }
        _assertNothingLeft();
    }

    function _openAndFall(Traded memory collateral, Traded memory debt, uint256 dollars, uint256 health) private {
        uint256 supplied = dollars * 1e8 * _unit(collateral.token) / collateral.price;
        deal(collateral.token, borrower, supplied);
        vm.startPrank(borrower);
        IERC20(collateral.token).forceApprove(address(spark), supplied);
        spark.supply(collateral.token, supplied, borrower, 0);
        (,, uint256 available,,,) = spark.getUserAccountData(borrower);
        spark.borrow(debt.token, available * 999 / 1_000 * _unit(debt.token) / debt.price, 2, 0, borrower);
        vm.stopPrank();
        _setPrice(collateral.symbol, collateral.price * health / _healthFactor(spark, borrower));
    }

    /// @param how Flash loan of Spark, wallet, wallet that keeps aTokens.
    function _planOf(Traded memory collateral, Traded memory debt, uint256 amount, uint8 how)
        private
        returns (Plan memory plan)
    {
        plan = Plan({
            target: Target(address(spark), borrower, collateral.token, debt.token, amount, ""),
            funding: Funding(FundingSource.AaveV3FlashLoan, address(spark), amount),
            selling: Selling.Leaf,
            route: Routes.uniswapV3(pathOf(collateral, debt, weth)),
            terms: Plans.terms()
        });
        plan.terms.minBonusShareBps = uint16(1 + amount % 5_000);
        if (how == 0) return plan;
        plan.funding.source = FundingSource.Wallet;
        deal(debt.token, operator, amount);
        vm.prank(operator);
        IERC20(debt.token).forceApprove(address(liquidator), amount);
        if (how == 1) return plan;
        (plan.selling, plan.route) = (Selling.None, "");
        plan.target.data = abi.encode(true);
    }

    /// @dev Half of the debt, or all of it at 0.95 and below, and no more than the collateral is enough for. The price of what is repaid is
    /// divided first, then comes the bonus.
    function _expected(Target memory target) private view returns (uint256 repaid, uint256 seized) {
        uint256 owed = _owed(target.debt);
        bool isWhole = _healthFactor(spark, borrower) <= 0.95e18;
        repaid = Math.min(target.amount, isWhole ? owed : (owed + 1) / 2);
        uint256 bonusBps = spark.getConfiguration(target.collateral).data >> 32 & 0xffff;
        uint256 numerator = _price(target.debt) * _unit(target.collateral);
        uint256 denominator = _price(target.collateral) * _unit(target.debt);
        uint256 gross = _percentMul(repaid * numerator / denominator, bonusBps);
        uint256 held = _balance(_aTokenOf(target.collateral), borrower);
        if (gross > held) {
            gross = held;
            uint256 worth = held * denominator / numerator;
            repaid = (worth * 10_000 + bonusBps / 2) / bonusBps;
        }
        uint256 bonus = gross - (gross * 10_000 + bonusBps / 2) / bonusBps;
        seized = gross - _percentMul(bonus, FEE_BPS);
    }

    function _percentMul(uint256 amount, uint256 bps) private pure returns (uint256) {
        return (amount * bps + 5_000) / 10_000;
    }

    function _assertReceiverAgrees(Plan memory plan, Outcome memory outcome) private view {
        Target memory target = plan.target;
        bool isKept = target.data.length != 0;
        assertEq(_balance(target.debt, receiver), outcome.debtGain, "debt gain");
        address arrived = isKept ? _aTokenOf(target.collateral) : target.collateral;
        assertApproxEqAbs(_balance(arrived, receiver), outcome.collateralGain, isKept ? 1 : 0, "collateral gain");
        bool isLoan = plan.funding.source == FundingSource.AaveV3FlashLoan;
        uint256 paid = isLoan ? 0 : plan.funding.amount - _balance(target.debt, operator);
        assertEq(outcome.premium, isLoan ? (plan.funding.amount * PREMIUM_BPS + 5_000) / 10_000 : 0, "premium");
        uint256 numerator = _price(target.collateral) * _unit(target.debt);
        uint256 denominator = _price(target.debt) * _unit(target.collateral);
        assertEq(outcome.profit + paid, outcome.debtGain + outcome.collateralGain * numerator / denominator, "profit");
        assertGt(outcome.profit, 0, "minimum");
        uint256 bonus = Math.saturatingSub(outcome.seized * numerator / denominator, outcome.repaid);
        assertGe(outcome.profit, bonus * plan.terms.minBonusShareBps / 10_000, "share of the bonus");
    }

    function _assertKnown(bytes memory revertData) private pure {
        bytes4 selector = bytes4(revertData);
        bytes32 whole = keccak256(revertData);
        bool isKnown = revertData.length == 0 // WETH9 has not got so much
            || selector == ProfitBelowMinimum.selector || selector == ProfitBelowOracleFloor.selector
            || selector == Loss.selector || selector == IERC20Errors.ERC20InsufficientBalance.selector
            || whole == keccak256(abi.encodeWithSignature("Panic(uint256)", 0x11)) // USDT has not got so much
            || _is(whole, "45") || _is(whole, "AS"); // healthy; nothing to sell
        assertTrue(isKnown, vm.toString(revertData));
    }

    function _is(bytes32 whole, string memory message) private pure returns (bool) {
        return whole == keccak256(abi.encodeWithSignature("Error(string)", message));
    }

    function _owed(address asset) private view returns (uint256) {
        return _balance(spark.getReserveData(asset).variableDebtTokenAddress, borrower);
    }

    function _aTokenOf(address asset) private view returns (address) {
        return spark.getReserveData(asset).aTokenAddress;
    }

    function _balance(address token, address who) private view returns (uint256) {
        return IERC20(token).balanceOf(who);
    }

    function _price(address token) private view returns (uint256) {
        return IPriceOracleGetter(spark.ADDRESSES_PROVIDER().getPriceOracle()).getAssetPrice(token);
    }

    function _unit(address token) private view returns (uint256) {
        return 10 ** IERC20Metadata(token).decimals();
    }
}
