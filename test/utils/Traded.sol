// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A token of the devnet that has a pool with wrapped ether, or is that.
struct Traded {
    address token;
    string symbol;
    uint256 price; // USD, 8 decimals, of the pools
    uint24 fee; // of its pool with wrapped ether
}

/// @notice A Uniswap V3 path from one to the other, over wrapped ether where neither is that.
function pathOf(Traded memory from, Traded memory to, address weth) pure returns (bytes memory) {
    if (from.token == weth) return abi.encodePacked(weth, to.fee, to.token);
    if (to.token == weth) return abi.encodePacked(from.token, from.fee, weth);
    return abi.encodePacked(from.token, from.fee, weth, to.fee, to.token);
}
