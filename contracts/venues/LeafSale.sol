// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {ISeller} from "../interfaces/ISeller.sol";

import {FlashLiquidator} from "../FlashLiquidator.sol";
import {SellerMissing, VenueUnsupported} from "../types/Errors.sol";
import {Loans} from "../types/Loans.sol";
import {FundingSource, Plan, Selling} from "../types/Plan.sol";
import {Venue} from "../types/Venue.sol";
import {RouteRunner} from "./RouteRunner.sol";
import {UniswapV3Venue} from "./UniswapV3Venue.sol";

/// @title LeafSale
/// @notice How every leaf sells: not at all, by itself on Uniswap V3, or through its seller.
/// @dev A route begins with what has arrived, which the exit watches, as it does the debt asset.
abstract contract LeafSale is FlashLiquidator, RouteRunner, UniswapV3Venue {
    using SafeERC20 for IERC20;

    function _sell(Plan calldata plan, uint256 amount) internal override {
        Selling selling = plan.selling;
        if (selling == Selling.None) return;
        bytes calldata route = plan.funding.source == FundingSource.Several ? Loans.behind(plan.route) : plan.route;
        if (selling == Selling.Leaf) _sellAlong(route, _arriving, plan.target.debt, amount, _arrivingBefore);
        else _sellThroughSeller(plan.target.debt, route, amount);
    }

    /// @dev The seller is trusted with nothing: what it keeps is missing at the exit. It is told what has arrived there, so that it
    /// neither makes up a token's fee from what lies there nor hands that out.
    function _sellThroughSeller(address debt, bytes calldata route, uint256 amount) private {
        address companion = seller;
        // A call would not fail, and what was sent would be gone.
        require(companion.code.length != 0, SellerMissing(companion));
        IERC20 token = IERC20(_arriving);
        uint256 before = token.balanceOf(companion);
        token.safeTransfer(companion, amount);
        uint256 arrived = token.balanceOf(companion) - before;
        ISeller(companion).sell(address(token), arrived, debt, route);
    }

    function _sellHop(uint8 venue, address tokenIn, address tokenOut, uint256 amount, bytes calldata parameters, bool)
        internal
        override
        returns (uint256 paid)
    {
        require(venue == uint8(Venue.UniswapV3), VenueUnsupported(venue));
        return _sellOnUniswapV3(tokenIn, tokenOut, amount, parameters);
    }
}
