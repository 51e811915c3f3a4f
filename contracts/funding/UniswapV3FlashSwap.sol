// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {FlashLiquidator} from "../FlashLiquidator.sol";
import {AssetsMismatch, RouteInvalid, VenueUnsupported} from "../types/Errors.sol";
import {Plan, Selling} from "../types/Plan.sol";
import {PlanData} from "../types/PlanData.sol";
import {Route} from "../types/Route.sol";
import {SwapPurpose} from "../types/SwapPurpose.sol";
import {Venue} from "../types/Venue.sol";
import {UniswapV3Venue} from "../venues/UniswapV3Venue.sol";

/// @title UniswapV3FlashSwap
/// @notice Buys the debt asset with what is seized before the pool asks for it: loan and sale in one swap.
/// @dev The route is exactly one hop, to the debt; nobody sells, because nothing is left to sell except the profit, which
/// stays in what was seized.
abstract contract UniswapV3FlashSwap is FlashLiquidator, UniswapV3Venue {
    function _fundByFlashSwap(Plan calldata plan) internal {
        (address tokenIn, address tokenOut) = (_arriving, plan.target.debt);
        address pool = _poolOf(tokenIn, tokenOut, _onlyHop(plan));
        bytes memory data = abi.encodePacked(SwapPurpose.FlashSwap, PlanData.encode(plan));
        _swap(pool, tokenIn, tokenOut, -SafeCast.toInt256(plan.funding.amount), data);
    }

    /// @param received Debt units that the pool has sent.
    /// @param rest Of the data of a flash swap, behind its purpose.
    /// @return tokenIn Token that the pool asks for.
    function _onFlashSwap(uint256 received, bytes calldata rest) internal returns (address tokenIn) {
        _seizeAndSell(PlanData.decode(rest), received);
        return _arriving;
    }

    /// @return parameters Of the hop that the route is.
    function _onlyHop(Plan calldata plan) private pure returns (bytes calldata parameters) {
        bytes calldata route = plan.route;
        (, uint256 hops, bytes calldata rest) = Route.split(route);
        uint8 venue;
        address tokenOut;
        (venue, tokenOut, parameters, rest) = Route.hop(rest);
        require(hops == 1 && rest.length == 0 && plan.selling == Selling.None, RouteInvalid(route));
        require(venue == uint8(Venue.UniswapV3), VenueUnsupported(venue));
        require(tokenOut == plan.target.debt, AssetsMismatch(plan.target.debt, tokenOut));
    }
}
