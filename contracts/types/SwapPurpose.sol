// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What a leaf swaps on Uniswap V3 for: the first byte of the data that the pool hands back in its callback. Behind each: the rest.
enum SwapPurpose {
    Sale, // a hop of a route: the token that is sold (20 bytes)
    FlashSwap // debt now, collateral afterwards: the plan, as PlanData encodes it
}
