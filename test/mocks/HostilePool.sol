// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IUniswapV3SwapCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";

import {Attempts} from "./Attempts.sol";

/// @notice A pool and a pair of nobody's factory: it takes what it asks for, says what it likes, and pays nothing.
contract HostilePool is Attempts {
    uint256 public asked;
    uint256 public calls;
    uint256 public said; // to have taken

    function set(uint256 asked_, uint256 calls_, uint256 said_) external {
        (asked, calls, said) = (asked_, calls_, said_);
    }

    /// @notice As a Uniswap V3 pool.
    function swap(address, bool zeroForOne, int256, uint160, bytes calldata data)
        external
        returns (int256 amount0, int256 amount1)
    {
        _tryAll();
        for (uint256 i; i < calls; ++i) {
            (amount0, amount1) = _amounts(zeroForOne, asked);
            IUniswapV3SwapCallback(msg.sender).uniswapV3SwapCallback(amount0, amount1, data);
        }
        return _amounts(zeroForOne, said);
    }

    function _amounts(bool zeroForOne, uint256 paid) private pure returns (int256 amount0, int256 amount1) {
        return zeroForOne ? (int256(paid), int256(0)) : (int256(0), int256(paid));
    }

    /// @notice As a Uniswap V2 pair.
    function getReserves() external pure returns (uint112, uint112, uint32) {
        return (0, 0, 0);
    }

    function swap(uint256, uint256, address, bytes calldata) external {
        _tryAll();
    }
}
