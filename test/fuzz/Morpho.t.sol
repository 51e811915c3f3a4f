// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

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
        plan.terms.maxSlippageBps = 500;
        if (how & 4 != 0) {
            uint256 lent = shares; // more than enough: a share is much less than a unit
            plan.funding = Funding(FundingSource.Wallet, address(0), lent / 1e5);
            _fundWallet(params.loanToken, lent / 1e5);
        }

        vm.recordLogs();
        vm.prank(operator);
        try liquidator.liquidate(plan) returns (Outcome memory outcome) {
            _assertMorphoAgrees(outcome, vm.getRecordedLogs(), byShares);
            assertEq(_balance(params.loanToken, receiver), outcome.debtGain, "debt gain");
            assertEq(_balance(params.collateralToken, receiver), outcome.collateralGain, "collateral gain");
            assertEq(outcome.profit, outcome.debtGain + outcome.collateralGain * price / 1e36, "profit");
            assertEq(_balance(params.loanToken, operator), plan.funding.amount, "what the wallet lent came back");
        } catch (bytes memory revertData) {
            _assertKnown(revertData);
        }
        _assertNothingAtRest(liquidator);
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

    function _assertKnown(bytes memory revertData) private pure {
        bytes4 selector = bytes4(revertData);
        bytes32 whole = keccak256(revertData);
        bool isKnown = selector == ProfitBelowMinimum.selector || selector == ProfitBelowOracleFloor.selector
            || selector == Loss.selector || selector == BadDebtRealized.selector
            || whole == keccak256(stdError.arithmeticError) // more collateral than the debt is worth, or the reverse
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
