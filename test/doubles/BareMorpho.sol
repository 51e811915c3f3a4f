// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";

import {IMorpho, IMorphoLiquidateCallback, MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";

/// @notice As little as a Morpho Blue liquidation in Morpho's own callback takes: what the guards of the liquidators are measured
/// against.
/// @dev UNSAFE and not shipped, as {BareAaveV3}. All that is seized is sold, what the sale leaves stays here.
contract BareMorpho is IMorphoLiquidateCallback {
    IMorpho private immutable MORPHO;
    IUniswapV3Pool private immutable VENUE;
    IERC20 private immutable COLLATERAL;
    bool private immutable ZERO_FOR_ONE;
    uint160 private immutable PRICE_LIMIT;

    constructor(IMorpho morpho, IUniswapV3Pool venue, IERC20 collateral, IERC20 debt) {
        (MORPHO, VENUE, COLLATERAL) = (morpho, venue, collateral);
        ZERO_FOR_ONE = collateral < debt;
        PRICE_LIMIT = collateral < debt ? 4295128740 : 1461446703485210103287273052203988822378723970341;
        debt.approve(address(morpho), type(uint256).max);
    }

    function byCallback(MorphoMarketParams calldata params, address borrower, uint256 seized) external {
        MORPHO.liquidate(params, borrower, seized, 0, abi.encode(seized));
    }

    function onMorphoLiquidate(uint256, bytes calldata data) external {
        VENUE.swap(address(this), ZERO_FOR_ONE, int256(abi.decode(data, (uint256))), PRICE_LIMIT, "");
    }

    function uniswapV3SwapCallback(int256 amount0, int256 amount1, bytes calldata) external {
        COLLATERAL.transfer(address(VENUE), uint256(ZERO_FOR_ONE ? amount0 : amount1));
    }
}
