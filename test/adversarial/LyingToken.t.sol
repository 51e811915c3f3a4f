// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {stdError} from "forge-std/StdError.sol";

import {Funding, FundingSource, Outcome, Plan} from "../../contracts/types/Plan.sol";
import {LyingToken} from "../mocks/LyingToken.sol";
import {SettableOracle} from "../mocks/SettableOracle.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Attack: a token lies about balances or allowances. Its own numbers may then be nonsense; no other token may move.
contract LyingTokenTest is MorphoTest {
    LyingToken private token;
    Liquidity private maker;

    function setUp() public override {
        super.setUp();
        token = new LyingToken();
        maker = new Liquidity(uniswapFactory);
        token.mint(address(maker), 1e30);
        deal(weth, address(maker), 1e24);
        deal(dai, address(maker), 1e26);
        deal(usdc, address(liquidator), 50_000e6);
        deal(weth, address(liquidator), 50e18);
        deal(dai, address(liquidator), 50_000e18);
    }

    /// @dev Between the collateral and a third token: what it says arrived is what the next pool is asked to buy. Up to three
    /// times of it the pool takes, since the token moves what is not there: a gift of its author's, not of what lies here.
    function test_BalanceOfATokenOnTheWay() public {
        _openMorphoReference();
        maker.open(weth, 1_000e18, address(token), 1_000e18, 3000);
        maker.open(address(token), 1_000e18, dai, 3_000_000e18, 3000);
        Plan memory plan = _callback(1e18, 3000);
        bytes memory rest = abi.encodePacked(uint24(3000), dai, uint24(100), usdc);
        plan.route = Routes.uniswapV3(abi.encodePacked(weth, uint24(3000), address(token), rest));
        uint256 succeeded;
        for (uint256 factor; factor < 4; ++factor) {
            uint256 snapshot = vm.snapshotState();
            token.lieAboutBalance(address(liquidator), factor);
            vm.prank(operator);
            (bool success,) = address(liquidator).call(abi.encodeCall(liquidator.liquidate, (plan)));
            if (success) ++succeeded;
            _assertUntouched();
            vm.revertToState(snapshot);
        }
        assertGt(succeeded, 1, "honest, and too much");
    }

    /// @dev Nothing is left, it says: what the market did not take counts as repaid, and as gain at the exit all the same.
    function test_AllowanceOfADebtThatSaysNothing() public {
        Plan memory plan = _walletPlan();
        token.lieAboutAllowance(0);
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.repaid, 12_000e18, "believed");
        assertEq(token.balanceOf(operator), 12_000e18, "the loan came back");
        assertEq(token.balanceOf(receiver), outcome.profit);
        _assertUntouched();
    }

    function test_RevertGiven_AllowanceOfADebtSaysMoreThanWasApproved() public {
        Plan memory plan = _walletPlan();
        token.lieAboutAllowance(1e30);
        vm.expectRevert(stdError.arithmeticError);
        _liquidate(plan);
    }

    /// @dev 10 WETH against 24,000 units of the token; the wallet lends 12,000, of which the market takes about 10,345.
    function _walletPlan() private returns (Plan memory plan) {
        SettableOracle oracle = new SettableOracle();
        (params.loanToken, params.oracle) = (address(token), address(oracle));
        oracle.set(3000e36, false);
        blue.createMarket(params);
        token.mint(address(this), 100_000e18);
        _approve(address(token), 100_000e18);
        blue.supply(params, 100_000e18, 0, address(this), "");
        _openMorpho(borrower, 10e18, 24_000e18);
        oracle.set(2700e36, false);
        maker.open(weth, 1_000e18, address(token), 2_700_000e18, 3000);

        token.mint(operator, 12_000e18);
        vm.prank(operator);
        token.approve(address(liquidator), 12_000e18);
        plan = _callback(4e18, 3000);
        plan.funding = Funding(FundingSource.Wallet, address(0), 12_000e18);
    }

    function _assertUntouched() private view {
        assertEq(_balance(usdc, address(liquidator)), 50_000e6);
        assertEq(_balance(weth, address(liquidator)), 50e18);
        assertEq(_balance(dai, address(liquidator)), 50_000e18);
    }
}
