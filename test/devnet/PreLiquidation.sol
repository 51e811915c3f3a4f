// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice What is used of Morpho Blue: markets, positions, and acting for a borrower.
interface IMorphoForPreLiquidation {
    struct MarketParams {
        address loanToken;
        address collateralToken;
        address oracle;
        address irm;
        uint256 lltv;
    }

    struct Market {
        uint128 totalSupplyAssets;
        uint128 totalSupplyShares;
        uint128 totalBorrowAssets;
        uint128 totalBorrowShares;
        uint128 lastUpdate;
        uint128 fee;
    }

    struct Position {
        uint256 supplyShares;
        uint128 borrowShares;
        uint128 collateral;
    }

    function idToMarketParams(bytes32 id) external view returns (MarketParams memory);

    function market(bytes32 id) external view returns (Market memory);

    function position(bytes32 id, address user) external view returns (Position memory);

    function accrueInterest(MarketParams memory params) external;

    function repay(MarketParams memory params, uint256 assets, uint256 shares, address onBehalf, bytes memory data)
        external
        returns (uint256 assetsRepaid, uint256 sharesRepaid);

    function withdrawCollateral(MarketParams memory params, uint256 assets, address onBehalf, address receiver) external;
}

interface IOracleForPreLiquidation {
    function price() external view returns (uint256);
}

interface IPreLiquidator {
    function onPreLiquidate(uint256 repaidAssets, bytes calldata data) external;
}

