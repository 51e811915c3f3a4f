// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Test} from "forge-std/Test.sol";

import {Deploy} from "../../../script/Deploy.s.sol";

/// @notice
/// the deployment script (what it deploys: ts/flow)
/// └── when a limit does not fit what the contract holds → refused, not cut: 70,536 would become 5,000
contract DeployTest is Test {
    // One test for both: the environment belongs to the whole process.
    function test_RevertWhen_LimitDoesNotFit() public {
        vm.chainId(1); // of which there is an input
        Deploy script = new Deploy();
        vm.setEnv("LEAF", "AaveV3Liquidator");
        vm.setEnv("RECEIVER", vm.toString(address(1)));
        string[2] memory names = ["MIN_BONUS_SHARE_BPS", "MAX_TIP_BPS"];
        for (uint256 i; i < names.length; ++i) {
            vm.setEnv(names[i], "70536");
            vm.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 16, 70_536));
            script.run();
            vm.setEnv(names[i], "5000");
        }
    }
}
