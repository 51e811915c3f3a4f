// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Passes on what it is created with, in its own name.
contract EtherSender {
    constructor(address to) payable {
        (bool success, bytes memory failure) = to.call{value: msg.value}("");
        assembly ("memory-safe") {
            if iszero(success) { revert(add(failure, 0x20), mload(failure)) }
        }
    }
}
