// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What is used of the vault of Balancer V2 to sell on its pools. It takes what it is paid by allowance.
interface IBalancerV2Swaps {
    /// @dev Kind: 0 for a given amount in.
    struct SingleSwap {
        bytes32 poolId;
        uint8 kind;
        address assetIn;
        address assetOut;
        uint256 amount;
        bytes userData;
    }

    /// @dev An amount of zero: what the step before paid.
    struct BatchSwapStep {
        bytes32 poolId;
        uint256 assetInIndex;
        uint256 assetOutIndex;
        uint256 amount;
        bytes userData;
    }

    struct FundManagement {
        address sender;
        bool fromInternalBalance;
        address payable recipient;
        bool toInternalBalance;
    }

    /// @param limit Units to be paid out at least.
    /// @param deadline Seconds.
    /// @return Units that were paid out.
    function swap(SingleSwap calldata singleSwap, FundManagement calldata funds, uint256 limit, uint256 deadline)
        external
        payable
        returns (uint256);

    /// @param limits Of each asset: units to be paid in at most if positive, to be paid out at least if negative.
    /// @return Of each asset: units that were paid in if positive, out if negative.
    function batchSwap(
        uint8 kind,
        BatchSwapStep[] calldata swaps,
        address[] calldata assets,
        FundManagement calldata funds,
        int256[] calldata limits,
        uint256 deadline
    ) external payable returns (int256[] memory);
}
