// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

import {CallbackMissing, CallbackPending, CallbackUnexpected} from "../types/Errors.sol";

/// @title CallbackGuard
/// @notice A callback is honoured once, from the expected caller, in the expected function, for the data that was sent.
/// @dev One transient word holds the hash of what is awaited. It is zero when idle, so every callback then reverts.
abstract contract CallbackGuard {
    bytes32 private transient _awaited;

    /// @dev Call right before handing control to `caller`, which must answer with `selector` and exactly `data`.
    function _expectCallback(address caller, bytes4 selector, bytes memory data) internal {
        require(_awaited == 0, CallbackPending());
        _awaited = _key(caller, selector, keccak256(data));
    }

    /// @dev First line of every callback. Consumes the expectation, so a second call reverts.
    function _enterCallback(bytes calldata data) internal {
        bytes32 awaited = _awaited;
        _awaited = 0;
        // Idle, what the caller calls its data may be of any length.
        bool isAwaited = awaited != 0 && awaited == _key(msg.sender, msg.sig, keccak256(data));
        require(isAwaited, CallbackUnexpected(msg.sender));
    }

    /// @dev A source that never called back has not been proven to do anything.
    function _requireCalledBack() internal view {
        require(_awaited == 0, CallbackMissing());
    }

    /// @dev Selector and caller share a word, at its two ends.
    function _key(address caller, bytes4 selector, bytes32 dataHash) private pure returns (bytes32) {
        return Hashes.efficientKeccak256(bytes32(selector) | bytes32(uint256(uint160(caller))), dataHash);
    }
}
