// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Units that may be missing of what lay here before. Of a token whose balances are shares of something a transfer may take a share
/// more than was sent: a unit of staked ether, two of an aToken while its index is below 2. Without this, whoever leaves a unit of such
/// a token here would stop every sale of it. Not a share of the amount, so that nobody gains by asking for more.
uint256 constant ROUNDING = 2;
