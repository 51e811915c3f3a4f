// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

/// @notice Runtime size and creation-code hash of what is deployed, committed below snapshots/.
contract SizeTest is Test {
    // bytes
    uint256 private constant LEAF = 20_000;
    uint256 private constant SELLER = 24_000;

    function test_AaveV3Liquidator() public {
        _measure("AaveV3Liquidator", LEAF);
    }

    function test_AaveV2Liquidator() public {
        _measure("AaveV2Liquidator", LEAF);
    }

    function test_MorphoLiquidator() public {
        _measure("MorphoLiquidator", LEAF);
    }

    function test_CompoundV2Liquidator() public {
        _measure("CompoundV2Liquidator", LEAF);
    }

    function test_Seller() public {
        _measure("Seller", SELLER);
    }

    function _measure(string memory name, uint256 limit) private {
        string memory path = string.concat(name, ".sol:", name);
        uint256 size = vm.getDeployedCode(path).length;
        vm.snapshotValue("Size", string.concat(name, " runtime bytes"), size);
        vm.snapshotValue("Size", string.concat(name, " runtime bytes, at most"), limit);
        vm.snapshotValue("Size", string.concat(name, " creation code hash"), uint256(keccak256(vm.getCode(path))));
        assertLe(size, limit, "too large");
    }
}
