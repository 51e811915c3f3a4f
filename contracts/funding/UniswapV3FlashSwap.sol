// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {FlashLiquidator} from "../FlashLiquidator.sol";
import {Plan} from "../types/Plan.sol";
import {PlanData} from "../types/PlanData.sol";
import {SwapPurpose} from "../types/SwapPurpose.sol";
import {Venue} from "../types/Venue.sol";
import {UniswapV3Venue} from "../venues/UniswapV3Venue.sol";
import {FlashSwap} from "./FlashSwap.sol";

/// @title UniswapV3FlashSwap
/// @notice Buys the debt asset with what is seized before the pool asks for it: loan and sale in one swap.
abstract contract UniswapV3FlashSwap is FlashLiquidator, UniswapV3Venue {
    function _fundByFlashSwap(Plan calldata plan) internal {
        (address tokenIn, address tokenOut) = (_arriving, plan.target.debt);
        address pool = _poolOf(tokenIn, tokenOut, FlashSwap.onlyHop(plan, Venue.UniswapV3));
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
}
