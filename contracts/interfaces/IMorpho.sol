// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Parameters of a Morpho Blue market; its id is keccak256 of their ABI encoding.
struct MorphoMarketParams {
    address loanToken;
    address collateralToken;
    address oracle;
    address irm;
    uint256 lltv; // WAD
}

/// @notice What this project uses of the Morpho Blue singleton (v1.0.0).
interface IMorpho {
    /// @notice Exactly one of `seizedAssets` and `repaidShares` is non-zero. With `data`, calls back before it pulls the
    /// repaid assets, after the collateral was sent.
    /// @param marketParams Of the market.
    /// @param borrower Whose position it is.
    /// @param seizedAssets Collateral units to take; zero: as many as the shares pay for.
    /// @param repaidShares Borrow shares to repay; zero: as many as the collateral pays for.
    /// @param data For the callback; empty: none.
    /// @return seized Collateral units sent.
    /// @return repaid Loan units pulled, rounded up.
    function liquidate(
        MorphoMarketParams memory marketParams,
        address borrower,
        uint256 seizedAssets,
        uint256 repaidShares,
        bytes memory data
    ) external returns (uint256 seized, uint256 repaid);

    /// @notice Sends tokens, whatever market they are of, calls back, and pulls the same amount afterwards.
    /// @param token To borrow.
    /// @param assets Units.
    /// @param data For the callback.
    function flashLoan(address token, uint256 assets, bytes calldata data) external;

    /// @notice Adds the interest since the last update to the totals.
    function accrueInterest(MorphoMarketParams memory marketParams) external;

    /// @notice What `user` has in a market: shares, and units of collateral.
    function position(bytes32 id, address user)
        external
        view
        returns (uint256 supplyShares, uint128 borrowShares, uint128 collateral);

    /// @notice Totals of a market as stored: token units, shares, seconds, WAD.
    function market(bytes32 id)
        external
        view
        returns (
            uint128 totalSupplyAssets,
            uint128 totalSupplyShares,
            uint128 totalBorrowAssets,
            uint128 totalBorrowShares,
            uint128 lastUpdate,
            uint128 fee
        );

    /// @notice Whether `authorizer` lets `authorized` act on all its positions.
    function isAuthorized(address authorizer, address authorized) external view returns (bool);

    /// @notice Parameters of a market; zero where there is none.
    function idToMarketParams(bytes32 id) external view returns (MorphoMarketParams memory);
}

/// @notice Oracle of a Morpho Blue market.
interface IMorphoOracle {
    /// @notice The price that judges every position of the market.
    /// @return Loan units per collateral unit, scaled by 1e36.
    function price() external view returns (uint256);
}

/// @notice Called on the liquidator when `liquidate` got data.
interface IMorphoLiquidateCallback {
    /// @notice The collateral has been sent; what is repaid is pulled afterwards.
    /// @param repaidAssets Loan units that will be pulled.
    /// @param data As given to `liquidate`.
    function onMorphoLiquidate(uint256 repaidAssets, bytes calldata data) external;
}

/// @notice Called on whoever asked for a flash loan.
interface IMorphoFlashLoanCallback {
    /// @notice The tokens have been sent; as many are pulled afterwards.
    /// @param assets Units received.
    /// @param data As given to `flashLoan`.
    function onMorphoFlashLoan(uint256 assets, bytes calldata data) external;
}
