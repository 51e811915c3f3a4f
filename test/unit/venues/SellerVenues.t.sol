// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAToken} from "@aave/core-v3/contracts/interfaces/IAToken.sol";
import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {IAaveV2Pool} from "../../../contracts/interfaces/IAaveV2Pool.sol";
import {PoolMissing, SaleIncomplete, VenueParametersInvalid} from "../../../contracts/types/Errors.sol";
import {Venue} from "../../../contracts/types/Venue.sol";
import {CurvePool} from "../../devnet/CurvePool.sol";
import {PancakeTrader} from "../../devnet/PancakeTrader.sol";
import {AggregatorRouter} from "../../doubles/AggregatorRouter.sol";
import {StakedEther} from "../../doubles/StakedEther.sol";
import {WrappedStakedEther} from "../../doubles/WrappedStakedEther.sol";
import {Vault} from "../../doubles/Vault.sol";
import {ICEtherMarket, ICTokenMarket} from "../../utils/ICompoundMarkets.sol";
import {Routes} from "../../utils/Routes.sol";
import {VenuesTest} from "../../utils/VenuesTest.sol";

interface IDeposits {
    function deposit(address asset, uint256 amount, address onBehalfOf, uint16 referralCode) external;
}

interface IBalancerQueries {
    struct Step {
        bytes32 poolId;
        uint256 assetInIndex;
        uint256 assetOutIndex;
        uint256 amount;
        bytes userData;
    }

    struct Funds {
        address sender;
        bool fromInternalBalance;
        address payable recipient;
        bool toInternalBalance;
    }

    function queryBatchSwap(uint8 kind, Step[] calldata swaps, address[] calldata assets, Funds calldata funds)
        external
        returns (int256[] memory deltas);
}

interface IV4Quoter {
    struct Key {
        address currency0;
        address currency1;
        uint24 fee;
        int24 tickSpacing;
        address hooks;
    }

    struct Quote {
        Key poolKey;
        bool zeroForOne;
        uint128 exactAmount;
        bytes hookData;
    }

    function quoteExactInputSingle(Quote memory params) external returns (uint256 amountOut, uint256 gasEstimate);
}

