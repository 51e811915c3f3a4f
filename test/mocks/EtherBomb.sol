// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice Forces ether on an account that would refuse it.
contract EtherBomb {
    constructor(address payable victim) payable {
        selfdestruct(victim);
    }
}
