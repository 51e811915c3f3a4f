// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Outcome, Plan} from "./Plan.sol";

/// @notice One liquidation of a batch.
struct Leg {
    Plan plan;
    bool mayFail; // true: the others go on without it
    uint32 gasLimit; // most gas that it can use; zero: all that is left but a 64th
}

/// @notice What became of it.
struct LegResult {
    bool success;
    Outcome outcome; // zero unless success
    bytes revertData; // empty if success; else at most its first 1,024 bytes
}
