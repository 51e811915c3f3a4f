// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {stdJson} from "forge-std/StdJson.sol";
import {Test} from "forge-std/Test.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {Deployments, Setup} from "../../contracts/types/Setup.sol";
import {SettablePriceFeed} from "../devnet/SettablePriceFeed.sol";

/// @notice The devnet's real Aave V3, Morpho Blue and Uniswap V3, loaded into the test's own chain.
/// @dev `npm ci` builds the state. Without it every test of the contract is skipped and says so.
abstract contract DevnetTest is Test {
    using SafeERC20 for IERC20;
    using stdJson for string;

    string private constant STATE = ".cache/devnet/allocs.json";
    string private constant INFO = ".cache/devnet/devnet.json";

    bytes32 internal constant POOL_INIT_CODE_HASH = 0xe34f199b19b2b4f47f68442619d555527d244f78a3297ea89325f843f87b8b54;
    uint256 internal constant USD = 1e8; // of a price feed

    string internal info;
    IPool internal pool;
    IPool internal l2Pool;
    address internal morpho;
    address internal uniswapFactory;

    address internal weth;
    address internal wbtc;
    address internal usdc;
    address internal usdt;
    address internal dai;
    address internal link;
    address internal wsteth;

    address internal owner = makeAddr("owner");
    address internal operator = makeAddr("operator");
    address internal receiver = makeAddr("receiver");
    address internal borrower = makeAddr("borrower");
    address internal stranger = makeAddr("stranger");

    function setUp() public virtual {
        if (!vm.exists(STATE)) vm.skip(true, "no devnet state: run npm run devnet:build");
        info = vm.readFile(INFO);
        // The second in which everything was built: every interest index is exactly 1. Before the state is there: otherwise
        // interest timestamps lie in the future.
        vm.warp(info.readUint(".timestamp"));
        vm.roll(info.readUint(".block") + 1);
        vm.loadAllocs(STATE);

        pool = IPool(info.readAddress(".addresses.aave.main.pool"));
        l2Pool = IPool(info.readAddress(".addresses.aave.l2.pool"));
        morpho = info.readAddress(".addresses.morpho.morpho");
        uniswapFactory = info.readAddress(".addresses.uniswap.factory");
        weth = _token("WETH");
        wbtc = _token("WBTC");
        usdc = _token("USDC");
        usdt = _token("USDT");
        dai = _token("DAI");
        link = _token("LINK");
        wsteth = _token("wstETH");
    }

    /// @dev A leaf as the owner would deploy it: both Aave markets and Morpho allowed, Aave as lender.
    function _deploy(string memory leaf) internal returns (FlashLiquidator) {
        return FlashLiquidator(payable(deployCode(string.concat(leaf, ".sol:", leaf), abi.encode(_setup()))));
    }

    function _setup() internal view virtual returns (Setup memory setup) {
        setup.owner = owner;
        setup.receiver = receiver;
        setup.wrappedNative = weth;
        setup.minBonusShareBps = 5_000;
        setup.maxTipBps = 5_000;
        setup.operators = new address[](1);
        setup.operators[0] = operator;
        setup.markets = new address[](3);
        (setup.markets[0], setup.markets[1], setup.markets[2]) = (address(pool), address(l2Pool), morpho);
        setup.lenders = new address[](2);
        (setup.lenders[0], setup.lenders[1]) = (address(pool), address(l2Pool));
        setup.deployments = Deployments(uniswapFactory, POOL_INIT_CODE_HASH);
    }

    /// @dev Supplies and borrows for `user` at today's prices.
    function _open(IPool market, address user, address collateral, uint256 supplied, address debt, uint256 borrowed)
        internal
    {
        deal(collateral, user, supplied);
        vm.startPrank(user);
        IERC20(collateral).forceApprove(address(market), supplied);
        market.supply(collateral, supplied, user, 0);
        market.borrow(debt, borrowed, 2, 0, user);
        vm.stopPrank();
    }

    /// @dev The reference: 10 WETH against 22,000 USDC, then ETH falls from 3000 to 2600 and the health factor to 0.975.
    function _openReference() internal {
        _open(pool, borrower, weth, 10e18, usdc, 22_000e6);
        _setPrice("WETH", 2600 * USD);
    }

    /// @param price8 USD, 8 decimals.
    function _setPrice(string memory symbol, uint256 price8) internal {
        SettablePriceFeed(info.readAddress(string.concat(".addresses.feeds.", symbol))).setAnswer(int256(price8));
    }

    function _token(string memory symbol) internal view returns (address) {
        return info.readAddress(string.concat(".addresses.tokens.", symbol));
    }

    function _healthFactor(IPool market, address user) internal view returns (uint256 healthFactor) {
        (,,,,, healthFactor) = market.getUserAccountData(user);
    }

    /// @dev Nothing at rest: no token, no ether, no allowance to anyone who could have got one.
    function _assertNothingAtRest(FlashLiquidator liquidator) internal view {
        address[7] memory tokens = [weth, wbtc, usdc, usdt, dai, link, wsteth];
        address[4] memory spenders = [address(pool), address(l2Pool), morpho, uniswapFactory];
        assertEq(address(liquidator).balance, 0, "ether at rest");
        for (uint256 i; i < tokens.length; ++i) {
            assertEq(IERC20(tokens[i]).balanceOf(address(liquidator)), 0, "token at rest");
            for (uint256 j; j < spenders.length; ++j) {
                assertEq(IERC20(tokens[i]).allowance(address(liquidator), spenders[j]), 0, "allowance left");
            }
        }
    }
}
