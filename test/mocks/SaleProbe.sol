// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ISeller} from "../../contracts/interfaces/ISeller.sol";

/// @notice Sells what lies in the seller and says what came of it, in one call.
contract SaleProbe {
    /// @return paid Units of `tokenIn` that did not come back.
    /// @return received Units of `tokenOut`.
    function sell(ISeller seller, address tokenIn, uint256 amount, address tokenOut, bytes calldata route)
        external
        returns (uint256 paid, uint256 received)
    {
        (uint256 had, uint256 owned) = (_balance(tokenIn), _balance(tokenOut));
        seller.sell(tokenIn, amount, tokenOut, route);
        return (amount - (_balance(tokenIn) - had), _balance(tokenOut) - owned);
    }

    function _balance(address token) private view returns (uint256) {
        return IERC20(token).balanceOf(address(this));
    }
}
