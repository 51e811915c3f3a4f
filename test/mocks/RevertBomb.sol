// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Reverts with half a megabyte of zeros, whatever is asked of it.
contract RevertBomb {
    fallback() external payable {
        assembly ("memory-safe") {
            revert(mload(0x40), 500000)
        }
    }
}
