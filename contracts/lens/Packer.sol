// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice Bytes written one value after the other into room that was reserved once.
/// @dev `data` keeps 32 bytes of slack behind its capacity, because every write stores a whole word.
struct Buffer {
    bytes data;
    uint256 length;
    bool full; // a write did not fit: everything since the last mark has to be taken back
}

/// @title Packer
/// @notice Compact encoding of what a lens returns. A call without deployment returns its result as contract code, so at
/// most 24,576 bytes fit: ABI words would leave room for 60 accounts where this leaves room for 400.
/// @dev A number is one byte with its length and then its bytes, big-endian without leading zeros (0 is one zero byte).
/// Concatenating with `bytes.concat` instead allocates a copy per record: 400 records of 60 bytes need 4.8 MB of memory,
/// which costs over 40 million gas; writing into one buffer costs about 200 gas a value.
library Packer {
    /// @notice Largest result, bytes: the code size limit (EIP-170) less the ABI words around the records.
    uint256 internal constant CAPACITY = 24_576 - 256;

    /// @notice Gas that storing one byte of the result as code costs.
    uint256 internal constant GAS_PER_BYTE = 200;

    /// @notice An empty buffer of the largest capacity.
    function create() internal pure returns (Buffer memory buffer) {
        buffer.data = new bytes(CAPACITY + 32);
    }

    /// @notice Whether `gas` more can be spent, with enough left to return what is written and `bytesAhead` more.
    function affords(Buffer memory buffer, uint256 gas, uint256 bytesAhead) internal view returns (bool) {
        return gasleft() > gas + GAS_PER_BYTE * (buffer.length + bytesAhead) + 100_000;
    }

    /// @notice Takes everything back that was written after `mark`, a former `buffer.length`.
    function rewind(Buffer memory buffer, uint256 mark) internal pure {
        buffer.length = mark;
        buffer.full = false;
    }

    /// @notice Appends the lowest `size` bytes of `value`, at most 32.
    function putFixed(Buffer memory buffer, uint256 value, uint256 size) internal pure {
        uint256 end = buffer.length;
        if (end + size > CAPACITY) {
            buffer.full = true;
            return;
        }
        bytes memory data = buffer.data;
        assembly ("memory-safe") {
            mstore(add(add(data, 0x20), end), shl(shl(3, sub(0x20, size)), value))
        }
        buffer.length = end + size;
    }

    /// @notice Appends one byte.
    function putByte(Buffer memory buffer, uint256 value) internal pure {
        putFixed(buffer, value, 1);
    }

    /// @notice Appends an address, 20 bytes.
    function putAddress(Buffer memory buffer, address value) internal pure {
        putFixed(buffer, uint160(value), 20);
    }

    /// @notice Appends a number with its length.
    function putUint(Buffer memory buffer, uint256 value) internal pure {
        uint256 size = value == 0 ? 0 : Math.log256(value) + 1;
        putFixed(buffer, size, 1);
        if (size != 0) putFixed(buffer, value, size);
    }

    /// @notice Appends text of at most 255 bytes with its length in one byte.
    function putText(Buffer memory buffer, bytes memory value) internal pure {
        putFixed(buffer, value.length, 1);
        for (uint256 i; i < value.length; i += 32) {
            uint256 size = Math.min(value.length - i, 32);
            uint256 chunk;
            assembly ("memory-safe") {
                chunk := mload(add(add(value, 0x20), i))
            }
            putFixed(buffer, chunk >> (8 * (32 - size)), size);
        }
    }

    /// @notice The bytes written. The buffer must not be written to afterwards.
    function finish(Buffer memory buffer) internal pure returns (bytes memory data) {
        data = buffer.data;
        uint256 length = buffer.length;
        assembly ("memory-safe") {
            mstore(data, length)
        }
    }
}
