// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Calls that a hostile contract tries when it has control, and what was answered.
abstract contract Attempts {
    struct Attempt {
        address to;
        bytes data;
    }

    struct Answer {
        bool success;
        bytes data;
    }

    Attempt[] private _attempts;
    Answer[] private _answers;

    function add(address to, bytes calldata data) external {
        _attempts.push(Attempt(to, data));
    }

    function answers() external view returns (Answer[] memory) {
        return _answers;
    }

    function _tryAll() internal {
        for (uint256 i; i < _attempts.length; ++i) {
            (bool success, bytes memory data) = _attempts[i].to.call(_attempts[i].data);
            _answers.push(Answer(success, data));
        }
    }
}
