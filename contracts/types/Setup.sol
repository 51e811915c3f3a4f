// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Everything the owner decides at deployment; all of it can be changed later except `wrappedNative`
/// and `deployments`.
struct Setup {
    address owner;
    address receiver; // of every profit; neither this contract, nor the wrapped native token, nor the seller
    address wrappedNative; // unwrapped to pay tips in ether; zero if the chain has none
    uint16 minBonusShareBps; // smallest share of the bonus that an operator may leave; never 0
    uint16 maxTipBps; // largest share of the profit an operator may give away
    address seller; // companion that sells on venues the liquidator does not know; zero: none
    address[] operators;
    address[] markets;
    address[] lenders;
    Deployments deployments;
}

/// @notice Contracts of others that are the same for every liquidator of a chain, and whose word proves others.
struct Deployments {
    address uniswapV3Factory; // its pools are honoured, proven by CREATE2; zero: none
    bytes32 uniswapV3PoolInitCodeHash;
}
