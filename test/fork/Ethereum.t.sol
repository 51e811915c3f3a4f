// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RealChain} from "./RealChain.sol";

/// @notice Ethereum at a pinned block.
contract EthereumForkTest is RealChain {
    constructor() RealChain("ethereum", _variables()) {}

    function _variables() private pure returns (string[] memory variables) {
        variables = new string[](2);
        (variables[0], variables[1]) = ("MAINNET_RPC_URL", "ETHEREUM_RPC_URL");
    }
}
