// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Probe
/// @notice Static calls that may fail, to contracts that may be absent, old or hostile.
/// @dev `try ... catch` is not enough: it reverts in the caller when the target has no code or returns too little. All
/// functions copy a bounded part of the answer, so that a huge answer costs the callee's gas and not the caller's.
library Probe {
    /// @notice Longest text that is kept, bytes.
    uint256 internal constant MAX_TEXT = 64;

    /// @notice First word that `target` answers to `data`.
    /// @param target Contract to ask; without code the answer is "not ok".
    /// @param data Encoded call.
    /// @param gasLimit Gas that the callee may burn.
    /// @return ok False when the call reverted or returned less than one word.
    /// @return value The word, 0 when not ok.
    function word(address target, bytes memory data, uint256 gasLimit) internal view returns (bool ok, uint256 value) {
        assembly ("memory-safe") {
            ok := staticcall(gasLimit, target, add(data, 0x20), mload(data), 0x00, 0x20)
            ok := and(ok, gt(returndatasize(), 0x1f))
            if ok { value := mload(0x00) }
        }
    }

    /// @notice First three words that `target` answers to `data`.
    /// @return ok False when the call reverted or returned less than three words.
    /// @return first The words, 0 when not ok.
    function words(address target, bytes memory data, uint256 gasLimit)
        internal
        view
        returns (bool ok, uint256 first, uint256 second, uint256 third)
    {
        assembly ("memory-safe") {
            let answer := mload(0x40)
            ok := staticcall(gasLimit, target, add(data, 0x20), mload(data), answer, 0x60)
            ok := and(ok, gt(returndatasize(), 0x5f))
            if ok {
                first := mload(answer)
                second := mload(add(answer, 0x20))
                third := mload(add(answer, 0x40))
            }
        }
    }

    /// @notice Text that `target` answers to `data`, either as ABI string or as a zero-padded `bytes32` (old tokens).
    /// @return result At most `MAX_TEXT` bytes; empty when there is no answer or one of another shape.
    function text(address target, bytes memory data, uint256 gasLimit) internal view returns (bytes memory result) {
        bool ok;
        uint256 size;
        bytes memory answer = new bytes(0x40 + MAX_TEXT);
        assembly ("memory-safe") {
            ok := staticcall(gasLimit, target, add(data, 0x20), mload(data), 0x00, 0x00)
            size := returndatasize()
            let copied := size
            if gt(copied, mload(answer)) { copied := mload(answer) }
            returndatacopy(add(answer, 0x20), 0x00, copied)
        }
        if (!ok || size < 0x20) return result;

        uint256 start;
        uint256 length;
        if (size == 0x20) {
            while (length < 0x20 && answer[length] != 0) ++length;
        } else {
            uint256 offset;
            assembly ("memory-safe") {
                offset := mload(add(answer, 0x20))
                length := mload(add(answer, 0x40))
            }
            if (size < 0x40 || offset != 0x20) return result;
            start = 0x40;
            if (length > size - 0x40) length = size - 0x40;
            if (length > MAX_TEXT) length = MAX_TEXT;
        }

        result = new bytes(length);
        for (uint256 i; i < length; ++i) {
            result[i] = answer[start + i];
        }
    }
}
