// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice Everything the owner decides at deployment; all of it can be changed later except `wrappedNative`.
struct Setup {
    address owner;
    address receiver; // of every profit; neither this contract nor the wrapped native token
    address wrappedNative; // unwrapped to pay tips in ether; zero if the chain has none
    uint16 maxSlippageBps; // largest slippage an operator may ask for
    uint16 maxTipBps; // largest share of the profit an operator may give away
    address[] operators;
    address[] markets;
    address[] lenders;
}

/// @notice Uniswap V3 deployment whose pools are honoured, proven by CREATE2.
struct UniswapV3Deployment {
    address factory;
    bytes32 poolInitCodeHash;
}
