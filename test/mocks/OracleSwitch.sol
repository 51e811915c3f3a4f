// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITransferHook} from "./ITransferHook.sol";
import {SettableOracle} from "./SettableOracle.sol";

/// @notice Changes an oracle when it gets control.
contract OracleSwitch is ITransferHook {
    SettableOracle private immutable ORACLE;
    uint256 private immutable PRICE;
    bool private immutable BREAKS;

    constructor(SettableOracle oracle, uint256 price, bool breaks) {
        (ORACLE, PRICE, BREAKS) = (oracle, price, breaks);
    }

    function onTransfer(address, address, uint256) external {
        ORACLE.set(PRICE, BREAKS);
    }
}
