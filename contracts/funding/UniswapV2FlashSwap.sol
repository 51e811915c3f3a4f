// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IUniswapV2Callee, IUniswapV2Pair} from "../interfaces/IUniswapV2Pair.sol";

import {VenueParametersInvalid} from "../types/Errors.sol";
import {Lender, Lenders} from "../types/Lender.sol";
import {Plan} from "../types/Plan.sol";
import {Venue} from "../types/Venue.sol";
import {FlashLoan} from "./FlashLoan.sol";
import {FlashSwap} from "./FlashSwap.sol";

/// @title UniswapV2FlashSwap
/// @notice Buys the debt asset from an allowed pair of Uniswap V2 or of a fork with what is seized before the pair asks for it: loan and
/// sale in one swap.
abstract contract UniswapV2FlashSwap is FlashLoan {
    using SafeERC20 for IERC20;

    uint256 private constant PARAMETERS = 22; // bytes of the hop: pair, fee (basis points)
    uint256 private constant WHOLE = 10_000;

    /// @dev The callback: sender, amount0, amount1, plan. The request: amount0, amount1, recipient, plan.
    function _requestOfUniswapV2(address debt, uint256 amount)
        internal
        view
        returns (Lender lender, bytes memory head)
    {
        bytes4 request = IUniswapV2Pair.swap.selector;
        lender =
            Lenders.pack(request, IUniswapV2Callee.uniswapV2Call.selector, 4, 1, Lenders.NOWHERE, Lenders.SWAPPED, 0);
        bool isFirst = debt < _arriving;
        head = abi.encode(isFirst ? amount : 0, isFirst ? 0 : amount, address(this), 0x80);
    }

    /// @dev The least that keeps the product of the reserves, less the fee on what comes in (UniswapV2Pair of v2-core 1.0.1), or a unit
    /// more.
    function _payPair(Plan calldata plan) internal override {
        bytes calldata parameters = FlashSwap.onlyHop(plan, Venue.UniswapV2Pair);
        require(parameters.length == PARAMETERS, VenueParametersInvalid(parameters));
        uint256 kept = WHOLE - uint16(bytes2(parameters[20:]));
        (address arriving, uint256 amount) = (_arriving, plan.funding.amount);
        (uint256 reserveIn, uint256 reserveOut,) = IUniswapV2Pair(msg.sender).getReserves();
        if (plan.target.debt < arriving) (reserveIn, reserveOut) = (reserveOut, reserveIn);
        // Reserves have 112 bits, and the pair has lent less than one of them.
        unchecked {
            uint256 owed = reserveIn * amount * WHOLE / ((reserveOut - amount) * kept) + 1;
            IERC20(arriving).safeTransfer(msg.sender, owed);
        }
    }
}
