// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Forces ether on an account that would refuse it: a contract whose creation destroys itself to the account's favour.
library EtherBomb {
    function drop(address victim, uint256 amount) internal {
        bytes memory creation = abi.encodePacked(hex"73", victim, hex"ff"); // PUSH20 victim SELFDESTRUCT
        uint256 before = victim.balance;
        assembly ("memory-safe") {
            pop(create(amount, add(creation, 0x20), mload(creation)))
        }
        assert(victim.balance == before + amount);
    }
}
