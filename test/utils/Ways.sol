// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {ISeller} from "../../contracts/interfaces/ISeller.sol";
import {FundingSource} from "../../contracts/types/Plan.sol";
import {CurvePool} from "../devnet/CurvePool.sol";
import {AggregatorRouter} from "../doubles/AggregatorRouter.sol";
import {DevnetTest} from "./DevnetTest.sol";
import {Routes} from "./Routes.sol";

/// @notice Every source of money and every way to sell, ether for dollars and dollars for ether.
abstract contract Ways is DevnetTest {
    using SafeERC20 for IERC20;
    using stdJson for string;

    struct Money {
        string name;
        FundingSource source;
        address lender;
    }

    enum Way {
        Leaf, // Uniswap V3, without the seller
        UniswapV3,
        UniswapV2,
        UniswapV4,
        UniswapV4Ether,
        PancakeSwapV3,
        Curve,
        BalancerV2,
        Router
    }

    uint24 internal constant FEE = 3000; // of the pool that is sold to
    uint24 internal constant LENT_FEE = 500; // of the one that lends
    uint16 internal constant PAIR_FEE = 30; // basis points

    Money internal wallet;
    Money[] internal loans; // what Several may hold
    ISeller internal seller;
    AggregatorRouter internal router;
    CurvePool internal curve;
    address internal balancer;
    address internal v2Pair;
    address internal v4Manager;
    address internal pancakePool;
    bytes32 internal weighted; // pool of Balancer

    /// @dev Once everything else is set up.
    function _setUpWays() internal {
        balancer = info.readAddress(".addresses.balancer.vault");
        weighted = info.readBytes32(".addresses.balancer.pools[0].id");
        v2Pair = info.readAddress(".addresses.uniswapV2.pairs[0].address");
        v4Manager = info.readAddress(".addresses.uniswapV4.poolManager");
        pancakePool = info.readAddress(".addresses.pancake.pools[0].address");
        curve = _openCurve();
        router = new AggregatorRouter();
        address[] memory routers = new address[](1);
        routers[0] = address(router);
        seller = ISeller(deployCode("Seller.sol:Seller", abi.encode(routers)));
        address aaveV2Pool = info.readAddress(".addresses.aaveV2.main.pool");
        wallet = Money("wallet", FundingSource.Wallet, address(0));
        loans.push(Money("Aave V3 flash loan", FundingSource.AaveV3FlashLoan, address(pool)));
        loans.push(Money("Aave V2 flash loan", FundingSource.AaveV2FlashLoan, aaveV2Pool));
        loans.push(Money("Morpho flash loan", FundingSource.MorphoFlashLoan, morpho));
        loans.push(Money("Balancer V2 flash loan", FundingSource.BalancerV2FlashLoan, balancer));
        loans.push(Money("Uniswap V3 flash loan", FundingSource.UniswapV3FlashLoan, _v3Pool(LENT_FEE)));
        loans.push(Money("Uniswap V4 flash loan", FundingSource.UniswapV4FlashLoan, v4Manager));
    }

    /// @dev As its owner would: every lender, and the seller.
    function _allowAll(FlashLiquidator leaf) internal {
        vm.startPrank(owner);
        leaf.setSeller(address(seller));
        for (uint256 i; i < loans.length; ++i) {
            if (loans[i].source != FundingSource.UniswapV3FlashLoan) leaf.setLender(loans[i].lender, true);
        }
        leaf.setLender(v2Pair, true);
        vm.stopPrank();
    }

    /// @dev Everybody who is handed tokens, or might have been.
    function _counterparties() internal view returns (address[8] memory) {
        return [
            balancer,
            v2Pair,
            v4Manager,
            pancakePool,
            address(curve),
            address(router),
            address(seller),
            loans[1].lender // Aave V2
        ];
    }

    /// @param amount Debt units; zero: what is left.
    function _loan(Money memory money, uint256 amount) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(money.source), money.lender, uint128(amount));
    }

    /// @dev A split over one pool.
    /// @param share Basis points; zero: the rest.
    /// @param asATokens What is sold are aTokens of `from`, withdrawn first.
    function _split(uint256 share, Way way, bool asATokens, address from, address to)
        internal
        view
        returns (bytes memory)
    {
        bytes memory hop = _hop(way, from, to);
        if (!asATokens) return Routes.split(share, 1, hop);
        return Routes.split(share, 2, bytes.concat(Routes.withdraw(address(pool), "", from), hop));
    }

    /// @dev A hop that takes `amount` of what is offered and pays `paid`.
    function _byRouter(address from, uint256 amount, address to, uint256 paid) internal returns (bytes memory) {
        AggregatorRouter.Call[] memory none;
        deal(to, address(router), IERC20(to).balanceOf(address(router)) + paid + 1);
        bytes memory data =
            abi.encodeCall(AggregatorRouter.swap, (IERC20(from), amount, IERC20(to), paid, address(seller), none));
        return Routes.router(address(router), data, to);
    }

    function _v3Pool(uint24 fee) internal view returns (address) {
        return IUniswapV3Factory(uniswapFactory).getPool(weth, usdc, fee);
    }

    function _hop(Way way, address from, address to) private view returns (bytes memory) {
        if (way == Way.Leaf) return Routes.v3(FEE, to);
        if (way == Way.UniswapV3) return Routes.v3Pool(_v3Pool(FEE), to);
        if (way == Way.UniswapV2) return Routes.v2Pair(v2Pair, PAIR_FEE, to);
        if (way == Way.UniswapV4) return Routes.v4(v4Manager, 3000, 60, 0, "", to);
        if (way == Way.UniswapV4Ether) return Routes.v4(v4Manager, 500, 10, from == weth ? 1 : 2, "", to);
        if (way == Way.PancakeSwapV3) return Routes.pancakePool(pancakePool, to);
        if (way == Way.BalancerV2) return Routes.balancer(balancer, abi.encodePacked(weighted), to);
        if (way == Way.Curve) return Routes.curve(address(curve), from == weth ? 0 : 1, from == weth ? 1 : 0, 0, to);
        revert("a router has to be told the amount");
    }

    /// @dev 1,000 ether at 3,000 dollars: a stable pool, the price being the rate of a coin.
    function _openCurve() private returns (CurvePool opened) {
        address[] memory coins = new address[](2);
        uint256[] memory rates = new uint256[](2);
        uint256[] memory amounts = new uint256[](2);
        (coins[0], coins[1], rates[0], rates[1]) = (weth, usdc, 3_000e18, 1e30);
        (amounts[0], amounts[1]) = (1_000e18, 3_000_000e6);
        opened = new CurvePool(coins, rates, 200, 4e6, 5e9);
        for (uint256 i; i < coins.length; ++i) {
            deal(coins[i], address(this), amounts[i]);
            IERC20(coins[i]).forceApprove(address(opened), amounts[i]);
        }
        opened.fill(amounts);
    }
}
