// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {stdError} from "forge-std/StdError.sol";
import {Vm} from "forge-std/Vm.sol";

import {IMorphoOracle} from "../../contracts/interfaces/IMorpho.sol";
import {BadDebtRealized, Loss, ProfitBelowMinimum, ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan} from "../../contracts/types/Plan.sol";
import {MorphoFormula} from "../utils/MorphoFormula.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";
import {Plans} from "../utils/Plans.sol";
import {Routes} from "../utils/Routes.sol";
import {ProtocolEvents} from "../utils/ProtocolEvents.sol";

/// @notice Random positions, prices and sizes against the real Morpho Blue: the outcome is what Morpho says and what the receiver
/// got, to the unit, or the liquidation reverts with an error that is known.
contract MorphoFuzzTest is MorphoTest {
    bytes[3] private paths;
    uint256 private price; // loan units per collateral unit, scaled by 1e36

    function setUp() public override {
        super.setUp();
        vm.prank(owner);
        liquidator.setLimits(1, 5_000);
        paths[0] = abi.encodePacked(weth, uint24(500), usdc);
        paths[1] = abi.encodePacked(wbtc, uint24(500), weth, uint24(500), usdc);
        paths[2] = abi.encodePacked(wsteth, uint24(100), weth);
    }

    /// @param which Market: WETH/USDC, WBTC/USDC, wstETH/WETH.
    /// @param size Of the position, 0.001 % to 100 % of 40 WETH, 3 WBTC or 40 wstETH.
    /// @param start Price when it was borrowed against, to the brim: 90 % to 150 % of what the pools pay.
    /// @param fall Price afterwards, 70 % to 101 % of that.
    /// @param share Of the position that is asked for, 1/1000 to 1200/1000.
    function testFuzz_OutcomeIsWhatMorphoSaysAndTheReceiverGot(
        uint256 which,
        uint256 size,
        uint256 start,
        uint256 fall,
        uint256 share,
        uint8 how
    ) public {
        which %= 3;
        _openAndFall(which, bound(size, 1, 100_000), bound(start, 900, 1_500), bound(fall, 700, 1_010));
        (uint256 shares, uint256 held) = _position(borrower);
        bool byShares = how & 1 != 0;
        uint256 amount = (byShares ? shares : held) * bound(share, 1, 1_200) / 1_000;
        Plan memory plan = Plans.morphoCallback(morpho, borrower, params, amount, byShares, 0);
        plan.target.data = abi.encode(params, byShares, how & 2 != 0);
        plan.route = Routes.uniswapV3(paths[which]);
        plan.terms.minBonusShareBps = uint16(1 + amount % 5_000);
        if (how & 4 != 0) {
            uint256 lent = shares; // more than enough: a share is much less than a unit
            plan.funding = Funding(FundingSource.Wallet, address(0), lent / 1e5);
            _fundWallet(params.loanToken, lent / 1e5);
        }

        vm.recordLogs();
        vm.prank(operator);
        try liquidator.liquidate(plan) returns (Outcome memory outcome) {
            _assertMorphoAgrees(outcome, vm.getRecordedLogs(), byShares || outcome.seized < _asked(amount, held, how));
            assertEq(_balance(params.loanToken, receiver), outcome.debtGain, "debt gain");
            assertEq(_balance(params.collateralToken, receiver), outcome.collateralGain, "collateral gain");
            assertEq(outcome.profit, outcome.debtGain + outcome.collateralGain * price / 1e36, "profit");
            assertEq(_balance(params.loanToken, operator), plan.funding.amount, "what the wallet lent came back");
            uint256 worth = outcome.seized * price / 1e36;
            uint256 bonus = worth > outcome.repaid ? worth - outcome.repaid : 0;
            assertGe(outcome.profit, bonus * plan.terms.minBonusShareBps / 10_000, "share of the bonus");
        } catch (bytes memory revertData) {
            _assertKnown(revertData, byShares);
        }
        _assertNothingAtRest(liquidator);
    }

    /// @notice What happens between plan and block: somebody seizes a part or repays one, and interest falls due. A plan by collateral
    /// takes what the rules say of what is left, to the unit, and without leave nobody who lends loses by it.
    /// @param debt Of the position, 86 % (all that may be borrowed) down to 80 % of its collateral at 3000.
    /// @param fall Price afterwards, 70 % to 90 % of that.
    /// @param asked All of the collateral, all but a unit, all but up to a tenth, or what all shares pay for and up to two units more
    /// or less.
    /// @param taken Collateral that somebody seizes before, units if it is small, else up to 90 % of it.
    /// @param repaid Share of the debt that somebody repays before, 0 to 30 %, 1/10,000.
    /// @param delay Seconds since interest was booked.
    function testFuzz_WhatIsLeftOfAPositionIsTaken(
        uint256 debt,
        uint256 fall,
        uint256 asked,
        uint256 taken,
        uint256 repaid,
        uint256 delay,
        bool realizeBadDebt
    ) public {
        _openMorpho(borrower, 10e18, bound(debt, 24_000e6, 25_799e6));
        uint256 dollars = 3000 * bound(fall, 7_000, 9_000) * USD / 10_000;
        _setPrice("WETH", dollars);
        price = _oraclePrice();
        _disturb(asked, taken, bound(repaid, 0, 3_000), bound(delay, 0, 30 days));
        _setPrice("WETH", dollars);
        Plan memory plan = _callback(10e18 - asked % 4, 500);
        plan.target.data = abi.encode(params, false, realizeBadDebt);

        uint256 due = vm.snapshotState();
        blue.accrueInterest(params);
        if (asked % 4 == 2) plan.target.amount = 10e18 - asked % 1e18;
        if (asked % 4 == 3) plan.target.amount = _most() + asked % 5 - 2;
        (uint256 seized, bool isWhole) = _rules(plan.target.amount, realizeBadDebt);
        (uint256 supplied,,,,,) = blue.market(_id());
        vm.revertToState(due);
        (, uint256 held) = _position(borrower);

        vm.recordLogs();
        vm.prank(operator);
        try liquidator.liquidate(plan) returns (Outcome memory outcome) {
            assertEq(outcome.seized, seized, "seized");
            (uint256 repaidAssets, uint256 seizedByMorpho) = ProtocolEvents.morpho(vm.getRecordedLogs(), morpho);
            assertEq(outcome.repaid, repaidAssets, "repaid");
            assertEq(seized, seizedByMorpho, "Morpho");
            (uint256 sharesLeft, uint256 left) = _position(borrower);
            assertEq(left, held - seized, "collateral left");
            if (isWhole) assertEq(sharesLeft, 0, "debt left");
            (uint256 suppliedAfter,,,,,) = blue.market(_id());
            if (!realizeBadDebt || isWhole) assertEq(suppliedAfter, supplied, "nobody's loss");
        } catch (bytes memory revertData) {
            assertTrue(_is(keccak256(revertData), "position is healthy"), vm.toString(revertData));
        }
    }

    /// @dev What Morpho would refuse does not happen.
    function _disturb(uint256 seed, uint256 taken, uint256 repaid, uint256 delay) private {
        _giveStranger();
        vm.startPrank(stranger);
        taken = taken % 4 == 3 ? taken % 9e18 : taken % 4;
        if (taken != 0) try blue.liquidate(params, borrower, taken, 0, "") {} catch {}
        (uint256 shares,) = _position(borrower);
        if (repaid != 0 && seed & 8 != 0) blue.repay(params, 0, shares * repaid / 10_000, borrower, "");
        vm.stopPrank();
        vm.warp(block.timestamp + delay);
    }

    /// @return seized Collateral units that are taken for `amount`.
    /// @return isWhole Whether all of the debt is repaid, because `amount` costs more.
    function _rules(uint256 amount, bool realizeBadDebt) private view returns (uint256 seized, bool isWhole) {
        (, uint256 held) = _position(borrower);
        seized = Math.min(amount, held);
        if (seized > _most()) return (_most(), true);
        if (seized == held && !realizeBadDebt) --seized;
    }

    /// @return Collateral units that all shares pay for: a unit more costs more shares than there are.
    function _most() private view returns (uint256) {
        (uint256 shares,) = _position(borrower);
        return MorphoFormula.seized(_assetsDown(shares), price, params.lltv);
    }

    function _asked(uint256 amount, uint256 held, uint8 how) private pure returns (uint256) {
        return amount < held || how & 2 != 0 ? Math.min(amount, held) : held - 1;
    }

    function _openAndFall(uint256 which, uint256 size, uint256 start, uint256 fall) private {
        string memory market = string.concat(".addresses.morpho.markets[", vm.toString(which), "]");
        params = blue.idToMarketParams(vm.parseJsonBytes32(info, string.concat(market, ".id")));
        (uint256 most, uint256 dollars, string memory symbol) = which == 0
            ? (40e18, 3000e8, "WETH")
            : which == 1 ? (3e8, uint256(60_000e8), "WBTC") : (40e18, uint256(3500e8), "wstETH");
        uint256 collateral = most * size / 100_000;
        dollars = dollars * start / 1_000;
        _setPrice(symbol, dollars);
        price = _oraclePrice();
        _openMorpho(params, borrower, collateral, collateral * price / 1e36 * params.lltv / 1e18 - 1);
        _setPrice(symbol, dollars * fall / 1_000);
        price = _oraclePrice();
    }

    function _assertMorphoAgrees(Outcome memory outcome, Vm.Log[] memory logs, bool byShares) private view {
        (uint256 repaid, uint256 seized) = ProtocolEvents.morpho(logs, morpho);
        assertEq(outcome.repaid, repaid, "repaid");
        assertEq(outcome.seized, seized, "seized");
        assertEq(outcome.premium, 0);
        if (!byShares) {
            assertApproxEqAbs(repaid, MorphoFormula.repaid(seized, price, params.lltv), 1, "formula");
            return;
        }
        // Shares are turned into assets rounded up to pay and rounded down to seize.
        assertLe(seized, MorphoFormula.seized(repaid, price, params.lltv), "formula, above");
        assertGe(seized, MorphoFormula.seized(repaid - 1, price, params.lltv), "formula, below");
    }

    function _assertKnown(bytes memory revertData, bool byShares) private pure {
        bytes4 selector = bytes4(revertData);
        bytes32 whole = keccak256(revertData);
        bool isKnown = selector == ProfitBelowMinimum.selector || selector == ProfitBelowOracleFloor.selector
            || selector == Loss.selector || selector == BadDebtRealized.selector
            || (byShares && whole == keccak256(stdError.arithmeticError)) // shares worth more than the collateral
            || _is(whole, "position is healthy") || _is(whole, "transferFrom reverted") // the sale did not pay the debt
            || _is(whole, "inconsistent input") || _is(whole, "AS"); // nothing to seize, nothing to sell
        assertTrue(isKnown, vm.toString(revertData));
    }

    function _is(bytes32 whole, string memory message) private pure returns (bool) {
        return whole == keccak256(abi.encodeWithSignature("Error(string)", message));
    }

    function _oraclePrice() private view returns (uint256) {
        return IMorphoOracle(params.oracle).price();
    }
}
