// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";

/// @notice As little as an Aave V3 liquidation with borrowed money takes: what the guards of the liquidators are measured against.
/// @dev UNSAFE and not shipped. Anybody may call anything of it, no callback is bound, no profit is asked for, the allowance stands
/// for ever and what is left stays here. One market, one pair and one pool, fixed when it is deployed.
contract BareAaveV3 {
    IPool private immutable MARKET;
    IUniswapV3Pool private immutable VENUE;
    IERC20 private immutable COLLATERAL;
    IERC20 private immutable DEBT;
    bool private immutable ZERO_FOR_ONE;
    uint160 private immutable PRICE_LIMIT;

    constructor(IPool market, IUniswapV3Pool venue, IERC20 collateral, IERC20 debt) {
        (MARKET, VENUE, COLLATERAL, DEBT) = (market, venue, collateral, debt);
        ZERO_FOR_ONE = collateral < debt;
        // the first price that the pool does not take for its end
        PRICE_LIMIT = collateral < debt ? 4295128740 : 1461446703485210103287273052203988822378723970341;
        debt.approve(address(market), type(uint256).max);
    }

    function byFlashSwap(address borrower, uint256 repaid) external {
        VENUE.swap(address(this), ZERO_FOR_ONE, -int256(repaid), PRICE_LIMIT, abi.encode(borrower, repaid));
    }

    function byFlashLoan(address borrower, uint256 repaid) external {
        MARKET.flashLoanSimple(address(this), address(DEBT), repaid, abi.encode(borrower), 0);
    }

    function uniswapV3SwapCallback(int256 amount0, int256 amount1, bytes calldata data) external {
        if (data.length != 0) {
            (address borrower, uint256 repaid) = abi.decode(data, (address, uint256));
            MARKET.liquidationCall(address(COLLATERAL), address(DEBT), borrower, repaid, false);
        }
        COLLATERAL.transfer(address(VENUE), uint256(ZERO_FOR_ONE ? amount0 : amount1));
    }

    function executeOperation(address, uint256 amount, uint256 premium, address, bytes calldata params)
        external
        returns (bool)
    {
        MARKET.liquidationCall(address(COLLATERAL), address(DEBT), abi.decode(params, (address)), amount, false);
        VENUE.swap(address(this), ZERO_FOR_ONE, -int256(amount + premium), PRICE_LIMIT, "");
        return true;
    }
}
