// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPriceOracleGetter} from "@aave/core-v3/contracts/interfaces/IPriceOracleGetter.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Vm} from "forge-std/Vm.sol";

import {Loss, ProfitBelowMinimum, ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling, Target} from "../../contracts/types/Plan.sol";
import {AaveFormula} from "../utils/AaveFormula.sol";
import {AaveTest} from "../utils/AaveTest.sol";
import {Plans} from "../utils/Plans.sol";
import {Routes} from "../utils/Routes.sol";
import {ProtocolEvents} from "../utils/ProtocolEvents.sol";

/// @notice Random positions, prices and sizes against the real Aave V3.6: the outcome is what the Pool says and what the receiver
/// got, to the unit, or the liquidation reverts with an error that is known.
contract AaveV3FuzzTest is AaveTest {
    using SafeERC20 for IERC20;

    struct Asset {
        address token;
        string symbol;
        uint256 price; // USD, 8 decimals, of the pools
        uint256 bonusBps;
        uint24 fee; // of its pool with WETH
    }

    Asset[] private assets;

    function setUp() public override {
        super.setUp();
        vm.prank(owner);
        liquidator.setLimits(1, 5_000);
        assets.push(Asset(weth, "WETH", 3000e8, 10_500, 0));
        assets.push(Asset(wbtc, "WBTC", 60_000e8, 10_700, 500));
        assets.push(Asset(usdc, "USDC", 1e8, 10_450, 500));
        assets.push(Asset(usdt, "USDT", 1e8, 10_450, 3000));
        assets.push(Asset(dai, "DAI", 1e8, 10_500, 3000));
        assets.push(Asset(link, "LINK", 15e8, 10_700, 3000));
        assets.push(Asset(wsteth, "wstETH", 3500e8, 10_600, 100));
    }

    /// @param which Collateral and debt, any two assets, also the same twice.
    /// @param dollars Worth of the collateral, 100 to 300,000 USD.
    /// @param start Price of the collateral when it was borrowed against, 90 to 150 % of what the pools pay.
    /// @param health Health factor after the collateral's price fell, from 0.7 to 1.01.
    /// @param share Of the debt that is asked for, 1/1000 to 1200/1000.
    function testFuzz_OutcomeIsWhatThePoolSaysAndTheReceiverGot(
        uint256 which,
        uint256 dollars,
        uint256 start,
        uint256 health,
        uint256 share,
        uint8 source,
        uint16 tipBps
    ) public {
        Asset memory collateral = assets[which % 7];
        Asset memory debt = assets[which / 7 % 7];
        collateral.price = collateral.price * bound(start, 90, 150) / 100;
        _setPrice(collateral.symbol, collateral.price);
        if (collateral.token == debt.token) debt.price = collateral.price;
        _openAndFall(collateral, debt, bound(dollars, 100, 300_000), bound(health, 0.7e18, 1.01e18));
        uint256 owed = _balance(pool.getReserveData(debt.token).variableDebtTokenAddress, borrower);
        Plan memory plan = _plan(collateral, debt, owed * bound(share, 1, 1_200) / 1_000, source % 3);
        (plan.terms.tipBps, plan.terms.tipRecipient) = (uint16(bound(tipBps, 0, 5_000)), makeAddr("tipped"));
        uint256 held = _balance(_aToken(collateral.token), borrower);

        vm.recordLogs();
        vm.prank(operator);
        try liquidator.liquidate(plan) returns (Outcome memory outcome) {
            Vm.Log[] memory logs = vm.getRecordedLogs();
            _assertPoolAgrees(plan, outcome, logs, held);
            _assertReceiverAgrees(plan, outcome);
        } catch (bytes memory revertData) {
            _assertKnown(revertData);
        }
        _assertNothingAtRest(liquidator);
    }

    function _openAndFall(Asset memory collateral, Asset memory debt, uint256 dollars, uint256 health) private {
        uint256 supplied = dollars * 1e8 * _unit(collateral.token) / collateral.price;
        deal(collateral.token, borrower, supplied);
        vm.startPrank(borrower);
        IERC20(collateral.token).forceApprove(address(pool), supplied);
        pool.supply(collateral.token, supplied, borrower, 0);
        (,, uint256 available,,,) = pool.getUserAccountData(borrower);
        pool.borrow(debt.token, available * 999 / 1_000 * _unit(debt.token) / debt.price, 2, 0, borrower);
        vm.stopPrank();
        uint256 now_ = _healthFactor(pool, borrower);
        // With one asset on both sides a price moves nothing; such a position becomes ill by interest.
        if (collateral.token == debt.token) vm.warp(block.timestamp + 3_650 days);
        else _setPrice(collateral.symbol, collateral.price * health / now_);
    }

    function _plan(Asset memory collateral, Asset memory debt, uint256 amount, uint8 source)
        private
        returns (Plan memory plan)
    {
        bool isSame = collateral.token == debt.token;
        plan = Plan({
            target: Target(address(pool), borrower, collateral.token, debt.token, amount, ""),
            funding: Funding(FundingSource.AaveV3FlashLoan, address(pool), amount),
            selling: isSame ? Selling.None : Selling.Leaf,
            route: isSame ? bytes("") : Routes.uniswapV3(_path(collateral, debt)),
            terms: Plans.terms()
        });
        plan.terms.minBonusShareBps = uint16(1 + amount % 5_000);
        if (source == 0) return plan;

        plan.funding.source = FundingSource.Wallet;
        _fundWallet(operator, debt.token, amount);
        if (source == 1) return plan;
        plan.selling = Selling.None;
        plan.target.data = abi.encode(true);
    }

    function _path(Asset memory from, Asset memory to) private view returns (bytes memory) {
        if (from.token == weth) return abi.encodePacked(weth, to.fee, to.token);
        if (to.token == weth) return abi.encodePacked(from.token, from.fee, weth);
        return abi.encodePacked(from.token, from.fee, weth, to.fee, to.token);
    }

    function _assertPoolAgrees(Plan memory plan, Outcome memory outcome, Vm.Log[] memory logs, uint256 held)
        private
        view
    {
        (uint256 repaid, uint256 seized) = ProtocolEvents.aaveV3(logs, address(pool));
        assertEq(outcome.repaid, repaid, "repaid");
        // An aToken's balance may differ from what was sent by a unit.
        assertApproxEqAbs(outcome.seized, seized, plan.target.data.length == 0 ? 0 : 1, "seized");
        bool isLoan = plan.funding.source == FundingSource.AaveV3FlashLoan;
        assertEq(outcome.premium, isLoan ? AaveFormula.premium(plan.funding.amount, 5) : 0, "premium");

        Asset memory collateral = _find(plan.target.collateral);
        AaveFormula.Asset memory bought = AaveFormula.Asset(_oraclePrice(collateral.token), _unit(collateral.token));
        AaveFormula.Asset memory sold = AaveFormula.Asset(_oraclePrice(plan.target.debt), _unit(plan.target.debt));
        uint256 formula = _balance(_aToken(collateral.token), borrower) > 1
            ? AaveFormula.seized(repaid, sold, bought, collateral.bonusBps, 1_000)
            : AaveFormula.net(held, collateral.bonusBps, 1_000); // all of it
        assertEq(seized, formula, "formula");
    }

    function _assertReceiverAgrees(Plan memory plan, Outcome memory outcome) private {
        address seized = plan.target.data.length == 0 ? plan.target.collateral : _aToken(plan.target.collateral);
        address tipped = makeAddr("tipped");
        // Tips in WETH arrive as ether.
        uint256 debtOut = _balance(plan.target.debt, receiver) + _tip(plan.target.debt, tipped);
        assertEq(debtOut, outcome.debtGain, "debt gain");
        if (seized != plan.target.debt) {
            uint256 out = _balance(seized, receiver) + _tip(seized, tipped);
            assertApproxEqAbs(out, outcome.collateralGain, plan.target.data.length == 0 ? 0 : 1, "collateral gain");
        }
        uint256 price = _oraclePrice(plan.target.collateral) * _unit(plan.target.debt);
        uint256 unit = _oraclePrice(plan.target.debt) * _unit(plan.target.collateral);
        uint256 paid = plan.funding.source == FundingSource.Wallet
            ? plan.funding.amount - _balance(plan.target.debt, operator)
            : 0;
        assertEq(outcome.profit + paid, outcome.debtGain + outcome.collateralGain * price / unit, "profit");
        assertGt(outcome.profit - outcome.tip, 0, "minimum");
        uint256 bonus = Math.saturatingSub(outcome.seized * price / unit, outcome.repaid);
        assertGe(outcome.profit - outcome.tip, bonus * plan.terms.minBonusShareBps / 10_000, "share of the bonus");
    }

    function _tip(address token, address tipped) private view returns (uint256) {
        return token == weth ? tipped.balance : _balance(token, tipped);
    }

    function _assertKnown(bytes memory revertData) private pure {
        bytes4 selector = bytes4(revertData);
        bool isKnown = revertData.length == 0 // WETH9 has not got so much
            || selector == ProfitBelowMinimum.selector || selector == ProfitBelowOracleFloor.selector
            || selector == Loss.selector || selector == IERC20Errors.ERC20InsufficientBalance.selector
            || selector == bytes4(keccak256("HealthFactorNotBelowThreshold()"))
            || selector == bytes4(keccak256("MustNotLeaveDust()"))
            || selector == bytes4(keccak256("InvalidBurnAmount()")) || selector == bytes4(keccak256("InvalidAmount()"))
            || keccak256(revertData) == keccak256(abi.encodeWithSignature("Panic(uint256)", 0x11)); // USDT has not got so much
        assertTrue(isKnown, vm.toString(revertData));
    }

    function _find(address token) private view returns (Asset memory) {
        for (uint256 i; i < assets.length; ++i) {
            if (assets[i].token == token) return assets[i];
        }
        revert("unknown asset");
    }

    function _oraclePrice(address token) private view returns (uint256) {
        return IPriceOracleGetter(pool.ADDRESSES_PROVIDER().getPriceOracle()).getAssetPrice(token);
    }

    function _unit(address token) private view returns (uint256) {
        return 10 ** IERC20Metadata(token).decimals();
    }
}
