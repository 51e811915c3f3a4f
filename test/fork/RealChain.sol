// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {IMorphoMarkets} from "../utils/IMorphoMarkets.sol";
import {Flows} from "./Flows.sol";

/// @notice A chain of chains.json at its pinned block, if the environment names an endpoint with that state.
abstract contract RealChain is Flows {
    using stdJson for string;

    string private _name;
    string[] private _variables;

    /// @param name Key in chains.json.
    /// @param variables Environment variables that may hold the endpoint, first match wins.
    constructor(string memory name, string[] memory variables) {
        (_name, _variables) = (name, variables);
    }

    function _chain() internal override returns (Inputs memory) {
        string memory url;
        for (uint256 i; i < _variables.length && bytes(url).length == 0; ++i) {
            url = vm.envOr(_variables[i], string(""));
        }
        if (bytes(url).length == 0) vm.skip(true, string.concat(_variables[0], " is not set"));
        string memory json = vm.readFile("test/fork/chains.json");
        string memory key = string.concat(".", _name);
        return Inputs({
            rpcUrl: url,
            block: json.readUint(string.concat(key, ".block")),
            chainId: json.readUint(string.concat(key, ".chainId")),
            weth: json.readAddress(string.concat(key, ".weth")),
            usdc: json.readAddress(string.concat(key, ".usdc")),
            pool: IPool(json.readAddress(string.concat(key, ".aaveV3Pool"))),
            morpho: IMorphoMarkets(json.readAddress(string.concat(key, ".morpho"))),
            uniswapFactory: json.readAddress(string.concat(key, ".uniswapV3.factory")),
            poolInitCodeHash: json.readBytes32(string.concat(key, ".uniswapV3.poolInitCodeHash")),
            fee: uint24(json.readUint(string.concat(key, ".uniswapV3.fee")))
        });
    }
}
