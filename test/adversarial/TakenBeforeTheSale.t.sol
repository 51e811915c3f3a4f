// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";

import {ISeller} from "../../contracts/interfaces/ISeller.sol";
import {MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";
import {Loss, ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {HookToken} from "../mocks/HookToken.sol";
import {Reenterer} from "../mocks/Reenterer.sol";
import {SettableOracle} from "../mocks/SettableOracle.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Attack: the collateral calls its author as it arrives at the seller, before the liquidator asks for the sale. No guard
/// is held there yet: the author sells some of it first, as anybody may. What is missing is missing at the exit.
contract TakenBeforeTheSaleTest is MorphoTest {
    HookToken private collateral;
    ISeller private seller;
    Reenterer private thief;
    bytes private route;

    /// @dev One HOOK is worth one USDC in the pool and 0.97 by the oracle; 10,000 owe 8,500.
    function setUp() public override {
        super.setUp();
        collateral = new HookToken(18);
        seller = ISeller(deployCode("Seller.sol:Seller", abi.encode(new address[](0))));
        thief = new Reenterer(address(liquidator));
        vm.prank(owner);
        liquidator.setSeller(address(seller));
        _openMarket();
        _openPool();
        _fundWallet(usdc, 2_000e6);
    }

    function test_WithinTheLimitItIsABadSale() public {
        uint256 snapshot = vm.snapshotState();
        Outcome memory honest = _liquidate(_plan());
        vm.revertToState(snapshot);

        _arm(10e18);
        Outcome memory outcome = _liquidate(_plan());
        assertEq(_answersThatSold(), 1);
        assertEq(outcome.seized, honest.seized, "judged by what arrived here");
        assertApproxEqRel(_balance(usdc, address(thief)), honest.profit - outcome.profit, 0.01e18);
        assertEq(_balance(usdc, receiver), outcome.profit);
        assertEq(collateral.balanceOf(address(seller)), 0);
        _assertNothingAtRest(liquidator);
    }

    function test_RevertGiven_ItIsMoreThanTheLimit() public {
        _arm(60e18);
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(_plan());
    }

    function test_RevertGiven_ItIsMoreThanTheProfit() public {
        _arm(500e18);
        vm.expectPartialRevert(Loss.selector);
        _liquidate(_plan());
    }

    function _arm(uint256 amount) private {
        thief.add(address(seller), abi.encodeCall(ISeller.sell, (address(collateral), amount, usdc, route)));
        collateral.setHook(thief);
    }

    /// @dev The first answer is that of the collateral's arrival at the liquidator, where there is nothing to take.
    function _answersThatSold() private view returns (uint256 sold) {
        Reenterer.Answer[] memory answers = thief.answers();
        for (uint256 i; i < answers.length; ++i) {
            if (answers[i].success) ++sold;
        }
    }

    function _plan() private view returns (Plan memory plan) {
        plan = _callback(1_000e18, 3000);
        plan.funding = Funding(FundingSource.Wallet, address(0), 2_000e6);
        (plan.selling, plan.route) = (Selling.Seller, route);
    }

    function _openMarket() private {
        SettableOracle oracle = new SettableOracle();
        oracle.set(1e24, false);
        params = MorphoMarketParams(usdc, address(collateral), address(oracle), params.irm, params.lltv);
        blue.createMarket(params);
        deal(usdc, address(this), 1_000_000e6);
        _approve(usdc, 1_000_000e6);
        blue.supply(params, 1_000_000e6, 0, address(this), "");
        _openMorpho(borrower, 10_000e18, 8_500e6);
        oracle.set(0.97e24, false);
    }

    function _openPool() private {
        Liquidity maker = new Liquidity(uniswapFactory);
        collateral.mint(address(maker), 1e30);
        deal(usdc, address(maker), 10_000_000e6);
        maker.open(address(collateral), 1_000_000e18, usdc, 1_000_000e6, 3000);
        address venue = IUniswapV3Factory(uniswapFactory).getPool(address(collateral), usdc, 3000);
        route = Routes.split(0, 1, Routes.v3Pool(venue, usdc));
    }
}
