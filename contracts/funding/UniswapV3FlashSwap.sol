// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {PathInvalid} from "../types/Errors.sol";
import {FundingSource, Plan, Venue} from "../types/Plan.sol";
import {PlanData} from "../types/PlanData.sol";
import {UniswapV3Path} from "../venues/UniswapV3Path.sol";
import {UniswapV3Venue} from "../venues/UniswapV3Venue.sol";

/// @title UniswapV3FlashSwap
/// @notice Buys the debt asset with collateral that is seized before the pool asks for it: loan and sale in one swap.
/// @dev The path has exactly one hop, from the collateral to the debt; the venue is `None`, because nothing is left to
/// sell except the profit, which stays in collateral.
abstract contract UniswapV3FlashSwap is UniswapV3Venue {
    function _fund(Plan calldata plan, address caller) internal virtual override returns (uint256) {
        if (plan.funding.source != FundingSource.UniswapV3FlashSwap) return super._fund(plan, caller);

        bytes calldata path = plan.sale.path;
        uint256 hops = UniswapV3Path.requireBetween(path, plan.target.collateral, plan.target.debt);
        require(hops == 1 && plan.sale.venue == Venue.None, PathInvalid(path));
        (address tokenIn, uint24 fee, address tokenOut) = UniswapV3Path.hop(path, 0);
        _swap(tokenIn, fee, tokenOut, -SafeCast.toInt256(plan.funding.amount), PlanData.encode(plan));
        return 0;
    }

    /// @dev A sale sends one word as data, a flash swap the whole plan.
    function _onSwap(uint256 received, bytes calldata data) internal virtual override returns (address tokenIn) {
        if (data.length == 32) return super._onSwap(received, data);

        Plan calldata plan = PlanData.decode(data);
        _seizeAndSell(plan, received);
        return plan.target.collateral;
    }
}
