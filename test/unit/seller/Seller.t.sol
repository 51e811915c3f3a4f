// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";

import {
    AssetsMismatch,
    Loss,
    PoolMissing,
    RouteInvalid,
    SaleIncomplete,
    SellerMissing,
    VenueParametersInvalid,
    VenueUnsupported
} from "../../../contracts/types/Errors.sol";
import {Leg, LegResult} from "../../../contracts/types/Leg.sol";
import {Outcome, Plan} from "../../../contracts/types/Plan.sol";
import {Venue} from "../../../contracts/types/Venue.sol";
import {FeeToken} from "../../mocks/FeeToken.sol";
import {SenderFeeToken} from "../../mocks/SenderFeeToken.sol";
import {Liquidity} from "../../utils/Liquidity.sol";
import {Routes} from "../../utils/Routes.sol";
import {SellerTest} from "../../utils/SellerTest.sol";

/// @notice
/// the seller
/// ├── for a liquidation
/// │   ├── two steps: redeems shares, sells them on Uniswap V3      → exactly what vault and quoter say
/// │   ├── a split over a V3 pool and a V2 pair                     → the same; the last takes the rest
/// │   ├── two liquidations in one transaction                      → both
/// │   ├── what no split takes                                      → comes back and is kept
/// │   └── given there is none, or no code                          → SellerMissing
/// ├── for anybody
/// │   ├── a V2 pair in both orders of its tokens                   → its own rule decides that it is paid enough, and not a unit more
/// │   ├── a V2 pair before another venue                           → what it pays is sold on
/// │   ├── a token that takes a fee                                 → what arrived at the pair is sold
/// │   ├── given a token takes more than is sold                    → Loss
/// │   ├── given the first pool runs dry                            → what it left comes back
/// │   ├── given a later pool runs dry                              → SaleIncomplete
/// │   ├── when more is named than is here                          → Loss
/// │   └── the same token on both ends                              → comes back once
/// └── when the route is broken                                     → RouteInvalid, AssetsMismatch, VenueUnsupported,
///                                                                    VenueParametersInvalid, PoolMissing
contract SellerUnitTest is SellerTest {
    using SafeERC20 for IERC20;

    function test_RedeemsThenSells() public {
        _openVaultPosition(borrower);
        uint256 quoted = _quote(vault.previewRedeem(3e18), 500);
        Outcome memory outcome = _liquidate(_sold(Routes.split(0, 2, _unwrapThenV3(500))));
        assertEq(outcome.seized, 3e18);
        assertEq(outcome.debtGain, quoted - outcome.repaid);
        assertEq(outcome.collateralGain, 0);
        assertEq(_balance(usdc, receiver), outcome.profit);
        _assertSellerEmpty();
    }

    function test_SplitsOverTwoPools() public {
        _openVaultPosition(borrower);
        address pair = _openPair(weth, 100e18, usdc, 300_000e6);
        uint256 first = vault.previewRedeem(1.8e18);
        uint256 quoted = _quote(first, 500) + _v2Out(vault.previewRedeem(1.2e18), 100e18, 300_000e6, 30);

        bytes memory viaPair = bytes.concat(Routes.redeem(weth), Routes.v2Pair(pair, 30, usdc));
        Outcome memory outcome =
            _liquidate(_sold(bytes.concat(Routes.split(6_000, 2, _unwrapThenV3(500)), Routes.split(0, 2, viaPair))));
        assertApproxEqAbs(outcome.debtGain, quoted - outcome.repaid, 1, "a share's fraction rounds in the vault");
        _assertSellerEmpty();
    }

    function test_TwoLiquidationsInOneTransaction() public {
        address other = makeAddr("other borrower");
        _openVaultPosition(borrower);
        _openVaultPosition(other);
        Leg[] memory legs = new Leg[](2);
        legs[0] = Leg(_sold(Routes.split(0, 2, _unwrapThenV3(500))), false, 0);
        legs[1] = Leg(_sold(Routes.split(0, 2, _unwrapThenV3(3000))), false, 0);
        legs[1].plan.target.borrower = other;
        vm.prank(operator);
        LegResult[] memory results = liquidator.liquidateBatch(legs);
        assertTrue(results[0].success && results[1].success);
        assertEq(_balance(usdc, receiver), results[0].outcome.profit + results[1].outcome.profit);
        _assertSellerEmpty();
    }

    function test_WhatNoSplitTakesIsKept() public {
        _openVaultPosition(borrower);
        Outcome memory outcome = _liquidate(_sold(Routes.split(9_900, 2, _unwrapThenV3(500))));
        assertEq(outcome.collateralGain, 0.03e18);
        assertEq(_balance(address(vault), receiver), 0.03e18);
        _assertSellerEmpty();
    }

    function test_RevertGiven_ThereIsNoSeller() public {
        _openVaultPosition(borrower);
        address[2] memory none = [address(0), stranger];
        Plan memory plan = _sold(Routes.split(0, 2, _unwrapThenV3(500)));
        for (uint256 i; i < none.length; ++i) {
            vm.prank(owner);
            liquidator.setSeller(none[i]);
            vm.expectRevert(abi.encodeWithSelector(SellerMissing.selector, none[i]));
            _liquidate(plan);
        }
    }

    /// @dev The pair's own check of its product is the judge: a unit more is refused by it.
    function test_SellsOnAPairInBothOrders() public {
        address pair = _openPair(weth, 100e18, usdc, 300_000e6);
        uint256 bought = _sell(weth, 1e18, usdc, Routes.split(0, 1, Routes.v2Pair(pair, 30, usdc)));
        assertEq(bought, _v2Out(1e18, 100e18, 300_000e6, 30));

        uint256 back = _sell(usdc, bought, weth, Routes.split(0, 1, Routes.v2Pair(pair, 30, weth)));
        assertEq(back, _v2Out(bought, 300_000e6 - bought, 101e18, 30));
        vm.expectRevert(bytes("UniswapV2: K"));
        this.sell(usdc, 1_000e6, weth, Routes.split(0, 1, Routes.v2Pair(pair, 29, weth)));
    }

    function sell(address tokenIn, uint256 amount, address tokenOut, bytes calldata route) external {
        _sell(tokenIn, amount, tokenOut, route);
    }

    /// @dev What it pays is sold on: on a pair, and on a pool.
    function test_SellsOnAPairOnTheWay() public {
        address first = _openPair(weth, 100e18, dai, 300_000e18);
        address second = _openPair(dai, 300_000e18, usdc, 300_000e6);
        uint256 inBetween = _v2Out(1e18, 100e18, 300_000e18, 30);
        uint256 snapshot = vm.snapshotState();
        bytes memory onPair = bytes.concat(Routes.v2Pair(first, 30, dai), Routes.v2Pair(second, 30, usdc));
        uint256 bought = _sell(weth, 1e18, usdc, Routes.split(0, 2, onPair));
        assertEq(bought, _v2Out(inBetween, 300_000e18, 300_000e6, 30));
        vm.revertToState(snapshot);

        (uint256 quoted,,,) = quoter.quoteExactInput(abi.encodePacked(dai, uint24(100), usdc), inBetween);
        bytes memory onPool = bytes.concat(Routes.v2Pair(first, 30, dai), Routes.v3Pool(_pool(dai, usdc, 100), usdc));
        assertEq(_sell(weth, 1e18, usdc, Routes.split(0, 2, onPool)), quoted);
        assertEq(_balance(dai, address(seller)) + _balance(dai, stranger), 0);
    }

    function test_SellsATokenThatTakesAFee() public {
        FeeToken fee = new FeeToken(100);
        address pair = _openPair(address(fee), 100e18, usdc, 300_000e6);
        fee.mint(stranger, 1e18);
        vm.startPrank(stranger);
        fee.transfer(address(seller), 1e18);
        seller.sell(address(fee), 0.99e18, usdc, Routes.split(0, 1, Routes.v2Pair(pair, 30, usdc)));
        vm.stopPrank();
        assertEq(_balance(usdc, stranger), _v2Out(0.99e18 * 99 / 100, 100e18, 300_000e6, 30));
    }

    /// @dev A hundredth on top of what the venue is paid: it would be of what lies there. Whoever sells pays his own fee.
    function test_RevertGiven_ATokenTakesWhatLiesThere() public {
        SenderFeeToken token = new SenderFeeToken();
        Liquidity maker = new Liquidity(uniswapFactory);
        token.mint(address(maker), 1e30);
        deal(usdc, address(maker), 1e15);
        address pool_ = address(maker.open(address(token), 100e18, usdc, 300_000e6, 3000));
        address pair = _openPair(address(token), 100e18, usdc, 300_000e6);
        token.mint(address(seller), 2e18);
        token.charge(address(seller));
        bytes[2] memory hops = [Routes.v3Pool(pool_, usdc), Routes.v2Pair(pair, 30, usdc)];
        for (uint256 i; i < hops.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(Loss.selector, 0.99e18, 1e18));
            seller.sell(address(token), 1e18, usdc, Routes.split(0, 1, hops[i]));
        }
    }

    function test_FirstPoolMayRunDry() public {
        address narrow = _narrowPool(weth, usdc, 3_000e6);
        uint256 bought = _sell(weth, 10e18, usdc, Routes.split(0, 1, Routes.v3Pool(narrow, usdc)));
        assertGt(bought, 0);
        assertGt(_balance(weth, stranger), 5e18, "what was left came back");
        assertEq(_balance(weth, address(seller)), 0);
    }

    /// @dev The first takes a fraction of what it is offered, so the second is offered the rest.
    function test_WhatADryPoolLeavesGoesToTheLastSplit() public {
        address narrow = _narrowPool(weth, usdc, 3_000e6);
        address pair = _openPair(weth, 100e18, usdc, 300_000e6);
        bytes memory first = Routes.split(9_000, 1, Routes.v3Pool(narrow, usdc));
        _sell(weth, 10e18, usdc, bytes.concat(first, Routes.split(0, 1, Routes.v2Pair(pair, 30, usdc))));
        assertEq(_balance(weth, stranger), 0);
        assertGt(_balance(weth, pair), 105e18);
    }

    function test_RevertGiven_LaterPoolRunsDry() public {
        address narrow = _narrowPool(weth, usdc, 3_000e6);
        vm.prank(makeAddr("depositor"));
        vault.transfer(stranger, 10e18);
        bytes memory route = bytes.concat(Routes.redeem(weth), Routes.v3Pool(narrow, usdc));
        vm.startPrank(stranger);
        vault.transfer(address(seller), 10e18);
        vm.expectPartialRevert(SaleIncomplete.selector);
        seller.sell(address(vault), 10e18, usdc, Routes.split(0, 2, route));
        vm.stopPrank();
    }

    function test_RevertWhen_MoreIsNamedThanIsHere() public {
        vm.expectRevert(abi.encodeWithSelector(Loss.selector, 0, 1));
        seller.sell(weth, 1, usdc, "");
    }

    function test_TheSameTokenOnBothEnds() public {
        bytes memory there = Routes.v3Pool(_pool(weth, usdc, 500), usdc);
        bytes memory back = Routes.v3Pool(_pool(weth, usdc, 3000), weth);
        _sell(weth, 1e18, weth, Routes.split(5_000, 2, bytes.concat(there, back)));
        assertApproxEqRel(_balance(weth, stranger), 1e18, 0.01e18);
        assertEq(_balance(weth, address(seller)), 0);
    }

    function test_RevertWhen_RouteIsBroken() public {
        deal(weth, address(seller), 1e18);
        _expectRefused("", abi.encodeWithSelector(RouteInvalid.selector, ""));
        _expectRefused(
            Routes.split(0, 1, Routes.v3Pool(stranger, dai)), abi.encodeWithSelector(AssetsMismatch.selector, usdc, dai)
        );
        _expectRefused(
            Routes.split(0, 1, Routes.v3(500, usdc)), abi.encodeWithSelector(VenueUnsupported.selector, Venue.UniswapV3)
        );
        _expectRefused(
            Routes.split(0, 1, Routes.v3Pool(stranger, usdc)), abi.encodeWithSelector(PoolMissing.selector, stranger)
        );
        Venue[3] memory venues = [Venue.UniswapV3Pool, Venue.UniswapV2Pair, Venue.ERC4626];
        for (uint256 i; i < venues.length; ++i) {
            _expectRefused(
                Routes.split(0, 1, abi.encodePacked(venues[i], uint16(1), usdc, hex"ff")),
                abi.encodeWithSelector(VenueParametersInvalid.selector, hex"ff")
            );
        }
    }

    function _expectRefused(bytes memory route, bytes memory expected) private {
        vm.expectRevert(expected);
        seller.sell(weth, 1e18, usdc, route);
    }

    /// @dev By a stranger, with tokens of his own.
    function _sell(address tokenIn, uint256 amount, address tokenOut, bytes memory route)
        private
        returns (uint256 bought)
    {
        uint256 before = _balance(tokenOut, stranger);
        deal(tokenIn, address(this), amount);
        IERC20(tokenIn).safeTransfer(address(seller), amount);
        vm.prank(stranger);
        seller.sell(tokenIn, amount, tokenOut, route);
        assertEq(_balance(tokenOut, address(seller)), 0);
        return _balance(tokenOut, stranger) - before;
    }

    /// @dev Pays 3000 for an ether, for a fraction of one.
    function _narrowPool(address tokenA, address tokenB, uint256 price) private returns (address) {
        Liquidity maker = new Liquidity(uniswapFactory);
        deal(tokenA, address(maker), 10e18);
        deal(tokenB, address(maker), 30_000e6);
        IUniswapV3Pool pool_ = maker.openNarrow(tokenA, 1e18, tokenB, price, 100, 100, 7.6e15);
        return address(pool_);
    }
}
