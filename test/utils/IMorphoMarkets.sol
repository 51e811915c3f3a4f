// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMorpho, MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";

/// @notice What tests use of the Morpho Blue singleton beyond `IMorpho`: opening markets and positions.
interface IMorphoMarkets is IMorpho {
    function createMarket(MorphoMarketParams memory params) external;

    function supply(
        MorphoMarketParams memory params,
        uint256 assets,
        uint256 shares,
        address onBehalf,
        bytes memory data
    ) external returns (uint256 assetsSupplied, uint256 sharesSupplied);

    function withdraw(
        MorphoMarketParams memory params,
        uint256 assets,
        uint256 shares,
        address onBehalf,
        address receiver
    ) external returns (uint256 assetsWithdrawn, uint256 sharesWithdrawn);

    function supplyCollateral(MorphoMarketParams memory params, uint256 assets, address onBehalf, bytes memory data)
        external;

    function borrow(
        MorphoMarketParams memory params,
        uint256 assets,
        uint256 shares,
        address onBehalf,
        address receiver
    ) external returns (uint256 assetsBorrowed, uint256 sharesBorrowed);

    function repay(
        MorphoMarketParams memory params,
        uint256 assets,
        uint256 shares,
        address onBehalf,
        bytes memory data
    ) external returns (uint256 assetsRepaid, uint256 sharesRepaid);

    function owner() external view returns (address);

    function enableIrm(address irm) external;

    function enableLltv(uint256 lltv) external;

    function isIrmEnabled(address irm) external view returns (bool);

    function isLltvEnabled(uint256 lltv) external view returns (bool);
}
