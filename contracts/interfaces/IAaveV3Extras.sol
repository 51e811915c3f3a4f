// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IAaveV3Extras
/// @notice What Aave V3 pools of some revisions offer beyond `IPool` of Aave V3.0. No pool has all of it: call with care.
/// @dev Revisions: 1-3 are v3.0, 4 is v3.1, 5 and 6 are v3.2, 7 is v3.3, 8 is v3.4, 9 is v3.5, 10 is v3.6, 11 is v3.7.
interface IAaveV3Extras {
    /// @notice Revision of the pool's implementation; every revision has it, `IPool` does not list it.
    function POOL_REVISION() external view returns (uint256);

    /// @notice Timestamp in seconds until which the reserve cannot be liquidated. Since v3.1.
    /// @dev Declared without `view` until v3.2, yet it never writes: a static call works on every revision.
    function getLiquidationGracePeriod(address asset) external view returns (uint40);

    /// @notice Underlying units that the pool accounts for and that can leave the reserve. Since v3.1.
    function getVirtualUnderlyingBalance(address asset) external view returns (uint128);

    /// @notice Bit i set: the reserve with id i counts as collateral of eMode category `id`. Since v3.2.
    function getEModeCategoryCollateralBitmap(uint8 id) external view returns (uint128);

    /// @notice Risk parameters of eMode category `id`, basis points. Since v3.2.
    function getEModeCategoryCollateralConfig(uint8 id)
        external
        view
        returns (uint16 ltv, uint16 liquidationThreshold, uint16 liquidationBonus);

    /// @notice Name of eMode category `id`. Since v3.2.
    function getEModeCategoryLabel(uint8 id) external view returns (string memory);
}
