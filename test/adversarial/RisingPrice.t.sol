// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";
import {ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Plan} from "../../contracts/types/Plan.sol";
import {HookToken} from "../mocks/HookToken.sol";
import {OracleSwitch} from "../mocks/OracleSwitch.sol";
import {SettableOracle} from "../mocks/SettableOracle.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";

/// @notice Attack: a thief with an operator's key lets a pull oracle say its lowest price before it calls, and the highest as its wallet
/// pays: a debt token that calls its sender gives it control between the entry and the market, which judges the loan by what it then says.
/// @dev Ether at 2580 and then at 2700, of 4 seized. Debt tokens that call nobody give no control there.
contract RisingPriceTest is MorphoTest {
    SettableOracle private oracle;
    HookToken private loan;

    function setUp() public override {
        super.setUp();
        oracle = new SettableOracle();
        loan = new HookToken(6);
        oracle.set(3000e24, false);
        params = MorphoMarketParams(address(loan), weth, address(oracle), params.irm, params.lltv);
        blue.createMarket(params);
        loan.mint(address(this), 1_000_000e6);
        _approve(address(loan), 1_000_000e6);
        blue.supply(params, 1_000_000e6, 0, address(this), "");
        _openMorpho(borrower, 10e18, 24_000e6);
        oracle.set(2700e24, false);

        Liquidity maker = new Liquidity(uniswapFactory);
        loan.mint(address(maker), 1e18);
        deal(weth, address(maker), 1e24);
        // Of ether at 2700 liquidated with a bonus of 4.38 %, 2587 are owed: what the thief's pool pays is hardly more.
        maker.open(weth, 1e24, address(loan), uint256(2588e12) * 100 / 99, 10_000);
    }

    function test_RevertWhen_ThePriceIsTheSameAllTheTime() public {
        Plan memory plan = _theft();
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(plan);
    }

    function test_RevertWhen_ThePriceRisesAsTheWalletPays() public {
        Plan memory plan = _theft();
        oracle.set(2580e24, false);
        loan.setHook(new OracleSwitch(oracle, 2700e24, false));
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(plan);
    }

    function _theft() private returns (Plan memory plan) {
        loan.mint(operator, 11_000e6);
        vm.prank(operator);
        loan.approve(address(liquidator), 11_000e6);
        plan = _callback(4e18, 10_000);
        plan.funding = Funding(FundingSource.Wallet, address(0), 11_000e6);
    }
}
