// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

/// @notice Runtime size and creation-code hash of what is deployed, committed below snapshots/.
contract SizeTest is Test {
    uint256 private constant LIMIT = 16_000; // bytes

    function test_AaveV3Liquidator() public {
        _measure("AaveV3Liquidator");
    }

    function test_MorphoLiquidator() public {
        _measure("MorphoLiquidator");
    }

    function _measure(string memory leaf) private {
        string memory path = string.concat(leaf, ".sol:", leaf);
        uint256 size = vm.getDeployedCode(path).length;
        vm.snapshotValue("Size", string.concat(leaf, " runtime bytes"), size);
        vm.snapshotValue("Size", string.concat(leaf, " creation code hash"), uint256(keccak256(vm.getCode(path))));
        assertLt(size, LIMIT, "too large");
    }
}
