// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Where one hop of a route sells, the first byte of a hop. A value that whoever runs the route does not support reverts.
/// Behind each: who runs it, and its parameters, packed.
enum Venue {
    None, // nobody: a zero byte is no venue
    UniswapV3, // leaf: fee (3 bytes, hundredths of a basis point); the pool is computed from the configured factory
    UniswapV3Pool, // seller: pool (20 bytes)
    UniswapV2Pair, // seller: pair (20 bytes), fee (2 bytes, basis points)
    ERC4626 // seller: none; redeems the token in, a vault's shares, for its asset
}
