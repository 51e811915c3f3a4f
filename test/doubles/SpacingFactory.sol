// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";

/// @title SpacingFactory
/// @notice Knows the pools of a real factory by their tick spacings, as that of Slipstream does.
contract SpacingFactory {
    IUniswapV3Factory private immutable REAL;
    uint24[4] private fees;

    constructor(IUniswapV3Factory real) {
        REAL = real;
        fees = [100, 500, 3000, 10_000];
    }

    function tickSpacings() external view returns (int24[] memory spacings) {
        spacings = new int24[](fees.length);
        for (uint256 i; i < fees.length; ++i) {
            spacings[i] = REAL.feeAmountTickSpacing(fees[i]);
        }
    }

    function getPool(address tokenA, address tokenB, int24 spacing) external view returns (address) {
        for (uint256 i; i < fees.length; ++i) {
            if (REAL.feeAmountTickSpacing(fees[i]) == spacing) return REAL.getPool(tokenA, tokenB, fees[i]);
        }
        return address(0);
    }
}
