// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Outcome, Plan} from "./Plan.sol";

/// @notice One liquidation of a batch.
struct Leg {
    Plan plan;
    bool mayFail; // true: the others go on without it
}

/// @notice What became of it.
struct LegResult {
    bool success;
    Outcome outcome; // zero unless success
    bytes revertData; // empty if success
}
