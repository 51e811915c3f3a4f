// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Vm} from "forge-std/Vm.sol";

/// @dev The names are chosen by its author for selectors of zeros, which are the cheapest calldata.
interface IExecutor {
    function exec_606BaXt(bytes[] memory data) external payable;

    /// @param context Who may call back meanwhile, and above its 160 bits the place of the `bytes` argument that then holds calls.
    function call_g0oyU7o(address target, uint256 value, bytes32 context, bytes memory callData) external payable;
}

/// @notice Deploys the executor of the package executooor-viem, a batch of arbitrary calls with one trusted caller back at a time,
/// and encodes calls of it as the package's encoder does.
library Executooor {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    string private constant CODE = "node_modules/executooor-viem/lib/contracts/Executor.js";

    /// @dev What its author compiled and published.
    function isInstalled() internal view returns (bool) {
        return VM.exists(CODE);
    }

    function deploy(address owner) internal returns (IExecutor executor) {
        string memory code = VM.split(VM.split(VM.readFile(CODE), "exports.bytecode = \"")[1], "\"")[0];
        bytes memory creation = bytes.concat(VM.parseBytes(code), abi.encode(owner));
        assembly ("memory-safe") {
            executor := create(0, add(creation, 0x20), mload(creation))
        }
        VM.assertNotEq(address(executor), address(0), "the executor is not deployed");
    }

    function call(address target, bytes memory data) internal pure returns (bytes memory) {
        return abi.encodeCall(IExecutor.call_g0oyU7o, (target, 0, 0, data));
    }

    /// @param place Of the `bytes` argument of its call back, from 0.
    function callWithCallback(address target, bytes memory data, uint256 place) internal pure returns (bytes memory) {
        bytes32 context = bytes32(place << 160 | uint160(target));
        return abi.encodeCall(IExecutor.call_g0oyU7o, (target, 0, context, data));
    }

    /// @dev Data for whoever calls back: what is to be called then, and what is answered.
    function calls(bytes[] memory list, bytes memory answer) internal pure returns (bytes memory) {
        return abi.encode(list, answer);
    }

    function approve(address token, address spender, uint256 amount) internal pure returns (bytes memory) {
        return call(token, abi.encodeCall(IERC20.approve, (spender, amount)));
    }

    function transfer(address token, address to, uint256 amount) internal pure returns (bytes memory) {
        return call(token, abi.encodeCall(IERC20.transfer, (to, amount)));
    }
}
