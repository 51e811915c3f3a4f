// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Holds bytes as its own code, behind a byte that stops whoever calls it.
contract CodeHolder {
    constructor(bytes memory content) {
        bytes memory code = bytes.concat(hex"00", content);
        assembly ("memory-safe") {
            return(add(code, 0x20), mload(code))
        }
    }
}
