// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {IMorphoMarkets} from "../utils/IMorphoMarkets.sol";
import {Flows} from "./Flows.sol";

/// @notice The local chain over RPC, which `npm test` starts; its addresses are in .cache/devnet.
contract DevnetForkTest is Flows {
    using stdJson for string;

    function _chain() internal override returns (Inputs memory) {
        string memory url = vm.envOr("DEVNET_RPC_URL", string(""));
        if (bytes(url).length == 0) vm.skip(true, "DEVNET_RPC_URL is not set: npm test starts the local chain");
        string memory json = vm.readFile(".cache/devnet/devnet.json");
        return Inputs({
            rpcUrl: url,
            block: 0,
            chainId: json.readUint(".chainId"),
            weth: json.readAddress(".addresses.tokens.WETH"),
            usdc: json.readAddress(".addresses.tokens.USDC"),
            pool: IPool(json.readAddress(".addresses.aave.main.pool")),
            morpho: IMorphoMarkets(json.readAddress(".addresses.morpho.morpho")),
            uniswapFactory: json.readAddress(".addresses.uniswap.factory"),
            poolInitCodeHash: 0xe34f199b19b2b4f47f68442619d555527d244f78a3297ea89325f843f87b8b54,
            fee: 500
        });
    }
}
