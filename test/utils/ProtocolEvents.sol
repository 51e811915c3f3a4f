// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "forge-std/Vm.sol";

/// @notice What a protocol itself says about its last liquidation in a list of logs.
library ProtocolEvents {
    bytes32 private constant AAVE_V3 =
        keccak256("LiquidationCall(address,address,address,uint256,uint256,address,bool)");
    bytes32 private constant MORPHO =
        keccak256("Liquidate(bytes32,address,address,uint256,uint256,uint256,uint256,uint256)");

    error NoLiquidation(address market);

    /// @return repaid Debt units that the Pool took.
    /// @return seized Collateral units that it gave, net of its fee.
    function aaveV3(Vm.Log[] memory logs, address pool) internal pure returns (uint256 repaid, uint256 seized) {
        (repaid, seized,,) = abi.decode(_last(logs, pool, AAVE_V3), (uint256, uint256, address, bool));
    }

    /// @return repaid Loan units that Morpho took.
    /// @return seized Collateral units that it gave.
    function morpho(Vm.Log[] memory logs, address singleton) internal pure returns (uint256 repaid, uint256 seized) {
        (repaid,, seized,,) = abi.decode(_last(logs, singleton, MORPHO), (uint256, uint256, uint256, uint256, uint256));
    }

    function _last(Vm.Log[] memory logs, address emitter, bytes32 topic) private pure returns (bytes memory) {
        for (uint256 i = logs.length; i != 0; --i) {
            Vm.Log memory log = logs[i - 1];
            if (log.emitter == emitter && log.topics[0] == topic) return log.data;
        }
        revert NoLiquidation(emitter);
    }
}