/// @title PreLiquidation
/// @notice Stands in for Morpho's periphery contract of the same name, which no package has: the same functions, errors, rounding and
/// order of steps, written from its rules. Played against the real one: see `ts/protocols/morpho/pre-differential.test.ts`.
contract PreLiquidation {
    using SafeERC20 for IERC20;
    using Math for uint256;

    struct Terms {
        uint256 preLltv;
        uint256 preLCF1;
        uint256 preLCF2;
        uint256 preLIF1;
        uint256 preLIF2;
        address preLiquidationOracle;
    }

    uint256 private constant WAD = 1e18;
    uint256 private constant PRICE_SCALE = 1e36;

    IMorphoForPreLiquidation public immutable MORPHO;
    bytes32 public immutable ID;

    address private immutable LOAN_TOKEN;
    address private immutable COLLATERAL_TOKEN;
    address private immutable MARKET_ORACLE;
    address private immutable IRM;
    uint256 private immutable LLTV;
    uint256 private immutable PRE_LLTV;
    uint256 private immutable PRE_LCF_1;
    uint256 private immutable PRE_LCF_2;
    uint256 private immutable PRE_LIF_1;
    uint256 private immutable PRE_LIF_2;
    address private immutable PRE_LIQUIDATION_ORACLE;

    event PreLiquidate(
        bytes32 indexed id,
        address indexed liquidator,
        address indexed borrower,
        uint256 repaidAssets,
        uint256 repaidShares,
        uint256 seizedAssets
    );

    error NonexistentMarket();
    error PreLltvTooHigh();
    error PreLCFDecreasing();
    error PreLCFTooHigh();
    error PreLIFTooLow();
    error PreLIFDecreasing();
    error PreLIFTooHigh();
    error InconsistentInput();
    error LiquidatablePosition();
    error NotPreLiquidatablePosition();
    error PreLiquidationTooLarge(uint256 repaidShares, uint256 repayableShares);
    error NotMorpho();

    constructor(IMorphoForPreLiquidation morpho, bytes32 id, Terms memory terms) {
        require(morpho.market(id).lastUpdate != 0, NonexistentMarket());
        IMorphoForPreLiquidation.MarketParams memory params = morpho.idToMarketParams(id);
        require(terms.preLltv < params.lltv, PreLltvTooHigh());
        require(terms.preLCF1 <= terms.preLCF2, PreLCFDecreasing());
        require(terms.preLCF1 <= WAD, PreLCFTooHigh());
        require(terms.preLIF1 >= WAD, PreLIFTooLow());
        require(terms.preLIF1 <= terms.preLIF2, PreLIFDecreasing());
        require(terms.preLIF2 <= WAD * WAD / params.lltv, PreLIFTooHigh());
        (MORPHO, ID) = (morpho, id);
        (LOAN_TOKEN, COLLATERAL_TOKEN) = (params.loanToken, params.collateralToken);
        (MARKET_ORACLE, IRM, LLTV) = (params.oracle, params.irm, params.lltv);
        (PRE_LLTV, PRE_LIQUIDATION_ORACLE) = (terms.preLltv, terms.preLiquidationOracle);
        (PRE_LCF_1, PRE_LCF_2) = (terms.preLCF1, terms.preLCF2);
        (PRE_LIF_1, PRE_LIF_2) = (terms.preLIF1, terms.preLIF2);
        IERC20(params.loanToken).forceApprove(address(morpho), type(uint256).max);
    }

    function marketParams() public view returns (IMorphoForPreLiquidation.MarketParams memory) {
        return IMorphoForPreLiquidation.MarketParams(LOAN_TOKEN, COLLATERAL_TOKEN, MARKET_ORACLE, IRM, LLTV);
    }

    function preLiquidationParams() external view returns (Terms memory) {
        return Terms(PRE_LLTV, PRE_LCF_1, PRE_LCF_2, PRE_LIF_1, PRE_LIF_2, PRE_LIQUIDATION_ORACLE);
    }

    function preLiquidate(address borrower, uint256 seizedAssets, uint256 repaidShares, bytes calldata data)
        external
        returns (uint256 seized, uint256 repaid)
    {
        require((seizedAssets == 0) != (repaidShares == 0), InconsistentInput());
        MORPHO.accrueInterest(marketParams());
        uint256 shares;
        (seized, shares) = _amounts(MORPHO.position(ID, borrower), seizedAssets, repaidShares);
        (repaid,) = MORPHO.repay(marketParams(), 0, shares, borrower, abi.encode(seized, borrower, msg.sender, data));
        emit PreLiquidate(ID, msg.sender, borrower, repaid, shares, seized);
    }

    function onMorphoRepay(uint256 repaidAssets, bytes calldata callbackData) external {
        require(msg.sender == address(MORPHO), NotMorpho());
        (uint256 seized, address borrower, address liquidator, bytes memory data) =
            abi.decode(callbackData, (uint256, address, address, bytes));
        MORPHO.withdrawCollateral(marketParams(), seized, borrower, liquidator);
        if (data.length != 0) IPreLiquidator(liquidator).onPreLiquidate(repaidAssets, data);
        IERC20(LOAN_TOKEN).safeTransferFrom(liquidator, address(this), repaidAssets);
    }

    /// @dev Judges the position by the oracle of the terms, and completes the pair of amounts.
    function _amounts(IMorphoForPreLiquidation.Position memory position, uint256 seized, uint256 shares)
        private
        view
        returns (uint256, uint256)
    {
        IMorphoForPreLiquidation.Market memory market = MORPHO.market(ID);
        uint256 price = IOracleForPreLiquidation(PRE_LIQUIDATION_ORACLE).price();
        uint256 ratio = _ratio(position, market, price);
        uint256 incentive = _between(PRE_LIF_1, PRE_LIF_2, ratio);
        (uint256 allAssets, uint256 allShares) = (market.totalBorrowAssets + 1, uint256(market.totalBorrowShares) + 1e6);
        if (seized == 0) {
            uint256 assets = shares.mulDiv(allAssets, allShares);
            seized = (assets * incentive / WAD).mulDiv(PRICE_SCALE, price);
        } else {
            uint256 worth = seized.mulDiv(price, PRICE_SCALE, Math.Rounding.Ceil);
            uint256 assets = worth.mulDiv(WAD, incentive, Math.Rounding.Ceil);
            shares = assets.mulDiv(allShares, allAssets, Math.Rounding.Ceil);
        }
        uint256 repayable = uint256(position.borrowShares) * _between(PRE_LCF_1, PRE_LCF_2, ratio) / WAD;
        require(shares <= repayable, PreLiquidationTooLarge(shares, repayable));
        return (seized, shares);
    }

    /// @dev How far the loan-to-value is on its way from `preLltv` to the LLTV, WAD.
    function _ratio(
        IMorphoForPreLiquidation.Position memory position,
        IMorphoForPreLiquidation.Market memory market,
        uint256 price
    ) private view returns (uint256) {
        (uint256 allAssets, uint256 allShares) = (market.totalBorrowAssets + 1, uint256(market.totalBorrowShares) + 1e6);
        uint256 borrowed = uint256(position.borrowShares).mulDiv(allAssets, allShares, Math.Rounding.Ceil);
        uint256 worth = uint256(position.collateral).mulDiv(price, PRICE_SCALE);
        require(borrowed <= worth * LLTV / WAD, LiquidatablePosition());
        require(borrowed > worth * PRE_LLTV / WAD, NotPreLiquidatablePosition());
        uint256 ltv = borrowed.mulDiv(WAD, worth, Math.Rounding.Ceil);
        return (ltv - PRE_LLTV) * WAD / (LLTV - PRE_LLTV);
    }

    function _between(uint256 first, uint256 second, uint256 ratio) private pure returns (uint256) {
        return first + ratio * (second - first) / WAD;
    }
}
