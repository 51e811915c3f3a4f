// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {GasBelowLimit} from "../types/Errors.sol";

/// @title CappedCall
/// @notice A call that can cost its caller only so much: the gas it is given, and a short answer.
library CappedCall {
    uint256 private constant LONGEST_ANSWER = 1_024; // bytes
    uint256 private constant CALL_COST = 500; // gas between the check and the call, with the price of the call itself

    /// @param gasLimit Most gas that the call can use. Zero: all that is left but a 64th, which the EVM keeps back.
    /// @param mayFail False: a failure reverts here too, with its data unchanged.
    /// @return success Whether it did not revert.
    /// @return answer What it returned or reverted with, cut after 1,024 bytes.
    function run(address to, uint256 gasLimit, bool mayFail, bytes memory data)
        internal
        returns (bool success, bytes memory answer)
    {
        if (gasLimit == 0) {
            gasLimit = gasleft();
        } else {
            // The EVM would give less without a word, and the call could fail for nothing but want of gas.
            uint256 available = gasleft() - gasleft() / 64;
            require(available >= gasLimit + CALL_COST, GasBelowLimit(available, gasLimit));
        }
        // Solidity would copy all of the answer, at the caller's cost: of half a megabyte, logged and returned as a batch does,
        // about 8,000,000 gas more than this.
        assembly ("memory-safe") {
            success := call(gasLimit, to, 0, add(data, 0x20), mload(data), 0, 0)
            answer := mload(0x40)
            let size := returndatasize()
            if iszero(or(success, mayFail)) {
                returndatacopy(answer, 0, size)
                revert(answer, size)
            }
            if gt(size, LONGEST_ANSWER) { size := LONGEST_ANSWER }
            mstore(answer, size)
            returndatacopy(add(answer, 0x20), 0, size)
            mstore(0x40, add(add(answer, 0x20), and(add(size, 0x1f), not(0x1f))))
        }
    }
}