/// @notice
/// a hop of the seller
/// ├── on Curve
/// │   ├── coins counted in int128                     → what the pool's rule says: a unit less than get_dy at times
/// │   ├── ether in, ether out                         → unwrapped before, wrapped behind
/// │   └── there is no pool                            → PoolMissing
/// ├── what stands for something else
/// │   ├── wrapped staked ether                        → unwrapped, and sold on as what arrived
/// │   ├── shares, aTokens, cTokens                    → what they stand for; ether wrapped
/// │   ├── given a most                                → that much; the rest comes back, on the way SaleIncomplete
/// ├── on Balancer
/// │   ├── one pool, weighted or stable                → what the vault's query says
/// │   └── two in a row                                → the same
/// ├── on Uniswap V4
/// │   ├── tokens, ether in, ether out                 → what the quoter says
/// │   └── given the pool runs dry                     → what it left comes back, wrapped
/// ├── on PancakeSwap V3                               → what it pays others
/// ├── by a router                                     → what it pays; what it did not take comes back
/// └── when the parameters have another length         → VenueParametersInvalid
contract SellerVenuesTest is VenuesTest {
    using SafeERC20 for IERC20;
    using stdJson for string;

    function testFuzz_SellsOnCurve(uint256 amount, uint256 from, uint256 to) public {
        CurvePool pool_ = _openCurve();
        (from, to) = (bound(from, 0, 2), bound(to, 0, 2));
        vm.assume(from != to);
        (address tokenIn, address tokenOut) = (pool_.coins(from), pool_.coins(to));
        amount = bound(amount, 1, pool_.balances(from)) + (from == 0 ? 1e14 : 100);
        uint256 said = pool_.get_dy(int128(uint128(from)), int128(uint128(to)), amount);
        uint256 paid =
            _sell(tokenIn, amount, tokenOut, Routes.curve(address(pool_), uint8(from), uint8(to), 0, tokenOut));
        assertLe(paid, said);
        assertGe(paid + 1, said);
        _assertClean(address(pool_));
    }

    function test_SellsEtherOnCurve() public {
        CurvePool pool_ = _openEtherCurve(wsteth);
        uint256 said = pool_.get_dy(0, 1, 3e18);
        uint256 bought = _sell(weth, 3e18, wsteth, Routes.curve(address(pool_), 0, 1, ETHER_IN, wsteth));
        assertApproxEqAbs(bought, said, 1);
        _assertClean(address(pool_));
        said = pool_.get_dy(1, 0, 2e18);
        assertApproxEqAbs(_sell(wsteth, 2e18, weth, Routes.curve(address(pool_), 1, 0, ETHER_OUT, weth)), said, 1);
        _assertClean(address(pool_));
    }

    function test_RevertGiven_ThereIsNoPool() public {
        bytes[4] memory hops = [
            Routes.curve(stranger, 0, 1, 0, usdc),
            Routes.pancakePool(stranger, usdc),
            Routes.v4(stranger, 500, 10, 0, "", usdc),
            Routes.withdraw(stranger, "", usdc)
        ];
        for (uint256 i; i < hops.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(PoolMissing.selector, stranger));
            this.sell(weth, 1e18, usdc, hops[i]);
        }
    }

    function test_UnwrapsStakedEtherAndSellsIt() public {
        StakedEther staked = new StakedEther();
        WrappedStakedEther wrapped = new WrappedStakedEther(staked);
        staked.mint(address(wrapped), 1_000e18, 1_138.754654719778928e18);
        wrapped.mint(address(seller), 3e18);
        vm.prank(stranger);
        seller.sell(address(wrapped), 3e18, address(staked), Routes.split(0, 1, Routes.unwrapStaked(address(staked))));
        assertApproxEqAbs(staked.balanceOf(stranger), staked.getPooledEthByShares(3e18), 3);
        assertLe(staked.balanceOf(address(seller)), 2);
    }

    function test_WithdrawsWhatATokensStandFor() public {
        address aToken = _supply(10_000e6);
        assertEq(_sellHeld(aToken, 10_000e6, usdc, Routes.withdraw(address(pool), "", usdc)), 10_000e6);
        assertEq(IERC20(aToken).balanceOf(address(seller)), 0);
    }

    function test_WithdrawsFromRelatives() public {
        address[3] memory pools = [
            info.readAddress(".addresses.spark.pool"),
            info.readAddress(".addresses.aaveV2.dollar.pool"),
            info.readAddress(".addresses.radiant.main.pool")
        ];
        address[3] memory aTokens = [
            IPool(pools[0]).getReserveData(usdc).aTokenAddress,
            IAaveV2Pool(pools[1]).getReserveData(usdc).aTokenAddress,
            IAaveV2Pool(pools[2]).getReserveData(usdc).aTokenAddress
        ];
        for (uint256 i; i < pools.length; ++i) {
            deal(usdc, address(this), 1_000e6);
            IERC20(usdc).forceApprove(pools[i], 1_000e6);
            IDeposits(pools[i]).deposit(usdc, 1_000e6, address(this), 0);
            assertEq(_sellHeld(aTokens[i], 1_000e6, usdc, Routes.withdraw(pools[i], "", usdc)), 1_000e6);
        }
    }

    function test_WithdrawsNoMoreThanThereIs() public {
        address aToken = _supply(10_000e6);
        bytes memory hop = Routes.withdraw(address(pool), abi.encode(4_000e6), usdc);
        assertEq(_sellHeld(aToken, 10_000e6, usdc, hop), 4_000e6);
        assertEq(IERC20(aToken).balanceOf(stranger), 6_000e6, "the rest came back");

        // With cash for more than is sold, that is all.
        _supply(1_000e6);
        hop = Routes.withdraw(address(pool), abi.encode(40_000e6), usdc);
        assertEq(_sellHeld(aToken, 1_000e6, usdc, hop), 1_000e6);
    }

    function test_RedeemsCTokens() public {
        address cUsdc = info.readAddress(".addresses.compound.older.cTokens.USDC");
        deal(usdc, address(this), 10_000e6);
        IERC20(usdc).forceApprove(cUsdc, 10_000e6);
        ICTokenMarket(cUsdc).mint(10_000e6);
        uint256 had = IERC20(cUsdc).balanceOf(address(this));
        uint256 due = had * ICTokenMarket(cUsdc).exchangeRateCurrent() / 1e18;
        uint256 snapshot = vm.snapshotState();
        assertEq(_sellHeld(cUsdc, had, usdc, Routes.redeemCTokens(0, "", usdc)), due);
        vm.revertToState(snapshot);
        assertApproxEqAbs(_sellHeld(cUsdc, had, usdc, Routes.redeemCTokens(0, abi.encode(had / 4), usdc)), due / 4, 1);
        assertEq(IERC20(cUsdc).balanceOf(stranger), had - had / 4);
    }

    function test_RedeemsTheCTokenOfEther() public {
        address cEther = info.readAddress(".addresses.compound.older.cTokens.WETH");
        vm.deal(address(this), 5e18);
        ICEtherMarket(cEther).mint{value: 5e18}();
        uint256 had = IERC20(cEther).balanceOf(address(this));
        assertApproxEqRel(_sellHeld(cEther, had, weth, Routes.redeemCTokens(1, "", weth)), 5e18, 1e10);
        _assertClean(cEther);
    }

    function test_RedeemsNoMoreSharesThanThereIsCashFor() public {
        Vault shares = new Vault(IERC20(weth));
        deal(weth, address(this), 10e18);
        IERC20(weth).forceApprove(address(shares), 10e18);
        shares.deposit(10e18, address(this));
        uint256 bought = _sellHeld(address(shares), 10e18, weth, Routes.redeemMost(weth, 4e18));
        assertEq(bought, 4e18);
        assertEq(shares.balanceOf(stranger), 6e18);
    }

    function test_RevertGiven_SharesOnTheWayAreNotRedeemed() public {
        address aToken = _supply(10_000e6);
        bytes memory hops =
            bytes.concat(Routes.withdraw(address(pool), "", usdc), Routes.v3Pool(_v3(weth, usdc, 500), weth));
        IERC20(aToken).safeTransfer(address(seller), 10_000e6);
        vm.prank(stranger);
        seller.sell(aToken, 10_000e6, weth, Routes.split(0, 2, hops));

        address again = _supply(10_000e6);
        // A router that pays aTokens, of which the next hop takes a part.
        IERC20(again).safeTransfer(address(router), 1e6);
        bytes memory part = bytes.concat(
            Routes.router(address(router), _routed(weth, 1e18, again, 1e6), again),
            Routes.withdraw(address(pool), abi.encode(1), usdc)
        );
        deal(weth, address(seller), 1e18);
        vm.expectRevert(abi.encodeWithSelector(SaleIncomplete.selector, 1, 1e6));
        seller.sell(weth, 1e18, usdc, Routes.split(0, 2, part));
    }

    function testFuzz_SellsOnOnePoolOfBalancer(uint256 amount) public {
        amount = bound(amount, 1e12, 200e18);
        uint256 said = _queried(_path(weighted), _two(weth, usdc), amount);
        assertEq(_sell(weth, amount, usdc, Routes.balancer(vault, abi.encodePacked(weighted), usdc)), said);
        _assertClean(vault);
        uint256 dollars = bound(amount, 1e3, 1_000_000e6);
        said = _queried(_path(stable), _two(usdc, dai), dollars);
        assertEq(_sell(usdc, dollars, dai, Routes.balancer(vault, abi.encodePacked(stable), dai)), said);
        _assertClean(vault);
    }

    function test_SellsOnTwoPoolsOfBalancerInARow() public {
        bytes32[] memory ids = new bytes32[](2);
        (ids[0], ids[1]) = (weighted, stable);
        address[] memory assets = new address[](3);
        (assets[0], assets[1], assets[2]) = (weth, usdc, dai);
        uint256 said = _queried(ids, assets, 7e18);
        bytes memory hop = Routes.balancer(vault, abi.encodePacked(weighted, usdc, stable), dai);
        assertEq(_sell(weth, 7e18, dai, hop), said);
        _assertClean(vault);
    }

    function testFuzz_SellsOnUniswapV4(uint256 amount) public {
        amount = bound(amount, 1e12, 100e18);
        uint256 said = _quoted(weth, usdc, 3000, 60, weth, amount);
        uint256 bought = _sell(weth, amount, usdc, Routes.v4(manager, 3000, 60, 0, "", usdc));
        assertEq(bought, said);
        said = _quoted(weth, usdc, 3000, 60, usdc, bought);
        assertEq(_sell(usdc, bought, weth, Routes.v4(manager, 3000, 60, 0, "", weth)), said);
        _assertClean(manager);
    }

    function test_SellsEtherOnUniswapV4() public {
        uint256 said = _quoted(address(0), usdc, 500, 10, address(0), 3e18);
        uint256 bought = _sell(weth, 3e18, usdc, Routes.v4(manager, 500, 10, 1, "", usdc));
        assertEq(bought, said);
        said = _quoted(address(0), usdc, 500, 10, usdc, bought);
        assertEq(_sell(usdc, bought, weth, Routes.v4(manager, 500, 10, 2, "", weth)), said);
        _assertClean(manager);
    }

    /// @dev More than it takes to go through every tick.
    function test_WhatADryPoolOfUniswapV4LeavesComesBack() public {
        uint256 all = 1e37;
        vm.deal(weth, all * 2);
        uint256 before = manager.balance;
        uint256 bought = _sell(weth, all, usdc, Routes.v4(manager, 500, 10, 1, "", usdc));
        assertGt(bought, 1_000_000e6);
        assertGt(IERC20(weth).balanceOf(stranger), 1e36);
        assertEq(IERC20(weth).balanceOf(stranger) + manager.balance - before, all);
        _assertClean(manager);
    }

    /// @dev As whoever trades there otherwise.
    function testFuzz_SellsOnPancakeSwap(uint256 amount) public {
        amount = bound(amount, 1e12, 100e18);
        address pool_ = info.readAddress(".addresses.pancake.pools[0].address");
        PancakeTrader trader = PancakeTrader(info.readAddress(".addresses.pancake.trader"));
        deal(weth, address(this), amount);
        IERC20(weth).forceApprove(address(trader), amount);
        uint256 snapshot = vm.snapshotState();
        uint160 limit = weth < usdc ? 4295128740 : 1461446703485210103287273052203988822378723970341;
        trader.swap(pool_, weth < usdc, int256(amount), limit);
        uint256 due = IERC20(usdc).balanceOf(address(this));
        vm.revertToState(snapshot);
        assertEq(_sell(weth, amount, usdc, Routes.pancakePool(pool_, usdc)), due);
        _assertClean(pool_);
        // Its callback has another name than Uniswap's.
        vm.expectRevert();
        this.sell(weth, amount, usdc, Routes.v3Pool(pool_, usdc));
    }

    function test_SellsByARouter() public {
        deal(usdc, address(router), 3_000e6);
        bytes memory data = _routed(weth, 0.75e18, usdc, 2_250e6);
        assertEq(_sell(weth, 1e18, usdc, Routes.router(address(router), data, usdc)), 2_250e6);
        assertEq(IERC20(weth).balanceOf(stranger), 0.25e18, "what it did not take came back");
        _assertClean(address(router));
    }

    function test_RevertWhen_TheParametersHaveAnotherLength() public {
        uint16[9] memory lengths = [uint16(19), 22, 24, 1, 19, 0, 53, 28, 20];
        Venue[9] memory venues = [
            Venue.PancakeV3Pool,
            Venue.Curve,
            Venue.Curve,
            Venue.WstETH,
            Venue.AToken,
            Venue.CToken,
            Venue.BalancerV2,
            Venue.UniswapV4,
            Venue.Router
        ];
        for (uint256 i; i < venues.length; ++i) {
            bytes memory parameters = new bytes(lengths[i]);
            bytes memory hop = abi.encodePacked(uint8(venues[i]), lengths[i], usdc, parameters);
            vm.expectRevert(abi.encodeWithSelector(VenueParametersInvalid.selector, parameters));
            this.sell(weth, 1e18, usdc, hop);
        }
        bytes memory most = new bytes(31);
        vm.expectRevert(abi.encodeWithSelector(VenueParametersInvalid.selector, abi.encodePacked(pool, most)));
        this.sell(weth, 1e18, usdc, Routes.withdraw(address(pool), most, usdc));
    }

    function sell(address tokenIn, uint256 amount, address tokenOut, bytes calldata hop) external {
        _sell(tokenIn, amount, tokenOut, hop);
    }

    /// @dev What this contract holds already.
    function _sellHeld(address tokenIn, uint256 amount, address tokenOut, bytes memory hop)
        private
        returns (uint256 bought)
    {
        IERC20(tokenIn).safeTransfer(address(seller), amount);
        uint256 before = IERC20(tokenOut).balanceOf(stranger);
        vm.prank(stranger);
        seller.sell(tokenIn, amount, tokenOut, Routes.split(0, 1, hop));
        return IERC20(tokenOut).balanceOf(stranger) - before;
    }

    /// @return aToken Of the dollars that this contract has supplied.
    function _supply(uint256 amount) private returns (address aToken) {
        deal(usdc, address(this), amount);
        IERC20(usdc).forceApprove(address(pool), amount);
        pool.supply(usdc, amount, address(this), 0);
        aToken = pool.getReserveData(usdc).aTokenAddress;
        assertEq(IAToken(aToken).UNDERLYING_ASSET_ADDRESS(), usdc);
    }

    function _routed(address tokenIn, uint256 amount, address tokenOut, uint256 paid)
        private
        view
        returns (bytes memory)
    {
        AggregatorRouter.Call[] memory calls;
        return abi.encodeCall(
            AggregatorRouter.swap, (IERC20(tokenIn), amount, IERC20(tokenOut), paid, address(seller), calls)
        );
    }

    function _v3(address tokenA, address tokenB, uint24 fee) private view returns (address found) {
        (, bytes memory answer) =
            uniswapFactory.staticcall(abi.encodeWithSignature("getPool(address,address,uint24)", tokenA, tokenB, fee));
        return abi.decode(answer, (address));
    }

    function _queried(bytes32[] memory ids, address[] memory assets, uint256 amount) private returns (uint256) {
        IBalancerQueries.Step[] memory steps = new IBalancerQueries.Step[](ids.length);
        for (uint256 i; i < ids.length; ++i) {
            steps[i] = IBalancerQueries.Step(ids[i], i, i + 1, i == 0 ? amount : 0, "");
        }
        IBalancerQueries.Funds memory funds = IBalancerQueries.Funds(stranger, false, payable(stranger), false);
        return uint256(-IBalancerQueries(vault).queryBatchSwap(0, steps, assets, funds)[ids.length]);
    }

    function _path(bytes32 id) private pure returns (bytes32[] memory ids) {
        ids = new bytes32[](1);
        ids[0] = id;
    }

    function _two(address a, address b) private pure returns (address[] memory assets) {
        assets = new address[](2);
        (assets[0], assets[1]) = (a, b);
    }

    function _quoted(address a, address b, uint24 fee, int24 spacing, address currencyIn, uint256 amount)
        private
        returns (uint256 said)
    {
        (address currency0, address currency1) = a < b ? (a, b) : (b, a);
        IV4Quoter quoter = IV4Quoter(info.readAddress(".addresses.uniswapV4.quoter"));
        IV4Quoter.Key memory key = IV4Quoter.Key(currency0, currency1, fee, spacing, address(0));
        (said,) = quoter.quoteExactInputSingle(IV4Quoter.Quote(key, currencyIn == currency0, uint128(amount), ""));
    }
}
