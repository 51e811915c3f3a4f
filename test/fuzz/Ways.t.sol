// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Loss, ProfitBelowMinimum, ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling, Target} from "../../contracts/types/Plan.sol";
import {AaveTest} from "../utils/AaveTest.sol";
import {DevnetTest} from "../utils/DevnetTest.sol";
import {Plans} from "../utils/Plans.sol";
import {ProtocolEvents} from "../utils/ProtocolEvents.sol";
import {Routes} from "../utils/Routes.sol";
import {Ways} from "../utils/Ways.sol";

/// @notice A random liquidation, paid by a random lender or by two, sold on a random route over real pools: repaid and seized are what the
/// Pool says, the premium is that of each lender's own rule, and what the receiver gets is to the unit what the same route pays a stranger
/// for as much, less what is owed; or it reverts with an error that its case explains.
contract WaysFuzzTest is AaveTest, Ways {
    using SafeERC20 for IERC20;

    /// @dev A random case, as drawn.
    struct Draw {
        bool isShort; // dollars against ether, else ether against dollars
        bool asATokens;
        bool byLeaf; // the route is the leaf's own
        uint256 dollars; // worth of the collateral
        uint256 health;
        uint256 share; // of the debt that is asked for, thousandths
        uint256 lender; // of `loans`; beyond: the wallet
        uint256 second; // of `loans`; beyond: nobody
        uint256 first; // of two, what the first lends, thousandths
        uint256 splits; // seeds of up to three
    }

    /// @dev What a route is made of, and what makes it revert.
    struct Sale {
        bytes route; // of the plan
        bytes replayed; // of a stranger, who has no aTokens and needs no leaf
        bool sellsToBalancer;
        bool sellsToV4;
    }

    function setUp() public override(AaveTest, DevnetTest) {
        super.setUp();
        _setUpWays();
        _allowAll(liquidator);
        vm.prank(owner);
        liquidator.setLimits(1, 5_000);
    }

    function testFuzz_ExactByEveryLenderAndRoute(Draw memory draw) public {
        _play(draw);
    }

    /// @dev What the sentence above is about does happen: otherwise it would hold of nothing.
    function test_MostCasesAreLiquidatedByEveryLender() public {
        uint256[8] memory done; // by lender
        uint256 snapshot = vm.snapshotState();
        for (uint256 i; i < 56; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            bool played = _play(
                Draw({
                    isShort: seed % 2 == 0,
                    asATokens: seed >> 1 & 3 == 0,
                    byLeaf: seed >> 3 & 3 == 0,
                    dollars: seed >> 5,
                    health: bound(seed, 0.8e18, 0.98e18),
                    share: seed >> 6,
                    lender: i % 7,
                    second: seed >> 7,
                    first: seed >> 8,
                    splits: seed >> 9
                })
            );
            if (played) ++done[i % 7];
            vm.revertToState(snapshot);
        }
        for (uint256 i; i < 7; ++i) {
            assertGe(done[i], 3, i < loans.length ? loans[i].name : "wallet");
        }
    }

    /// @return done Whether it was liquidated.
    function _play(Draw memory draw) private returns (bool done) {
        _bound(draw);
        (address collateral, address debt) = draw.isShort ? (usdc, weth) : (weth, usdc);
        _openAndFall(collateral, debt, draw);
        uint256 owed = _balance(pool.getReserveData(debt).variableDebtTokenAddress, borrower);
        Sale memory sale = _drawSale(draw, collateral, debt);
        Plan memory plan = _drawPlan(draw, collateral, debt, Math.max(owed * draw.share / 1_000, 1), sale.route);

        uint256 snapshot = vm.snapshotState();
        vm.recordLogs();
        vm.prank(operator);
        try liquidator.liquidate(plan) returns (Outcome memory outcome) {
            (uint256 repaid, uint256 seized) = ProtocolEvents.aaveV3(vm.getRecordedLogs(), address(pool));
            assertEq(outcome.repaid, repaid, "repaid");
            assertEq(outcome.seized, seized, "seized");
            uint256 premium = _premium(draw, plan.funding.amount);
            assertEq(outcome.premium, premium, "premium");
            assertEq(_balance(debt, receiver), outcome.debtGain, "the receiver's debt units");
            address arriving = draw.asATokens ? _aToken(collateral) : collateral;
            assertEq(_balance(arriving, receiver), outcome.collateralGain, "the receiver's collateral");
            _assertNothingLeft();
            vm.revertToState(snapshot);
            (uint256 bought, uint256 left) = _replay(collateral, seized, debt, sale.replayed);
            assertEq(outcome.debtGain + repaid + premium, bought, "what the route pays");
            assertEq(outcome.collateralGain, left, "what the route leaves");
            return true;
        } catch (bytes memory revertData) {
            _assertExplained(draw, sale, revertData);
            _assertNothingLeft();
        }
    }

    function _bound(Draw memory draw) private view {
        draw.dollars = bound(draw.dollars, 300, 60_000);
        draw.health = bound(draw.health, 0.75e18, 1.005e18);
        draw.share = bound(draw.share, 1, 1_100);
        draw.lender = bound(draw.lender, 0, loans.length);
        draw.second = bound(draw.second, 0, 2 * loans.length);
        draw.first = bound(draw.first, 1, 999);
        // A leaf withdraws nothing by itself.
        draw.byLeaf = draw.byLeaf && !draw.asATokens;
    }

    /// @dev Ether falls, or rises.
    function _openAndFall(address collateral, address debt, Draw memory draw) private {
        (uint256 etherPrice, uint256 unit) = (3_000 * USD, draw.isShort ? 1e6 : 1e18);
        uint256 supplied = draw.dollars * USD * unit / (draw.isShort ? USD : etherPrice);
        deal(collateral, borrower, supplied);
        vm.startPrank(borrower);
        IERC20(collateral).forceApprove(address(pool), supplied);
        pool.supply(collateral, supplied, borrower, 0);
        (,, uint256 available,,,) = pool.getUserAccountData(borrower);
        available = available * 999 / 1_000;
        pool.borrow(debt, draw.isShort ? available * 1e18 / etherPrice : available * 1e6 / USD, 2, 0, borrower);
        vm.stopPrank();
        uint256 health = _healthFactor(pool, borrower);
        _setPrice("WETH", draw.isShort ? etherPrice * health / draw.health : etherPrice * draw.health / health);
    }

    /// @dev One to three splits; of a way that is drawn twice the second is worse, not refused.
    function _drawSale(Draw memory draw, address from, address to) private returns (Sale memory sale) {
        uint256 seeds = draw.splits;
        uint256 count = 1 + seeds % 3;
        uint256 open = 10_000;
        for (uint256 i; i < count; ++i) {
            seeds = uint256(keccak256(abi.encode(seeds)));
            uint256 share = i + 1 == count ? 0 : bound(seeds >> 128, 1, open - 1);
            open -= share;
            Way way = draw.byLeaf ? Way.Leaf : Way(1 + seeds % uint256(type(Way).max));
            if (way == Way.Router && (share == 0 || draw.asATokens)) way = Way.Curve; // what it leaves has to stay as it is
            if (way == Way.Router) {
                bytes memory split = Routes.split(share, 1, _drawRouter(draw, from, to));
                (sale.route, sale.replayed) = (bytes.concat(sale.route, split), bytes.concat(sale.replayed, split));
                continue;
            }
            if (way == Way.BalancerV2) sale.sellsToBalancer = true;
            if (way == Way.UniswapV4 || way == Way.UniswapV4Ether) sale.sellsToV4 = true;
            sale.route = bytes.concat(sale.route, _split(share, way, draw.asATokens, from, to));
            bytes memory again = _split(share, draw.byLeaf ? Way.UniswapV3 : way, false, from, to);
            sale.replayed = bytes.concat(sale.replayed, again);
        }
    }

    /// @dev Little, so that it is always offered as much: what it does not take the next split sells.
    function _drawRouter(Draw memory draw, address from, address to) private returns (bytes memory) {
        uint256 amount = draw.isShort ? 100 : 1e11;
        return _byRouter(from, amount, to, draw.isShort ? amount * 1e12 / 3_001 : amount * 2_999 / 1e12);
    }

    function _drawPlan(Draw memory draw, address collateral, address debt, uint256 amount, bytes memory route)
        private
        returns (Plan memory plan)
    {
        plan = Plan({
            target: Target(address(pool), borrower, collateral, debt, amount, ""),
            funding: Funding(FundingSource.Wallet, address(0), amount),
            selling: draw.byLeaf ? Selling.Leaf : Selling.Seller,
            route: route,
            terms: Plans.terms()
        });
        plan.terms.minBonusShareBps = uint16(1 + amount % 5_000);
        if (draw.asATokens) plan.target.data = abi.encode(true);
        if (draw.lender == loans.length) {
            _fundWallet(operator, debt, amount);
        } else if (draw.second >= loans.length || amount == 1) {
            draw.second = loans.length;
            (plan.funding.source, plan.funding.lender) = (loans[draw.lender].source, loans[draw.lender].lender);
        } else {
            plan.funding.source = FundingSource.Several;
            bytes memory both =
                bytes.concat(_loan(loans[draw.lender], _lentFirst(draw, amount)), _loan(loans[draw.second], 0));
            plan.route = bytes.concat(bytes1(uint8(2)), both, route);
        }
    }

    function _lentFirst(Draw memory draw, uint256 amount) private pure returns (uint256) {
        return Math.max(amount * draw.first / 1_000, 1);
    }

    /// @return Debt units by each lender's own rule.
    function _premium(Draw memory draw, uint256 amount) private view returns (uint256) {
        if (draw.lender == loans.length) return 0;
        if (draw.second >= loans.length) return _premiumOf(draw.lender, amount);
        uint256 first = _lentFirst(draw, amount);
        return _premiumOf(draw.lender, first) + _premiumOf(draw.second, amount - first);
    }

    function _premiumOf(uint256 lender, uint256 amount) private view returns (uint256) {
        FundingSource source = loans[lender].source;
        if (source == FundingSource.AaveV3FlashLoan) return Math.ceilDiv(amount * 5, 10_000);
        if (source == FundingSource.AaveV2FlashLoan) return amount * 9 / 10_000;
        if (source == FundingSource.UniswapV3FlashLoan) return Math.ceilDiv(amount * LENT_FEE, 1_000_000);
        return 0;
    }

    /// @return bought What a stranger gets for as much by the same route.
    /// @return left What it leaves him of what he sold.
    function _replay(address from, uint256 amount, address to, bytes memory route)
        private
        returns (uint256 bought, uint256 left)
    {
        deal(from, address(seller), amount);
        vm.prank(stranger);
        seller.sell(from, amount, to, route);
        return (_balance(to, stranger), _balance(from, stranger));
    }

    function _assertNothingLeft() private view {
        _assertNothingAtRest(liquidator);
        address[8] memory others = _counterparties();
        address[3] memory tokens = [weth, usdc, _aToken(weth)];
        for (uint256 i; i < tokens.length; ++i) {
            assertEq(_balance(tokens[i], address(seller)), 0, "the seller kept something");
            assertEq(_balance(tokens[i], address(liquidator)), 0, "aTokens at rest");
            for (uint256 j; j < others.length; ++j) {
                assertEq(IERC20(tokens[i]).allowance(address(liquidator), others[j]), 0, "allowance");
                assertEq(IERC20(tokens[i]).allowance(address(seller), others[j]), 0, "the seller's allowance");
            }
        }
        assertEq(address(seller).balance, 0, "ether in the seller");
    }

    /// @dev What is locked is told by its own lock, and by nothing else.
    function _assertExplained(Draw memory draw, Sale memory sale, bytes memory revertData) private view {
        bytes4 selector = bytes4(revertData);
        if (selector == bytes4(keccak256("AlreadyUnlocked()"))) {
            assertTrue(
                _lends(draw, v4Manager) && (sale.sellsToV4 || draw.lender == draw.second), "locked, but not lent"
            );
        } else if (keccak256(revertData) == keccak256(abi.encodeWithSignature("Error(string)", "BAL#400"))) {
            assertTrue(_lends(draw, balancer) && (sale.sellsToBalancer || draw.lender == draw.second), "not lent");
        } else if (keccak256(revertData) == keccak256(abi.encodeWithSignature("Error(string)", "LOK"))) {
            assertTrue(_lends(draw, _v3Pool(LENT_FEE)) && draw.lender == draw.second, "not lent twice");
        } else if (selector == bytes4(keccak256("HealthFactorNotBelowThreshold()"))) {
            assertGe(_healthFactor(pool, borrower), 1e18, "ill");
        } else {
            bool isKnown = selector == ProfitBelowMinimum.selector || selector == ProfitBelowOracleFloor.selector
                || selector == Loss.selector || selector == bytes4(keccak256("MustNotLeaveDust()"));
            assertTrue(isKnown, vm.toString(revertData));
        }
    }

    function _lends(Draw memory draw, address lender) private view returns (bool) {
        if (draw.lender == loans.length) return false;
        return
            loans[draw.lender].lender == lender || (draw.second < loans.length && loans[draw.second].lender == lender);
    }
}
