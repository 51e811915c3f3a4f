// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What is used of the manager of Uniswap V4 to sell on its pools. Ether is the zero currency.
interface IUniswapV4Swaps {
    struct PoolKey {
        address currency0;
        address currency1;
        uint24 fee; // hundredths of a basis point
        int24 tickSpacing;
        address hooks;
    }

    struct SwapParams {
        bool zeroForOne;
        int256 amountSpecified; // exact input if negative
        uint160 sqrtPriceLimitX96;
    }

    /// @notice Calls `unlockCallback` of the caller with `data`, and reverts unless all that he owes is paid when it returns.
    /// @return What the callback returned.
    function unlock(bytes calldata data) external returns (bytes memory);

    /// @return delta Of both currencies, 128 bits each, the first in front: owed by the caller if negative, to him if positive.
    function swap(PoolKey calldata key, SwapParams calldata params, bytes calldata hookData)
        external
        returns (int256 delta);

    /// @notice Notes what it has of a currency: what it gets until `settle` is paid by whoever calls that. Of ether nothing is noted; what
    /// was noted of another is forgotten. Anybody may call it at any time, and it holds for the rest of the transaction.
    function sync(address currency) external;

    /// @notice Takes the payment of what the caller owes: what was sent since `sync`, or the ether that comes with the call.
    function settle() external payable returns (uint256 paid);

    /// @notice Sends what is owed to the caller.
    function take(address currency, address to, uint256 amount) external;
}
