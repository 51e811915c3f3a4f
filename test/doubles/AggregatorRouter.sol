// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @notice A router of an aggregator: takes by allowance, pays what it has, and runs what its calldata says in between.
contract AggregatorRouter {
    using SafeERC20 for IERC20;

    struct Call {
        address to;
        bytes data;
    }

    error TooLittle(uint256 paid);

    function swap(IERC20 tokenIn, uint256 amount, IERC20 tokenOut, uint256 paid, address to, Call[] calldata calls)
        external
    {
        tokenIn.safeTransferFrom(msg.sender, address(this), amount);
        for (uint256 i; i < calls.length; ++i) {
            (bool success, bytes memory answer) = calls[i].to.call(calls[i].data);
            if (!success) {
                assembly ("memory-safe") {
                    revert(add(answer, 0x20), mload(answer))
                }
            }
        }
        require(paid != 0, TooLittle(paid));
        tokenOut.safeTransfer(to, paid);
    }
}
