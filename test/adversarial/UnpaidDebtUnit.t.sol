// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";
import {Loss} from "../../contracts/types/Errors.sol";
import {Leg, LegResult} from "../../contracts/types/Leg.sol";
import {Funding, FundingSource, Plan, Selling} from "../../contracts/types/Plan.sol";
import {DevnetToken} from "../devnet/DevnetToken.sol";
import {SettableOracle} from "../mocks/SettableOracle.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";

/// @notice Attack: a thief with an operator's key lends what lies in the liquidator on a market of its own, against worthless collateral
/// that its own oracle praises, and liquidates itself by two units at a time. Nobody sells, so what Morpho pulls after its callback, or a
/// lender after its loan, can only come from what lies here. The units that rounding may take are not for that.
contract UnpaidDebtUnitTest is MorphoTest {
    uint256 private constant LEGS = 50;

    DevnetToken private house; // a unit is worth a house
    DevnetToken private worthless;
    SettableOracle private oracle;

    function setUp() public override {
        super.setUp();
        house = new DevnetToken("House", "HOUSE", 0);
        worthless = new DevnetToken("Worthless", "NIL", 18);
        oracle = new SettableOracle();
    }

    function test_RevertWhen_ACallbackIsPaidWithUnitsThatLieHere() public {
        _lend(address(house));
        house.mint(address(liquidator), 100);
        vm.expectRevert(abi.encodeWithSelector(Loss.selector, 98, 100));
        _liquidate(_twoUnits());
    }

    /// @dev Otherwise as many legs as a block holds would take all of it.
    function test_NoLegOfABatchTakesUnitsThatLieHere() public {
        _lend(address(house));
        house.mint(address(liquidator), 2 * LEGS);
        Leg[] memory legs = new Leg[](LEGS);
        for (uint256 i; i < LEGS; ++i) {
            legs[i] = Leg(_twoUnits(), true, 0);
        }
        vm.prank(operator);
        LegResult[] memory results = liquidator.liquidateBatch(legs);
        assertEq(house.balanceOf(address(liquidator)), 2 * LEGS);
        for (uint256 i; i < LEGS; ++i) {
            assertEq(results[i].revertData, abi.encodeWithSelector(Loss.selector, 2 * LEGS - 2, 2 * LEGS));
        }
    }

    /// @dev One unit is repaid, and one is the premium.
    function test_RevertWhen_ALoanIsPaidWithUnitsThatLieHere() public {
        deal(usdc, address(liquidator), 100e6);
        _lend(usdc);
        Plan memory plan = _twoUnits();
        plan.target.amount /= 2;
        plan.funding = Funding(FundingSource.AaveV3FlashLoan, address(pool), 1);
        vm.expectRevert(abi.encodeWithSelector(Loss.selector, 100e6 - 2, 100e6));
        _liquidate(plan);
    }

    /// @dev 1,000 units of `token` against 2,000 of the worthless one, which falls from 1 to a half.
    function _lend(address token) private {
        params = MorphoMarketParams(token, address(worthless), address(oracle), params.irm, params.lltv);
        oracle.set(1e18, false);
        blue.createMarket(params);
        deal(token, address(this), 1_000);
        _approve(token, 1_000);
        blue.supply(params, 1_000, 0, address(this), "");
        _openMorpho(borrower, 2_000e18, 1_000);
        oracle.set(0.5e18, false);
    }

    function _twoUnits() private view returns (Plan memory plan) {
        plan = _callback(4e18, 3000);
        (plan.selling, plan.route) = (Selling.None, "");
    }
}
