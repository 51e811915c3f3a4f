// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {AggregatorRouter} from "../doubles/AggregatorRouter.sol";
import {StakedEther} from "../doubles/StakedEther.sol";
import {WrappedStakedEther} from "../doubles/WrappedStakedEther.sol";
import {Vault} from "../doubles/Vault.sol";
import {CurvePool} from "../devnet/CurvePool.sol";
import {Routes} from "../utils/Routes.sol";
import {UniswapV2} from "../utils/UniswapV2.sol";
import {VenuesTest} from "../utils/VenuesTest.sol";

/// @notice Gas of the seller's whole call for one hop of each venue (`isolate`), committed below snapshots/: 21,000 and the seller's own
/// included, and what it takes to send the tokens there not.
/// forge-config: default.isolate = true
contract VenuesGasTest is VenuesTest, UniswapV2 {
    using SafeERC20 for IERC20;
    using stdJson for string;

    /// @dev As in use: the seller has held every token before, and its caller has some.
    function setUp() public override {
        super.setUp();
        address[4] memory tokens = [weth, usdc, dai, wsteth];
        for (uint256 i; i < tokens.length; ++i) {
            deal(tokens[i], stranger, 1);
            deal(tokens[i], address(seller), 1);
        }
    }

    function test_UniswapV3() public {
        (, bytes memory answer) = uniswapFactory.staticcall(
            abi.encodeWithSignature("getPool(address,address,uint24)", weth, usdc, uint24(500))
        );
        _measure("Uniswap V3 pool", weth, 1e18, usdc, Routes.v3Pool(abi.decode(answer, (address)), usdc));
    }

    function test_PancakeV3() public {
        address pancake = info.readAddress(".addresses.pancake.pools[0].address");
        _measure("PancakeSwap V3 pool", weth, 1e18, usdc, Routes.pancakePool(pancake, usdc));
    }

    function test_UniswapV2() public {
        address pair = info.readAddress(".addresses.uniswapV2.pairs[0].address");
        _measure("Uniswap V2 pair", weth, 1e18, usdc, Routes.v2Pair(pair, 30, usdc));
    }

    function test_UniswapV4() public {
        _measure("Uniswap V4, tokens", weth, 1e18, usdc, Routes.v4(manager, 3000, 60, 0, "", usdc));
    }

    function test_UniswapV4Ether() public {
        _measure("Uniswap V4, ether in", weth, 1e18, usdc, Routes.v4(manager, 500, 10, 1, "", usdc));
    }

    function test_UniswapV4EtherOut() public {
        _measure("Uniswap V4, ether out", usdc, 3_000e6, weth, Routes.v4(manager, 500, 10, 2, "", weth));
    }

    function test_Curve() public {
        _measure("Curve, three coins (double)", usdc, 1_000e6, dai, Routes.curve(address(_openCurve()), 1, 0, 0, dai));
    }

    function test_CurveEther() public {
        CurvePool pool_ = _openEtherCurve(wsteth);
        bytes memory hop = Routes.curve(address(pool_), 1, 0, ETHER_OUT, weth);
        _measure("Curve, ether out (double)", wsteth, 1e18, weth, hop);
    }

    function test_BalancerWeighted() public {
        _measure("Balancer V2, weighted", weth, 1e18, usdc, Routes.balancer(vault, abi.encodePacked(weighted), usdc));
    }

    function test_BalancerStable() public {
        _measure("Balancer V2, stable", usdc, 1_000e6, dai, Routes.balancer(vault, abi.encodePacked(stable), dai));
    }

    function test_BalancerTwo() public {
        bytes memory path = abi.encodePacked(weighted, usdc, stable);
        _measure("Balancer V2, two pools", weth, 1e18, dai, Routes.balancer(vault, path, dai));
    }

    /// @dev What a vault transfers between the two, a batch keeps in its books.
    function test_BalancerTwoHops() public {
        bytes memory hops = bytes.concat(
            Routes.balancer(vault, abi.encodePacked(weighted), usdc),
            Routes.balancer(vault, abi.encodePacked(stable), dai)
        );
        deal(weth, address(this), 1e18);
        _measureRoute("Balancer V2, two hops", weth, 1e18, dai, Routes.split(0, 2, hops));
    }

    function test_Vault() public {
        Vault shares = new Vault(IERC20(weth));
        deal(weth, address(this), 10e18);
        IERC20(weth).forceApprove(address(shares), 10e18);
        shares.deposit(10e18, address(this));
        IERC20(address(shares)).safeTransfer(address(seller), 1);
        _measureHeld("ERC-4626", address(shares), 1e18, weth, Routes.redeem(weth));
    }

    function test_AToken() public {
        deal(usdc, address(this), 2_000e6);
        IERC20(usdc).forceApprove(address(pool), 2_000e6);
        pool.supply(usdc, 2_000e6, address(this), 0);
        address aToken = pool.getReserveData(usdc).aTokenAddress;
        _measureHeld("aToken", aToken, 1_000e6, usdc, Routes.withdraw(address(pool), "", usdc));
    }

    function test_CToken() public {
        address cUsdc = info.readAddress(".addresses.compound.older.cTokens.USDC");
        deal(usdc, address(this), 2_000e6);
        IERC20(usdc).forceApprove(cUsdc, 2_000e6);
        (bool success,) = cUsdc.call(abi.encodeWithSignature("mint(uint256)", 2_000e6));
        assertTrue(success);
        uint256 half = IERC20(cUsdc).balanceOf(address(this)) / 2;
        _measureHeld("cToken", cUsdc, half, usdc, Routes.redeemCTokens(0, "", usdc));
    }

    function test_WstETH() public {
        StakedEther staked = new StakedEther();
        WrappedStakedEther wrapped = new WrappedStakedEther(staked);
        staked.mint(address(wrapped), 1_000e18, 1_100e18);
        staked.mint(stranger, 1e18, 1.1e18);
        wrapped.mint(address(this), 2e18);
        bytes memory hop = Routes.unwrapStaked(address(staked));
        _measureHeld("wrapped staked ether (double)", address(wrapped), 1e18, address(staked), hop);
    }

    function test_Router() public {
        deal(usdc, address(router), 3_000e6);
        AggregatorRouter.Call[] memory calls;
        bytes memory data = abi.encodeCall(
            AggregatorRouter.swap, (IERC20(weth), 1e18, IERC20(usdc), 3_000e6 - 1, address(seller), calls)
        );
        _measure("router (double)", weth, 1e18, usdc, Routes.router(address(router), data, usdc));
    }

    function _measure(string memory name, address tokenIn, uint256 amount, address tokenOut, bytes memory hop) private {
        deal(tokenIn, address(this), amount);
        _measureHeld(name, tokenIn, amount, tokenOut, hop);
    }

    function _measureHeld(string memory name, address tokenIn, uint256 amount, address tokenOut, bytes memory hop)
        private
    {
        _measureRoute(name, tokenIn, amount, tokenOut, Routes.split(0, 1, hop));
    }

    function _measureRoute(string memory name, address tokenIn, uint256 amount, address tokenOut, bytes memory route)
        private
    {
        IERC20(tokenIn).safeTransfer(address(seller), amount);
        vm.prank(stranger);
        seller.sell(tokenIn, amount, tokenOut, route);
        vm.snapshotGasLastCall("Venues", name);
        assertGt(IERC20(tokenOut).balanceOf(stranger), 1);
    }
}
