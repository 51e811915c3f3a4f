// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITransferHook} from "./ITransferHook.sol";

/// @notice Tries every call it was given whenever it gets control (a token's hook, or ether), and writes down the answers.
/// @dev It acts only on transfers to or from `victim`, and never inside itself.
contract Reenterer is ITransferHook {
    struct Attempt {
        address to;
        bytes data;
    }

    struct Answer {
        bool success;
        bytes data;
    }

    address public immutable VICTIM;
    Attempt[] private _attempts;
    Answer[] private _answers;
    bool private _busy;
    bool private _armed = true;

    constructor(address victim) {
        VICTIM = victim;
    }

    receive() external payable {
        _attack();
    }

    function add(address to, bytes calldata data) external {
        _attempts.push(Attempt(to, data));
    }

    /// @notice From now on it does nothing when it gets control.
    function disarm() external {
        _armed = false;
    }

    /// @inheritdoc ITransferHook
    function onTransfer(address from, address to, uint256) external {
        if (from == VICTIM || to == VICTIM) _attack();
    }

    function answers() external view returns (Answer[] memory) {
        return _answers;
    }

    function _attack() private {
        if (_busy || !_armed) return;
        _busy = true;
        for (uint256 i; i < _attempts.length; ++i) {
            (bool success, bytes memory data) = _attempts[i].to.call(_attempts[i].data);
            _answers.push(Answer(success, data));
        }
        _busy = false;
    }
}
