// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {StdCheats} from "forge-std/StdCheats.sol";
import {stdJson} from "forge-std/StdJson.sol";
import {Vm} from "forge-std/Vm.sol";

interface IUniswapV2Factory {
    function createPair(address tokenA, address tokenB) external returns (address pair);
}

interface IUniswapV2PairMint {
    function mint(address to) external returns (uint256 liquidity);
}

/// @notice Opens real Uniswap V2 pairs: the code that its authors compiled (v2-core 1.0.1, which v3-periphery depends on).
abstract contract UniswapV2 is StdCheats {
    using SafeERC20 for IERC20;
    using stdJson for string;

    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    string private constant FACTORY = "node_modules/@uniswap/v2-core/build/UniswapV2Factory.json";

    IUniswapV2Factory private _factory;

    /// @dev A pair at the price `amountA : amountB`, with that much of both.
    function _openPair(address tokenA, uint256 amountA, address tokenB, uint256 amountB)
        internal
        returns (address pair)
    {
        pair = _createPair(tokenA, tokenB);
        deal(tokenA, pair, amountA);
        deal(tokenB, pair, amountB);
        IUniswapV2PairMint(pair).mint(address(this));
    }

    /// @dev A pair of nothing yet, for tokens whose balances nobody can make up.
    function _createPair(address tokenA, address tokenB) internal returns (address pair) {
        if (address(_factory) == address(0)) _factory = _deployFactory();
        return _factory.createPair(tokenA, tokenB);
    }

    /// @dev What a pair pays at most, written from its rule: the product of the reserves less the fee does not fall.
    function _v2Out(uint256 amount, uint256 reserveIn, uint256 reserveOut, uint256 feeBps)
        internal
        pure
        returns (uint256)
    {
        uint256 counted = reserveIn * 10_000 + amount * (10_000 - feeBps);
        uint256 kept = (reserveIn * reserveOut * 10_000 + counted - 1) / counted;
        return reserveOut - kept;
    }

    function _deployFactory() private returns (IUniswapV2Factory deployed) {
        bytes memory creation = bytes.concat(
            VM.parseBytes(string.concat("0x", VM.readFile(FACTORY).readString(".bytecode"))), abi.encode(address(0))
        );
        assembly ("memory-safe") {
            deployed := create(0, add(creation, 0x20), mload(creation))
        }
        require(address(deployed).code.length != 0, "no factory");
    }
}
