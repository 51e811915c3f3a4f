// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RealChain} from "./RealChain.sol";

/// @notice Arbitrum at a pinned block.
contract ArbitrumForkTest is RealChain {
    constructor() RealChain("arbitrum", _variables()) {}

    function _variables() private pure returns (string[] memory variables) {
        variables = new string[](1);
        variables[0] = "ARBITRUM_RPC_URL";
    }
}
