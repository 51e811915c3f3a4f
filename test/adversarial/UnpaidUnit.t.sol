// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Loss} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {DevnetToken} from "../devnet/DevnetToken.sol";
import {SettableOracle} from "../mocks/SettableOracle.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";

/// @notice Attack: a thief's pool asks for one unit more than was seized. A sale may take a unit of what lies here, because balances
/// that are shares of something round; a flash swap is no sale, and must not buy with it. Here a unit is worth a house.
contract UnpaidUnitTest is MorphoTest {
    uint256 private constant PRICE = 100_000e6; // USDC a unit
    uint256 private constant SEIZED = 4;

    DevnetToken private house;

    function setUp() public override {
        super.setUp();
        house = new DevnetToken("House", "HOUSE", 0);
        SettableOracle oracle = new SettableOracle();
        (params.collateralToken, params.oracle) = (address(house), address(oracle));
        oracle.set(PRICE * 1e36, false);
        blue.createMarket(params);
        deal(usdc, address(this), 10_000_000e6);
        _approve(usdc, 10_000_000e6);
        blue.supply(params, 10_000_000e6, 0, address(this), "");
        house.mint(borrower, 10);
        vm.startPrank(borrower);
        house.approve(morpho, 10);
        blue.supplyCollateral(params, 10, borrower, "");
        blue.borrow(params, 850_000e6, 0, borrower, borrower);
        vm.stopPrank();
        oracle.set(PRICE * 95e34, false);
        vm.prank(owner);
        liquidator.setLimits(1, 0);
    }

    function test_RevertWhen_AFlashSwapIsPaidWithAUnitThatLiesHere() public {
        house.mint(address(liquidator), 3);
        Plan memory plan = _flashSwapFor(SEIZED + 1);
        vm.expectRevert(abi.encodeWithSelector(Loss.selector, 2, 3));
        _liquidate(plan);
    }

    function test_AFlashSwapIsPaidWithWhatWasSeized() public {
        house.mint(address(liquidator), 3);
        Outcome memory outcome = _liquidate(_flashSwapFor(SEIZED));
        assertEq(outcome.collateralGain, 0);
        assertEq(house.balanceOf(address(liquidator)), 3);
    }

    /// @dev Buys what Morpho will ask for 4 units, and a little more, from a pool of the thief's that wants `asked` units.
    function _flashSwapFor(uint256 asked) private returns (Plan memory plan) {
        uint256 amount = 365_000e6;
        Liquidity maker = new Liquidity(uniswapFactory);
        house.mint(address(maker), 1e9);
        deal(usdc, address(maker), 1e9 * PRICE);
        // Half a unit below what is to be asked, because the pool rounds up, and one more, because it rounds its fee up as well.
        maker.open(address(house), 1e6 * (2 * asked - 3), usdc, 1e6 * 2 * amount, 3000);
        plan = _callback(SEIZED, 3000);
        plan.funding = Funding(FundingSource.UniswapV3FlashSwap, address(0), amount);
        plan.selling = Selling.None;
        plan.terms.minBonusShareBps = 1;
    }
}
