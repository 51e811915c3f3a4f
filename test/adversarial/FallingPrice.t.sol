// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";
import {ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan} from "../../contracts/types/Plan.sol";
import {HookToken} from "../mocks/HookToken.sol";
import {OracleSwitch} from "../mocks/OracleSwitch.sol";
import {SettableOracle} from "../mocks/SettableOracle.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Attack: a pull oracle takes any signed price of the last minutes, from anybody. A thief with an operator's key
/// sells by way of a token of its own, which pushes a lower price in the middle of the sale: the floor would fall with it.
/// @dev Ether at 2700, of 4 seized; the owner wants all of the bonus.
contract FallingPriceTest is MorphoTest {
    SettableOracle private oracle;
    HookToken private between;
    Liquidity private maker;

    function setUp() public override {
        super.setUp();
        oracle = new SettableOracle();
        oracle.set(3000e24, false);
        params = MorphoMarketParams(usdc, weth, address(oracle), params.irm, params.lltv);
        blue.createMarket(params);
        deal(usdc, address(this), 1_000_000e6);
        _approve(usdc, 1_000_000e6);
        blue.supply(params, 1_000_000e6, 0, address(this), "");
        _openMorpho(borrower, 10e18, 24_000e6);
        oracle.set(2700e24, false);
        vm.prank(owner);
        liquidator.setLimits(10_000, 0);

        between = new HookToken(18);
        maker = new Liquidity(uniswapFactory);
        between.mint(address(maker), 1e30);
        deal(weth, address(maker), 1e24);
        deal(usdc, address(maker), 1e18);
        maker.open(weth, 1e24, address(between), 1e24, 10_000);
    }

    /// @dev The thief's two pools pay 2610, less than the price that judged the loan and more than the one it pushes.
    function test_RevertWhen_TheSaleIsBelowThePriceThatJudgedTheLoan() public {
        Plan memory plan = _saleAt(2610e6);
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(plan);
    }

    function test_SaleAtThePriceThatJudgedTheLoanIsFine() public {
        Outcome memory outcome = _liquidate(_saleAt(2700.1e6));
        assertGe(outcome.profit, outcome.seized * 2700e24 / 1e36 - outcome.repaid);
        assertEq(oracle.price(), 2600e24, "it was pushed");
    }

    /// @dev The collateral is the thief's: it pushes the price as it arrives, right behind the judgement and before the sale.
    function test_RevertWhen_ThePriceFallsAsTheCollateralArrives() public {
        Plan memory plan = _arrivingSaleAt(2610e6);
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(plan);
    }

    function test_SaleOfWhatPushedThePriceIsFineAtTheOneBefore() public {
        Outcome memory outcome = _liquidate(_arrivingSaleAt(2700.1e6));
        assertGe(outcome.profit, outcome.seized * 2700e24 / 1e36 - outcome.repaid);
        assertEq(oracle.price(), 2600e24, "it was pushed");
    }

    /// @dev Paid out of the wallet, so that the market takes the debt units and sends the collateral in one step.
    function _arrivingSaleAt(uint256 proceeds) private returns (Plan memory plan) {
        HookToken collateral = new HookToken(18);
        params.collateralToken = address(collateral);
        blue.createMarket(params);
        deal(usdc, address(this), 1_000_000e6);
        _approve(usdc, 1_000_000e6);
        blue.supply(params, 1_000_000e6, 0, address(this), "");
        oracle.set(3000e24, false);
        _openMorpho(borrower, 10e18, 24_000e6);
        oracle.set(2700e24, false);
        collateral.mint(address(maker), 1e30);
        maker.open(address(collateral), 1e24, usdc, proceeds * 1e6 * 100 / 99, 10_000);
        collateral.setHook(new OracleSwitch(oracle, 2600e24, false));

        _fundWallet(usdc, 12_000e6);
        plan = _callback(4e18, 10_000);
        plan.funding = Funding(FundingSource.Wallet, address(0), 12_000e6);
        plan.terms.minBonusShareBps = 10_000;
    }

    /// @param proceeds USDC that an ether fetches on the thief's pools, after their fee of 1 % each.
    function _saleAt(uint256 proceeds) private returns (Plan memory plan) {
        maker.open(address(between), 1e24, usdc, proceeds * 1e6 * 100 * 100 / (99 * 99), 10_000);
        between.setHook(new OracleSwitch(oracle, 2600e24, false));
        plan = _callback(4e18, 10_000);
        plan.terms.minBonusShareBps = 10_000;
        plan.route = Routes.uniswapV3(abi.encodePacked(weth, uint24(10_000), address(between), uint24(10_000), usdc));
    }
}
