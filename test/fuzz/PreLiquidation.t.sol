// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {PreLiquidationParams} from "../../contracts/interfaces/IPreLiquidation.sol";
import {Loss, ProfitBelowMinimum, ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {PreLiquidation} from "../devnet/PreLiquidation.sol";
import {SettableOracle} from "../mocks/SettableOracle.sol";
import {PreLiquidationTest} from "../utils/PreLiquidationTest.sol";

/// @notice Random terms, positions, prices and sizes against the real Morpho Blue and pre-liquidations of a factory: the outcome is what
/// the terms say and what the receiver got, to the unit, or the liquidation reverts with an error that is known.
contract PreLiquidationFuzzTest is PreLiquidationTest {
    /// @dev What the terms say of a plan, before it is sent.
    struct Expected {
        uint256 repaid;
        uint256 seized;
    }

    PreLiquidationParams private terms;
    SettableOracle private oracle;
    uint256 private price; // of the terms: loan units per collateral unit, scaled by 1e36

    function setUp() public override {
        super.setUp();
        vm.prank(owner);
        liquidator.setLimits(1, 5_000);
        oracle = new SettableOracle();
    }

    /// @param seed Of the terms: when they begin, what they allow and give at both ends.
    /// @param dollars Price of ether by the oracle of the terms, 2,480 to 2,750; the pools pay 3,000.
    /// @param own Whether that oracle is not the market's.
    /// @param share Of the debt that is asked for, 1/1000 to 1200/1000.
    /// @param delay Seconds in which interest falls due that nobody books.
    function testFuzz_OutcomeIsWhatTheTermsSayAndTheReceiverGot(
        uint256 seed,
        uint256 dollars,
        bool own,
        uint256 share,
        uint8 how,
        uint256 delay
    ) public {
        _accept(seed, bound(dollars, 2_480e8, 2_750e8), own);
        vm.warp(block.timestamp + bound(delay, 0, 7 days));
        uint256 asked = _shares() * bound(share, 1, 1_200) / 1_000;
        Plan memory plan = _planOf(asked, how % 3);
        (bool isDue, Expected memory expected) = _expected(asked);

        vm.prank(operator);
        try liquidator.liquidate(plan) returns (Outcome memory outcome) {
            assertTrue(isDue, "not due");
            assertEq(outcome.repaid, expected.repaid, "repaid");
            assertEq(outcome.seized, expected.seized, "seized");
            _assertReceiverAgrees(plan, outcome);
        } catch (bytes memory revertData) {
            _assertKnown(revertData, isDue);
        }
        _assertNothingAtRest(liquidator);
    }

    /// @dev Terms that the factory accepts: the incentive at most what the market's LLTV leaves room for.
    function _accept(uint256 seed, uint256 dollars, bool own) private {
        uint256 most = WAD * WAD / params.lltv;
        terms.preLltv = params.lltv - 1 - _part(seed, 0, 0.15e18);
        terms.preLCF1 = _part(seed, 1, WAD);
        terms.preLCF2 = terms.preLCF1 + _part(seed, 2, WAD);
        terms.preLIF1 = WAD + _part(seed, 3, most - WAD);
        terms.preLIF2 = terms.preLIF1 + _part(seed, 4, most - terms.preLIF1);
        price = dollars * 1e16; // WETH of 18 decimals, USDC of 6
        terms.preLiquidationOracle = own ? address(oracle) : params.oracle;
        early = _accepted(terms);
        oracle.set(price, false);
        if (!own) _setPrice("WETH", dollars);
    }

    function _part(uint256 seed, uint256 index, uint256 most) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, index))) % (most + 1);
    }

    /// @param how Callback, wallet, wallet that keeps the collateral.
    function _planOf(uint256 asked, uint8 how) private returns (Plan memory plan) {
        plan = _early(asked, 500);
        plan.terms.minBonusShareBps = uint16(1 + asked % 5_000);
        if (how == 0) return plan;
        plan.funding = Funding(FundingSource.Wallet, address(0), 2 * DEBT);
        _fundWallet(usdc, 2 * DEBT);
        if (how == 2) (plan.selling, plan.route) = (Selling.None, "");
    }

    /// @return isDue Whether the loan-to-value is between that of the terms and that of the market.
    /// @return expected By the state with interest booked.
    function _expected(uint256 asked) private returns (bool isDue, Expected memory expected) {
        uint256 snapshot = vm.snapshotState();
        blue.accrueInterest(params);
        uint256 owed = _assets(_shares(), Math.Rounding.Ceil);
        uint256 worth = Math.mulDiv(COLLATERAL, price, 1e36);
        isDue = owed > worth * terms.preLltv / WAD && owed <= worth * params.lltv / WAD;
        if (isDue) {
            uint256 ltv = Math.mulDiv(owed, WAD, worth, Math.Rounding.Ceil);
            uint256 ratio = (ltv - terms.preLltv) * WAD / (params.lltv - terms.preLltv);
            uint256 factor = terms.preLCF1 + ratio * (terms.preLCF2 - terms.preLCF1) / WAD;
            uint256 incentive = terms.preLIF1 + ratio * (terms.preLIF2 - terms.preLIF1) / WAD;
            uint256 shares = Math.min(Math.min(asked, _shares()), _shares() * factor / WAD);
            expected.repaid = _assets(shares, Math.Rounding.Ceil);
            uint256 seizedWorth = _assets(shares, Math.Rounding.Floor) * incentive / WAD;
            expected.seized = Math.mulDiv(seizedWorth, 1e36, price);
        }
        vm.revertToState(snapshot);
    }

    function _assets(uint256 shares, Math.Rounding rounding) private view returns (uint256) {
        (,, uint256 total, uint256 all,,) = blue.market(_id());
        return Math.mulDiv(shares, total + 1, all + 1e6, rounding);
    }

    function _assertReceiverAgrees(Plan memory plan, Outcome memory outcome) private view {
        assertEq(_balance(usdc, receiver), outcome.debtGain, "debt gain");
        assertEq(_balance(weth, receiver), outcome.collateralGain, "collateral gain");
        bool isPaid = plan.funding.source == FundingSource.Wallet;
        uint256 paid = isPaid ? plan.funding.amount - _balance(usdc, operator) : 0;
        assertEq(outcome.premium, 0, "premium");
        uint256 kept = Math.mulDiv(outcome.collateralGain, price, 1e36);
        assertEq(outcome.profit + paid, outcome.debtGain + kept, "profit");
        assertGt(outcome.profit, 0, "minimum");
        uint256 bonus = Math.saturatingSub(Math.mulDiv(outcome.seized, price, 1e36), outcome.repaid);
        assertGe(outcome.profit, bonus * plan.terms.minBonusShareBps / 10_000, "share of the bonus");
    }

    function _assertKnown(bytes memory revertData, bool isDue) private pure {
        bytes4 selector = bytes4(revertData);
        bool isRefused = selector == PreLiquidation.LiquidatablePosition.selector
            || selector == PreLiquidation.NotPreLiquidatablePosition.selector;
        bool isEarned = selector == ProfitBelowMinimum.selector || selector == ProfitBelowOracleFloor.selector
            || selector == Loss.selector;
        bool isOther = selector == PreLiquidation.InconsistentInput.selector // the terms allow not even a share
            || keccak256(revertData) == keccak256(abi.encodeWithSignature("Error(string)", "insufficient collateral"))
            || keccak256(revertData) == keccak256(abi.encodeWithSignature("Error(string)", "AS")); // nothing to sell
        assertTrue(isDue ? isEarned || isOther : isRefused, vm.toString(revertData));
    }
}
