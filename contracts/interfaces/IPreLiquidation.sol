// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MorphoMarketParams} from "./IMorpho.sol";

/// @notice What borrowers accept when they authorise a pre-liquidation contract. The first of a pair holds at `preLltv`, the second at the
/// market's LLTV, and what is between them is on the line between. WAD each.
struct PreLiquidationParams {
    uint256 preLltv;
    uint256 preLCF1; // share of the debt that one call may repay; may exceed all of it
    uint256 preLCF2;
    uint256 preLIF1; // what is seized for what is repaid
    uint256 preLIF2;
    address preLiquidationOracle;
}

/// @notice What this project uses of Morpho's pre-liquidation contracts: one market and one set of terms each, nothing can be changed.
interface IPreLiquidation {
    /// @notice More than the terms allow at this loan-to-value.
    error PreLiquidationTooLarge(uint256 repaidShares, uint256 repayableShares);

    /// @notice Exactly one of `seizedAssets` and `repaidShares` is non-zero. With `data`, calls back before it pulls the repaid assets,
    /// after the collateral was sent.
    /// @param borrower Has authorised this contract on Morpho.
    /// @param seizedAssets Collateral units to take; zero: as many as the shares pay for.
    /// @param repaidShares Borrow shares to repay; zero: as many as the collateral pays for.
    /// @param data For the callback; empty: none.
    /// @return seized Collateral units sent.
    /// @return repaid Loan units pulled, rounded up.
    function preLiquidate(address borrower, uint256 seizedAssets, uint256 repaidShares, bytes calldata data)
        external
        returns (uint256 seized, uint256 repaid);

    /// @notice The singleton that has the positions.
    function MORPHO() external view returns (address);

    /// @notice The only market in which it can do anything.
    function marketParams() external view returns (MorphoMarketParams memory);

    /// @notice The terms.
    function preLiquidationParams() external view returns (PreLiquidationParams memory);
}

/// @notice Called on the liquidator when `preLiquidate` got data.
interface IPreLiquidationCallback {
    /// @notice The collateral has been sent; what is repaid is pulled afterwards.
    /// @param repaidAssets Loan units that will be pulled.
    /// @param data As given to `preLiquidate`.
    function onPreLiquidate(uint256 repaidAssets, bytes calldata data) external;
}

/// @notice Makes the pre-liquidation contracts of one singleton, and knows them.
interface IPreLiquidationFactory {
    /// @notice The singleton of every contract that it has made.
    function MORPHO() external view returns (address);

    /// @notice Whether it has made the contract.
    function isPreLiquidation(address preLiquidation) external view returns (bool);
}
