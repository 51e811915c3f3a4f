// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {ISeller} from "../../contracts/interfaces/ISeller.sol";
import {CurvePool} from "../devnet/CurvePool.sol";
import {AggregatorRouter} from "../doubles/AggregatorRouter.sol";
import {DevnetTest} from "./DevnetTest.sol";
import {Routes} from "./Routes.sol";

/// @notice The seller, with one router, beside the venues of the devnet.
abstract contract VenuesTest is DevnetTest {
    using SafeERC20 for IERC20;
    using stdJson for string;

    address internal constant ETHER = 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE; // as Curve names it
    uint8 internal constant ETHER_IN = 2; // of a Curve pool
    uint8 internal constant ETHER_OUT = 4;

    ISeller internal seller;
    AggregatorRouter internal router;
    address internal vault; // of Balancer
    bytes32 internal weighted;
    bytes32 internal stable;
    address internal manager; // of Uniswap V4

    function setUp() public virtual override {
        super.setUp();
        router = new AggregatorRouter();
        address[] memory routers = new address[](1);
        routers[0] = address(router);
        seller = ISeller(deployCode("Seller.sol:Seller", abi.encode(routers)));
        vault = info.readAddress(".addresses.balancer.vault");
        weighted = info.readBytes32(".addresses.balancer.pools[0].id");
        stable = info.readBytes32(".addresses.balancer.pools[1].id");
        manager = info.readAddress(".addresses.uniswapV4.poolManager");
    }

    /// @dev By a stranger, with tokens of his own.
    function _sell(address tokenIn, uint256 amount, address tokenOut, bytes memory hops, uint256 count)
        internal
        returns (uint256 bought)
    {
        uint256 before = IERC20(tokenOut).balanceOf(stranger);
        deal(tokenIn, address(this), amount);
        IERC20(tokenIn).safeTransfer(address(seller), amount);
        vm.prank(stranger);
        seller.sell(tokenIn, amount, tokenOut, Routes.split(0, count, hops));
        return IERC20(tokenOut).balanceOf(stranger) - before;
    }

    function _sell(address tokenIn, uint256 amount, address tokenOut, bytes memory hop) internal returns (uint256) {
        return _sell(tokenIn, amount, tokenOut, hop, 1);
    }

    /// @dev A pool of three dollars, 10 million of each, or of ether and wrapped ether.
    function _openCurve() internal returns (CurvePool pool_) {
        address[] memory coins = new address[](3);
        uint256[] memory rates = new uint256[](3);
        uint256[] memory amounts = new uint256[](3);
        (coins[0], coins[1], coins[2]) = (dai, usdc, usdt);
        (rates[0], rates[1], rates[2]) = (1e18, 1e30, 1e30);
        (amounts[0], amounts[1], amounts[2]) = (10_000_000e18, 9_000_000e6, 11_000_000e6);
        pool_ = new CurvePool(coins, rates, 2000, 1e6, 5e9);
        for (uint256 i; i < 3; ++i) {
            deal(coins[i], address(this), amounts[i]);
            IERC20(coins[i]).forceApprove(address(pool_), amounts[i]);
        }
        pool_.fill(amounts);
    }

    /// @dev Ether and another token that is worth as much.
    function _openEtherCurve(address other) internal returns (CurvePool pool_) {
        address[] memory coins = new address[](2);
        uint256[] memory rates = new uint256[](2);
        uint256[] memory amounts = new uint256[](2);
        (coins[0], coins[1], rates[0], rates[1]) = (ETHER, other, 1e18, 1e18);
        (amounts[0], amounts[1]) = (1_000e18, 1_000e18);
        pool_ = new CurvePool(coins, rates, 200, 4e6, 5e9);
        deal(other, address(this), amounts[1]);
        IERC20(other).forceApprove(address(pool_), amounts[1]);
        vm.deal(address(this), amounts[0]);
        pool_.fill{value: amounts[0]}(amounts);
    }

    /// @dev Nothing of the sale stays, and nobody may take anything later.
    function _assertClean(address spender) internal view {
        address[5] memory tokens = [weth, usdc, usdt, dai, wsteth];
        assertEq(address(seller).balance, 0, "ether");
        for (uint256 i; i < tokens.length; ++i) {
            assertEq(IERC20(tokens[i]).balanceOf(address(seller)), 0, "token");
            assertEq(IERC20(tokens[i]).allowance(address(seller), spender), 0, "allowance");
        }
    }
}
