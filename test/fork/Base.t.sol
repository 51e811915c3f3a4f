// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RealChain} from "./RealChain.sol";

/// @notice Base at a pinned block.
contract BaseForkTest is RealChain {
    constructor() RealChain("base", _variables()) {}

    function _variables() private pure returns (string[] memory variables) {
        variables = new string[](1);
        variables[0] = "BASE_RPC_URL";
    }
}
