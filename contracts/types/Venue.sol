// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Where one hop of a route sells, the first byte of a hop. A value that whoever runs the route does not support reverts.
/// Behind each: who runs it, and its parameters, packed. Most: what it has the cash for (32 bytes), or nothing; the rest is left.
enum Venue {
    None, // nobody: a zero byte is no venue
    UniswapV3, // leaf: fee (3 bytes, hundredths of a basis point); the pool is computed from the configured factory
    UniswapV3Pool, // seller: pool (20 bytes)
    UniswapV2Pair, // seller: pair (20 bytes), fee (2 bytes, basis points)
    ERC4626, // seller: most; redeems the token in, a vault's shares, for its asset
    PancakeV3Pool, // seller: pool (20 bytes)
    Curve, // seller: pool (20 bytes), coin in, coin out, flags (a byte each; CurveVenue.sol)
    WstETH, // seller: none; unwraps the token in
    AToken, // seller: pool (20 bytes), most; withdraws what the token in stands for
    CToken, // seller: flags (1 byte; CTokenVenue.sol), most; redeems the token in
    BalancerV2, // seller: vault (20 bytes), pool id (32 bytes), then token on the way and pool id (52 bytes) for every further pool
    UniswapV4, // seller: manager (20 bytes), fee, tick spacing (3 bytes each), flags (1 byte; UniswapV4Venue.sol), hooks (20 bytes) if any
    Router // seller: one of its routers (20 bytes), what it is called with
}
