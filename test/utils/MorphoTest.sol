// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";
import {Outcome, Plan} from "../../contracts/types/Plan.sol";
import {DevnetTest} from "./DevnetTest.sol";
import {IMorphoMarkets} from "./IMorphoMarkets.sol";
import {MorphoFormula} from "./MorphoFormula.sol";
import {Plans} from "./Plans.sol";

/// @notice The Morpho Blue leaf on the devnet, with the WETH/USDC market of 86 % as reference.
abstract contract MorphoTest is DevnetTest {
    using SafeERC20 for IERC20;
    using stdJson for string;

    FlashLiquidator internal liquidator;
    IMorphoMarkets internal blue;
    MorphoMarketParams internal params;

    function setUp() public virtual override {
        super.setUp();
        liquidator = _deploy("MorphoLiquidator");
        blue = IMorphoMarkets(morpho);
        params = blue.idToMarketParams(info.readBytes32(".addresses.morpho.markets[0].id"));
        assertEq(params.collateralToken, weth);
        assertEq(params.loanToken, usdc);
    }

    function _liquidate(Plan memory plan) internal returns (Outcome memory) {
        vm.prank(operator);
        return liquidator.liquidate(plan);
    }

    /// @dev 10 WETH against 24,000 USDC; ETH falls from 3000 to 2700: worth 27,000, may owe 23,220.
    function _openMorphoReference() internal {
        _openMorpho(borrower, 10e18, 24_000e6);
        _setPrice("WETH", 2700 * USD);
    }

    function _openMorpho(address user, uint256 collateral, uint256 debt) internal {
        _openMorpho(params, user, collateral, debt);
    }

    function _openMorpho(MorphoMarketParams memory market, address user, uint256 collateral, uint256 debt) internal {
        deal(market.collateralToken, user, collateral);
        vm.startPrank(user);
        IERC20(market.collateralToken).forceApprove(morpho, collateral);
        blue.supplyCollateral(market, collateral, user, "");
        blue.borrow(market, debt, 0, user, user);
        vm.stopPrank();
    }

    /// @dev Seizes `seized` collateral units in Morpho's callback, sells on the pool of `fee`.
    function _callback(uint256 seized, uint24 fee) internal view returns (Plan memory) {
        return Plans.morphoCallback(morpho, borrower, params, seized, false, fee);
    }

    /// @return Collateral units to add until `shares` take all of it, to the unit: what is left of the debt is bad then.
    /// @param price Of the oracle. Interest must have been accrued.
    function _missingFor(uint256 shares, uint256 price) internal view returns (uint256) {
        (, uint256 collateral) = _position(borrower);
        return MorphoFormula.seized(_assetsDown(shares), price, params.lltv) - collateral;
    }

    function _addCollateral(uint256 amount) internal {
        deal(params.collateralToken, address(this), amount);
        _approve(params.collateralToken, amount);
        blue.supplyCollateral(params, amount, borrower, "");
    }

    /// @dev Somebody else is first, without the liquidator.
    function _seizeFirst(uint256 seized) internal {
        _giveStranger();
        vm.prank(stranger);
        blue.liquidate(params, borrower, seized, 0, "");
    }

    function _repayOnBehalf(uint256 shares) internal {
        _giveStranger();
        vm.prank(stranger);
        blue.repay(params, 0, shares, borrower, "");
    }

    function _giveStranger() internal {
        deal(params.loanToken, stranger, 1e30);
        vm.prank(stranger);
        IERC20(params.loanToken).forceApprove(morpho, 1e30);
    }

    /// @dev Gives the operator exactly this much and lets the liquidator take it.
    function _fundWallet(address token, uint256 amount) internal {
        deal(token, operator, amount);
        vm.prank(operator);
        IERC20(token).forceApprove(address(liquidator), amount);
    }

    function _approve(address token, uint256 amount) internal {
        IERC20(token).forceApprove(morpho, amount);
    }

    function _id() internal view returns (bytes32) {
        return keccak256(abi.encode(params));
    }

    function _position(address user) internal view returns (uint256 borrowShares, uint256 collateral) {
        (, borrowShares, collateral) = blue.position(_id(), user);
    }

    /// @return Loan units of `shares`. Interest must have been accrued.
    function _assetsDown(uint256 shares) internal view returns (uint256) {
        (,, uint256 total, uint256 all,,) = blue.market(_id());
        return Math.mulDiv(shares, total + 1, all + 1e6);
    }

    /// @return Shares that Morpho asks for `assets` loan units. Interest must have been accrued.
    function _sharesUp(uint256 assets) internal view returns (uint256) {
        (,, uint256 total, uint256 all,,) = blue.market(_id());
        return Math.mulDiv(assets, all + 1e6, total + 1, Math.Rounding.Ceil);
    }

    function _balance(address token, address who) internal view returns (uint256) {
        return IERC20(token).balanceOf(who);
    }
}
