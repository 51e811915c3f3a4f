// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {IQuoterV2} from "@uniswap/v3-periphery/contracts/interfaces/IQuoterV2.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";
import {ISeller} from "../../contracts/interfaces/ISeller.sol";
import {Plan, Selling} from "../../contracts/types/Plan.sol";
import {Vault} from "../doubles/Vault.sol";
import {SettableOracle} from "../mocks/SettableOracle.sol";
import {MorphoTest} from "./MorphoTest.sol";
import {Plans} from "./Plans.sol";
import {Routes} from "./Routes.sol";
import {UniswapV2} from "./UniswapV2.sol";

/// @notice A Morpho market whose collateral is a vault's shares, of 1.1 WETH each, and the leaf with a seller.
/// @dev 10 shares against 26,000 USDC of loan; ether falls from 3000 to 2700: worth 29,700, may owe 25,542. The pools still pay 3000.
abstract contract SellerTest is MorphoTest, UniswapV2 {
    using SafeERC20 for IERC20;
    using stdJson for string;

    ISeller internal seller;
    Vault internal vault;
    IQuoterV2 internal quoter;

    function setUp() public virtual override {
        super.setUp();
        quoter = IQuoterV2(info.readAddress(".addresses.uniswap.quoterV2"));
        seller = ISeller(deployCode("Seller.sol:Seller", abi.encode(new address[](0))));
        vm.prank(owner);
        liquidator.setSeller(address(seller));
        vault = new Vault(IERC20(weth));
        _deposit(makeAddr("depositor"), 100e18);
        deal(weth, address(vault), 110e18);
        _createMarket();
    }

    /// @dev Opens the reference position for `user`.
    function _openVaultPosition(address user) internal {
        SettableOracle(params.oracle).set(3300e24, false);
        _deposit(user, 11e18);
        vm.startPrank(user);
        uint256 shares = vault.balanceOf(user);
        vault.approve(morpho, shares);
        blue.supplyCollateral(params, shares, user, "");
        blue.borrow(params, 26_000e6, 0, user, user);
        vm.stopPrank();
        SettableOracle(params.oracle).set(2970e24, false);
    }

    /// @dev Three shares, sold by the seller along `route`.
    function _sold(bytes memory route) internal view returns (Plan memory plan) {
        plan = Plans.morphoCallback(morpho, borrower, params, 3e18, false, 500);
        (plan.selling, plan.route) = (Selling.Seller, route);
    }

    function _unwrapThenV3(uint24 fee) internal view returns (bytes memory) {
        return bytes.concat(Routes.redeem(weth), Routes.v3Pool(_pool(weth, usdc, fee), usdc));
    }

    function _pool(address tokenA, address tokenB, uint24 fee) internal view returns (address) {
        return IUniswapV3Factory(uniswapFactory).getPool(tokenA, tokenB, fee);
    }

    /// @dev What the real quoter says.
    function _quote(uint256 amount, uint24 fee) internal returns (uint256 received) {
        (received,,,) = quoter.quoteExactInput(abi.encodePacked(weth, fee, usdc), amount);
    }

    function _assertSellerEmpty() internal view {
        address[4] memory tokens = [weth, usdc, dai, address(vault)];
        for (uint256 i; i < tokens.length; ++i) {
            assertEq(_balance(tokens[i], address(seller)), 0, "the seller kept something");
        }
        assertEq(_balance(address(vault), address(liquidator)), 0, "shares at rest");
        _assertNothingAtRest(liquidator);
    }

    function _deposit(address user, uint256 assets) internal {
        deal(weth, user, assets);
        vm.startPrank(user);
        IERC20(weth).forceApprove(address(vault), assets);
        vault.deposit(assets, user);
        vm.stopPrank();
    }

    /// @dev What borrowers can borrow.
    function _lend(uint256 assets) internal {
        deal(usdc, address(this), assets);
        IERC20(usdc).forceApprove(morpho, assets);
        blue.supply(params, assets, 0, address(this), "");
    }

    function _createMarket() private {
        SettableOracle oracle = new SettableOracle();
        params = MorphoMarketParams(usdc, address(vault), address(oracle), params.irm, params.lltv);
        blue.createMarket(params);
        _lend(1_000_000e6);
    }
}
