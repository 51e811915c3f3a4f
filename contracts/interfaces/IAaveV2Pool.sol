// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IAaveV2Provider
/// @notice Registry of a market of Aave V2 or of one of its forks.
interface IAaveV2Provider {
    /// @notice Who says what the market's assets are worth.
    function getPriceOracle() external view returns (address);
}

/// @title IAaveV2Pool
/// @notice What this project asks of a `LendingPool` of Aave V2 or of one of its forks.
interface IAaveV2Pool {
    /// @notice A reserve as the pool keeps it: indices and rates in ray, of the moment of the last update.
    struct ReserveData {
        uint256 configuration; // bits 0-15 ltv, 16-31 threshold, 32-47 bonus, 48-55 decimals, 56 active, as in Aave V3
        uint128 liquidityIndex;
        uint128 variableBorrowIndex;
        uint128 currentLiquidityRate;
        uint128 currentVariableBorrowRate;
        uint128 currentStableBorrowRate;
        uint40 lastUpdateTimestamp;
        address aTokenAddress;
        address stableDebtTokenAddress;
        address variableDebtTokenAddress;
        address interestRateStrategyAddress;
        uint8 id;
    }

    /// @notice Repays up to `debtToCover`, at most half of the debt, for collateral at the bonus. Failures are strings of digits.
    function liquidationCall(
        address collateralAsset,
        address debtAsset,
        address user,
        uint256 debtToCover,
        bool receiveAToken
    ) external;

    /// @notice Lends; with mode 0 all of it and the premium are taken back by allowance after the callback.
    function flashLoan(
        address receiverAddress,
        address[] calldata assets,
        uint256[] calldata amounts,
        uint256[] calldata modes,
        address onBehalfOf,
        bytes calldata params,
        uint16 referralCode
    ) external;

    function getAddressesProvider() external view returns (IAaveV2Provider);
    function getReservesList() external view returns (address[] memory);
    function getReserveData(address asset) external view returns (ReserveData memory);
    function getConfiguration(address asset) external view returns (uint256);

    /// @notice Two bits a reserve, by its id: the lower one says "borrows", the other "uses as collateral". As in Aave V3.
    function getUserConfiguration(address user) external view returns (uint256);

    /// @notice Of the whole pool: nothing can be done in it.
    function paused() external view returns (bool);
}

/// @title IStableDebtToken
/// @notice Debt at a rate that each account has of its own.
interface IStableDebtToken {
    /// @notice Token units without the interest since `getUserLastUpdated`.
    function principalBalanceOf(address user) external view returns (uint256);

    /// @notice Yearly, ray.
    function getUserStableRate(address user) external view returns (uint256);

    /// @notice Unix seconds.
    function getUserLastUpdated(address user) external view returns (uint40);
}
