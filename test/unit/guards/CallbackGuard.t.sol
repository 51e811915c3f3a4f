// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {CallbackGuard} from "../../../contracts/guards/CallbackGuard.sol";
import {CallbackMissing, CallbackPending, CallbackUnexpected} from "../../../contracts/types/Errors.sol";

/// @notice The guard with its parts open to the test, and two callbacks.
contract OpenGuard is CallbackGuard {
    function expect(address caller, bytes4 selector, bytes memory data) external {
        _expectCallback(caller, selector, data);
    }

    function first(bytes calldata data) external {
        _enterCallback(data);
    }

    function second(bytes calldata data) external {
        _enterCallback(data);
    }

    function requireCalledBack() external view {
        _requireCalledBack();
    }
}

/// @notice
/// callback guard
/// ├── idle: no callback is honoured, nothing is missing
/// └── when one is expected
///     ├── from that caller, in that function, with that data     → honoured, once
///     ├── from another, in another or with other data            → CallbackUnexpected
///     ├── and another one is expected before it came             → CallbackPending
///     └── and it never comes                                     → CallbackMissing
/// @dev All calls of a test are one transaction, so what is transient lives through it.
contract CallbackGuardTest is Test {
    OpenGuard private guard = new OpenGuard();

    function testFuzz_RevertGiven_Idle(address caller, bytes memory data) public {
        guard.requireCalledBack();
        _expectUnexpected(caller);
        guard.first(data);
    }

    function testFuzz_HonouredOnce(address caller, bytes memory data) public {
        guard.expect(caller, guard.first.selector, data);
        vm.prank(caller);
        guard.first(data);
        guard.requireCalledBack();
        _expectUnexpected(caller);
        guard.first(data);
    }

    function testFuzz_RevertWhen_CallerIsAnother(address caller, address other, bytes memory data) public {
        vm.assume(caller != other);
        guard.expect(caller, guard.first.selector, data);
        _expectUnexpected(other);
        guard.first(data);
    }

    function testFuzz_RevertWhen_FunctionIsAnother(address caller, bytes memory data) public {
        guard.expect(caller, guard.first.selector, data);
        _expectUnexpected(caller);
        guard.second(data);
    }

    function testFuzz_RevertWhen_DataIsAnother(address caller, bytes memory data, bytes memory other) public {
        vm.assume(keccak256(data) != keccak256(other));
        guard.expect(caller, guard.first.selector, data);
        _expectUnexpected(caller);
        guard.first(other);
    }

    /// @dev A refused callback reverts, so it uses nothing up.
    function test_RefusedCallbackLeavesTheExpectation() public {
        guard.expect(address(this), guard.first.selector, "plan");
        _expectUnexpected(address(1));
        guard.first("plan");
        guard.first("plan");
    }

    function test_RevertWhen_AnotherIsExpectedBeforeItCame() public {
        guard.expect(address(1), guard.first.selector, "plan");
        bytes4 selector = guard.second.selector;
        vm.expectRevert(CallbackPending.selector);
        guard.expect(address(2), selector, "plan");
    }

    function test_RevertWhen_ItNeverComes() public {
        guard.expect(address(1), guard.first.selector, "plan");
        vm.expectRevert(CallbackMissing.selector);
        guard.requireCalledBack();
    }

    function _expectUnexpected(address caller) private {
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, caller));
        vm.prank(caller);
    }
}
