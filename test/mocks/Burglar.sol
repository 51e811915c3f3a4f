// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IUniswapV3SwapCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";

import {ISeller} from "../../contracts/interfaces/ISeller.sol";

/// @notice A thief's pool, and his pair: takes all that it is offered, pays nothing, and before and afterwards tries everything that
/// could bring more of what is in the seller right then.
contract Burglar {
    /// @dev A token to be taken, and how: a sale of next to nothing of it, after which the rest is sent to whoever asked.
    struct Loot {
        address token;
        address tokenOut;
        bytes route;
    }

    ISeller private immutable SELLER;
    Loot[] private _loot;
    bytes32 private _own; // hash of what he was told as a pool, with which he may ask, once

    uint256 public tried;
    uint256 public succeeded;

    constructor(ISeller seller) {
        SELLER = seller;
    }

    function add(address token, address tokenOut, bytes calldata route) external {
        _loot.push(Loot(token, tokenOut, route));
    }

    /// @notice As a Uniswap V3 pool.
    function swap(address, bool zeroForOne, int256 offered, uint160, bytes calldata data)
        external
        returns (int256 amount0, int256 amount1)
    {
        _own = keccak256(data);
        _burgle();
        (amount0, amount1) = zeroForOne ? (offered, int256(0)) : (int256(0), offered);
        IUniswapV3SwapCallback(msg.sender).uniswapV3SwapCallback(amount0, amount1, data);
        _try(msg.sender, abi.encodeCall(IUniswapV3SwapCallback.uniswapV3SwapCallback, (amount0, amount1, data)));
        _burgle();
    }

    /// @notice As a Uniswap V2 pair, to which everything was sent before.
    function swap(uint256, uint256, address, bytes calldata) external {
        _burgle();
    }

    function getReserves() external pure returns (uint112, uint112, uint32) {
        return (0, 0, 0);
    }

    function _burgle() private {
        for (uint256 i; i < _loot.length; ++i) {
            Loot storage loot = _loot[i];
            uint256 there = IERC20(loot.token).balanceOf(address(SELLER));
            if (there == 0) continue;
            _try(address(SELLER), abi.encodeCall(ISeller.sell, (loot.token, there, loot.tokenOut, loot.route)));
            bytes memory claim = abi.encode(loot.token, there);
            if (keccak256(claim) != _own) _try(address(SELLER), _claim(there, claim));
            _try(loot.token, abi.encodeCall(IERC20.transferFrom, (address(SELLER), address(this), there)));
        }
    }

    function _claim(uint256 amount, bytes memory data) private pure returns (bytes memory) {
        return abi.encodeCall(IUniswapV3SwapCallback.uniswapV3SwapCallback, (int256(amount), int256(-1), data));
    }

    function _try(address to, bytes memory data) private {
        ++tried;
        (bool success,) = to.call(data);
        if (success) ++succeeded;
    }
}
