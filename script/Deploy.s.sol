// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {stdJson} from "forge-std/StdJson.sol";
import {Script} from "forge-std/Script.sol";

import {Deployments, Setup} from "../contracts/types/Setup.sol";

/// @title Deploy
/// @notice Deploys one leaf with everything the owner decides, in one transaction.
/// @dev Environment:
/// - `LEAF`: contract name, AaveV3Liquidator or MorphoLiquidator;
/// - `RECEIVER`: who gets every profit; no default on purpose;
/// - `OWNER` (default: the sender), `OPERATORS` (default: the sender; comma-separated);
/// - `MAX_SLIPPAGE_BPS` (default 500), `MAX_TIP_BPS` (default 5000): the owner's limits for operators;
/// - `SELLER` (default: none): the companion that sells on every venue but Uniswap V3;
/// - `DEPLOY_INPUT` (default script/input/<chain id>.json): the chain's markets, lenders and deployments of others;
/// - `FLIQ_PRIVATE_KEY`: signs; without it forge's own wallet options (--account, --ledger) decide.
contract Deploy is Script {
    using stdJson for string;

    error InputOfAnotherChain(uint256 found, uint256 expected);
    error DeploymentReverted(string leaf);

    function run() external returns (address deployed) {
        string memory leaf = vm.envString("LEAF");
        uint256 key = vm.envOr("FLIQ_PRIVATE_KEY", uint256(0));
        address sender = key == 0 ? msg.sender : vm.addr(key);

        string memory json =
            vm.readFile(vm.envOr("DEPLOY_INPUT", string.concat("script/input/", vm.toString(block.chainid), ".json")));
        require(
            json.readUint(".chainId") == block.chainid, InputOfAnotherChain(json.readUint(".chainId"), block.chainid)
        );

        Setup memory setup;
        setup.owner = vm.envOr("OWNER", sender);
        setup.receiver = vm.envAddress("RECEIVER");
        setup.wrappedNative = json.readAddress(".wrappedNative");
        setup.maxSlippageBps = SafeCast.toUint16(vm.envOr("MAX_SLIPPAGE_BPS", uint256(500)));
        setup.maxTipBps = SafeCast.toUint16(vm.envOr("MAX_TIP_BPS", uint256(5_000)));
        address[] memory senderOnly = new address[](1);
        senderOnly[0] = sender;
        setup.operators = vm.envOr("OPERATORS", ",", senderOnly);
        setup.markets = json.readAddressArray(string.concat(".", leaf, ".markets"));
        setup.lenders = json.readAddressArray(string.concat(".", leaf, ".lenders"));
        setup.seller = vm.envOr("SELLER", address(0));
        setup.deployments = Deployments({
            uniswapV3Factory: json.readAddress(".deployments.uniswapV3Factory"),
            uniswapV3PoolInitCodeHash: json.readBytes32(".deployments.uniswapV3PoolInitCodeHash")
        });

        bytes memory creation = abi.encodePacked(vm.getCode(string.concat(leaf, ".sol:", leaf)), abi.encode(setup));
        if (key == 0) vm.startBroadcast();
        else vm.startBroadcast(key);
        assembly {
            deployed := create(0, add(creation, 0x20), mload(creation))
            // The constructor says why: forge knows its errors by name.
            if and(iszero(deployed), gt(returndatasize(), 0)) {
                returndatacopy(0, 0, returndatasize())
                revert(0, returndatasize())
            }
        }
        vm.stopBroadcast();
        require(deployed != address(0), DeploymentReverted(leaf));
    }
}
