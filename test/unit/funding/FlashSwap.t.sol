// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IQuoterV2} from "@uniswap/v3-periphery/contracts/interfaces/IQuoterV2.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {AssetsMismatch, PoolMissing, RouteInvalid, VenueUnsupported} from "../../../contracts/types/Errors.sol";
import {Outcome, Plan, Selling} from "../../../contracts/types/Plan.sol";
import {Venue} from "../../../contracts/types/Venue.sol";
import {AaveTest} from "../../utils/AaveTest.sol";
import {Liquidity} from "../../utils/Liquidity.sol";
import {Plans} from "../../utils/Plans.sol";
import {ProtocolEvents} from "../../utils/ProtocolEvents.sol";
import {Routes} from "../../utils/Routes.sol";

/// @notice
/// flash swap
/// ├── pays with seized collateral, keeps the rest of it as profit     (both orders of the pool's tokens)
/// ├── when it buys more debt than the market takes                    → the rest is debt gain
/// ├── given the pool has less than asked for                          → liquidates with what it has
/// ├── when the route is not exactly one hop                           → RouteInvalid
/// ├── when it ends elsewhere, or is not on Uniswap V3                 → AssetsMismatch, VenueUnsupported
/// ├── when somebody is to sell as well                                → RouteInvalid
/// ├── when the pool does not exist                                    → PoolMissing
/// └── when nothing is to be bought                                    → the pool's own error
contract FlashSwapTest is AaveTest {
    using stdJson for string;

    IQuoterV2 private quoter;

    function setUp() public override {
        super.setUp();
        quoter = IQuoterV2(info.readAddress(".addresses.uniswap.quoterV2"));
        _openReference();
    }

    function test_PaysWithCollateralAndKeepsTheRest() public {
        uint256 asked = _quote(weth, usdc, 11_000e6, 3000);
        vm.recordLogs();
        Outcome memory outcome = _liquidate(_flashSwap());

        (uint256 repaid, uint256 seized) = ProtocolEvents.aaveV3(vm.getRecordedLogs(), address(pool));
        assertEq(outcome.repaid, repaid);
        assertEq(outcome.seized, seized);
        assertEq(repaid, 11_000e6);
        assertEq(seized, 4.421153846153846153e18);
        assertEq(outcome.premium, 0);
        assertEq(outcome.debtGain, 0);
        assertEq(outcome.collateralGain, seized - asked);
        assertEq(outcome.profit, (seized - asked) * 2600e6 / 1e18);
        assertEq(outcome.tip, 0);
        assertEq(_balance(weth, receiver), seized - asked);
    }

    /// @dev USDC is token1 of this pool, so the swap runs the other way.
    function test_WorksInBothOrders() public {
        assertTrue(weth < usdc);
        address short = makeAddr("short");
        _open(pool, short, usdc, 40_000e6, weth, 9e18);
        _setPrice("WETH", 3600 * USD);
        uint256 asked = _quote(usdc, weth, 4e18, 500);

        Outcome memory outcome = _liquidate(Plans.flashSwap(address(pool), short, usdc, weth, 4e18, 500));
        assertEq(outcome.repaid, 4e18);
        assertEq(outcome.collateralGain, outcome.seized - asked);
        assertEq(_balance(usdc, receiver), outcome.collateralGain);
        _assertNothingAtRest(liquidator);
    }

    function test_DebtThatTheMarketDoesNotTakeIsGain() public {
        Plan memory plan = _flashSwap();
        plan.target.amount = 10_000e6;
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.repaid, 10_000e6);
        assertEq(outcome.debtGain, 1_000e6);
        assertEq(_balance(usdc, receiver), 1_000e6);
        _assertNothingAtRest(liquidator);
    }

    /// @dev The swap ends at the last price there is, and the pool asks only for what it sent.
    function test_LiquidatesWithWhatThePoolHas() public {
        _liquidateFromNarrowPool(5e15);
    }

    function testFuzz_LiquidatesWithWhatThePoolHas(uint128 liquidity) public {
        _liquidateFromNarrowPool(uint128(bound(liquidity, 1e12, 1e16)));
    }

    /// @dev A market order for more than the pool holds: what it holds costs all the collateral and more.
    function test_RevertWhen_PoolIsAskedForMoreThanItHas() public {
        Plan memory plan = _flashSwap();
        plan.funding.amount = 1e15;
        vm.expectRevert(bytes("")); // WETH9 reverts without data
        _liquidate(plan);
    }

    function test_RevertWhen_RouteIsNotOneHop() public {
        bytes memory one = Routes.v3(3000, usdc);
        bytes[7] memory routes = [
            bytes(""),
            Routes.split(0, 0, one),
            Routes.split(0, 2, one), // says that there are more than there are
            Routes.split(0, 255, one),
            bytes.concat(Routes.split(0, 1, one), hex"00"),
            Routes.split(0, 2, bytes.concat(Routes.v3(3000, dai), Routes.v3(100, usdc))),
            bytes.concat(Routes.split(5_000, 1, one), Routes.split(0, 1, one))
        ];
        for (uint256 i; i < routes.length; ++i) {
            Plan memory plan = _flashSwap();
            plan.route = routes[i];
            vm.expectRevert(abi.encodeWithSelector(RouteInvalid.selector, routes[i]));
            _liquidate(plan);
        }
    }

    function test_RevertWhen_RouteEndsElsewhere() public {
        Plan memory plan = _flashSwap();
        plan.route = Routes.split(0, 1, Routes.v3(3000, dai));
        vm.expectRevert(abi.encodeWithSelector(AssetsMismatch.selector, usdc, dai));
        _liquidate(plan);
    }

    function test_RevertWhen_VenueIsTheSellers() public {
        Plan memory plan = _flashSwap();
        plan.route = Routes.split(0, 1, Routes.v3Pool(stranger, usdc));
        vm.expectRevert(abi.encodeWithSelector(VenueUnsupported.selector, Venue.UniswapV3Pool));
        _liquidate(plan);
    }

    function test_RevertWhen_SomebodyIsToSell() public {
        Plan memory plan = _flashSwap();
        plan.selling = Selling.Leaf;
        vm.expectRevert(abi.encodeWithSelector(RouteInvalid.selector, plan.route));
        _liquidate(plan);
    }

    function test_RevertWhen_PoolIsMissing() public {
        Plan memory plan = _flashSwap();
        plan.route = Routes.uniswapV3(abi.encodePacked(weth, uint24(10_000), usdc));
        vm.expectPartialRevert(PoolMissing.selector);
        _liquidate(plan);
    }

    function test_RevertWhen_NothingIsBought() public {
        Plan memory plan = _flashSwap();
        plan.funding.amount = 0;
        vm.expectRevert(bytes("AS")); // UniswapV3Pool: amount specified
        _liquidate(plan);
    }

    /// @dev Reaches down to 4 % below 3,000 USDC at most: of 1e16 that is less than 11,000 USDC.
    function _liquidateFromNarrowPool(uint128 liquidity) private {
        Liquidity opener = new Liquidity(uniswapFactory);
        deal(weth, address(opener), 1e24);
        deal(usdc, address(opener), 1e15);
        address narrow = address(opener.openNarrow(weth, 1e18, usdc, 3_000e6, 10_000, 200, liquidity));
        uint256 held = _balance(usdc, narrow);
        Plan memory plan = _flashSwap();
        plan.route = Routes.uniswapV3(abi.encodePacked(weth, uint24(10_000), usdc));

        Outcome memory outcome = _liquidate(plan);
        assertLt(outcome.repaid, plan.funding.amount, "the pool had enough");
        assertEq(outcome.repaid, held - _balance(usdc, narrow));
        assertLe(_balance(usdc, narrow), 1);
        assertEq(outcome.debtGain, 0);
        assertEq(_balance(weth, receiver), outcome.collateralGain);
        _assertNothingAtRest(liquidator);
    }

    function _quote(address tokenIn, address tokenOut, uint256 amountOut, uint24 fee)
        private
        returns (uint256 amountIn)
    {
        (amountIn,,,) = quoter.quoteExactOutputSingle(
            IQuoterV2.QuoteExactOutputSingleParams(tokenIn, tokenOut, amountOut, fee, 0)
        );
    }

    /// @dev Turned around, it would be the input of the swap and not its output.
    function test_RevertWhen_AmountDoesNotFitASignedNumber() public {
        Plan memory plan = _flashSwap();
        plan.funding.amount = 2 ** 255;
        vm.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintToInt.selector, 2 ** 255));
        _liquidate(plan);
    }
}
