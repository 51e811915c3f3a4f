// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IBalancerV2Swaps} from "../interfaces/IBalancerV2Swaps.sol";

import {VenueParametersInvalid} from "../types/Errors.sol";
import {Allowance} from "./Allowance.sol";

/// @title BalancerV2Venue
/// @notice Sells on the pools of a vault of Balancer V2, one or several in a row: of those between nothing is transferred.
/// @dev For a contract that holds nothing but what is being sold. The vault is not trusted: it can take what it was offered and pay
/// nothing for it, and no more.
library BalancerV2Venue {
    uint256 private constant HEAD = 52; // bytes: vault, pool id
    uint256 private constant STEP = 52; // bytes: token on the way, pool id
    uint256 private constant TOKEN = 20; // bytes
    uint8 private constant GIVEN_IN = 0;

    /// @dev One hop. Pays with all of `amount`.
    /// @param parameters Vault (20 bytes), pool id (32 bytes); for every further pool token on the way and id (52 bytes).
    /// @param to Who is paid.
    function sell(address tokenIn, address tokenOut, uint256 amount, bytes calldata parameters, address to) internal {
        require(parameters.length >= HEAD && (parameters.length - HEAD) % STEP == 0, VenueParametersInvalid(parameters));
        address vault = address(bytes20(parameters));
        IBalancerV2Swaps.FundManagement memory funds =
            IBalancerV2Swaps.FundManagement(address(this), false, payable(to), false);
        Allowance.give(tokenIn, vault, amount);
        if (parameters.length == HEAD) {
            bytes32 poolId = bytes32(parameters[TOKEN:]);
            IBalancerV2Swaps(vault)
                .swap(
                    IBalancerV2Swaps.SingleSwap(poolId, GIVEN_IN, tokenIn, tokenOut, amount, ""),
                    funds,
                    0,
                    block.timestamp
                );
        } else {
            _batch(vault, tokenIn, tokenOut, amount, parameters[TOKEN:], funds);
        }
        Allowance.clear(tokenIn, vault);
    }

    /// @param path Pool id, token, pool id, token, ... pool id.
    function _batch(
        address vault,
        address tokenIn,
        address tokenOut,
        uint256 amount,
        bytes calldata path,
        IBalancerV2Swaps.FundManagement memory funds
    ) private {
        uint256 count = (path.length + TOKEN) / STEP;
        IBalancerV2Swaps.BatchSwapStep[] memory steps = new IBalancerV2Swaps.BatchSwapStep[](count);
        address[] memory assets = new address[](count + 1);
        int256[] memory limits = new int256[](count + 1);
        (assets[0], assets[count], limits[0]) = (tokenIn, tokenOut, SafeCast.toInt256(amount));
        for (uint256 i; i < count; ++i) {
            bytes calldata step = path[i * STEP:];
            steps[i] = IBalancerV2Swaps.BatchSwapStep(bytes32(step), i, i + 1, i == 0 ? amount : 0, "");
            if (i + 1 < count) assets[i + 1] = address(bytes20(step[STEP - TOKEN:]));
        }
        IBalancerV2Swaps(vault).batchSwap(GIVEN_IN, steps, assets, funds, limits, block.timestamp);
    }
}
