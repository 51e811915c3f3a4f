// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IMorpho, IMorphoLiquidateCallback, IMorphoOracle, MorphoMarketParams} from "../interfaces/IMorpho.sol";

import {AllSources} from "../funding/AllSources.sol";
import {AssetsMismatch, BadDebtRealized, OraclePriceZero} from "../types/Errors.sol";
import {Plan, Target} from "../types/Plan.sol";
import {PlanData} from "../types/PlanData.sol";
import {Setup} from "../types/Setup.sol";

/// @title MorphoLiquidator
/// @notice Liquidates on Morpho Blue, cheapest inside its own callback: the collateral comes first, is sold, and pays the debt.
/// @dev `Target.amount`: collateral units to seize, or borrow shares to repay; more than there is means all. All of the
/// collateral can be seized only if it does not cover the debt; else Morpho's own subtraction reverts.
/// `Target.data`: `abi.encode(MorphoMarketParams params, bool byShares, bool realizeBadDebt)`.
contract MorphoLiquidator is AllSources, IMorphoLiquidateCallback {
    using SafeERC20 for IERC20;

    uint256 private constant ORACLE_PRICE_SCALE = 1e36;
    uint256 private constant VIRTUAL_ASSETS = 1; // SharesMathLib of Morpho Blue 1.0.0
    uint256 private constant VIRTUAL_SHARES = 1e6;

    constructor(Setup memory setup) AllSources(setup) {}

    /// @inheritdoc IMorphoLiquidateCallback
    /// @notice Morpho has sent the collateral and will pull `repaidAssets` afterwards.
    function onMorphoLiquidate(uint256 repaidAssets, bytes calldata data) external {
        _enterCallback(data);
        Plan calldata plan = PlanData.decode(data);
        uint256 seized = IERC20(plan.target.collateral).balanceOf(address(this)) - _arrivingBefore;
        _repaid = repaidAssets;
        _seized = seized;
        _sell(plan, seized);
        IERC20(plan.target.debt).forceApprove(msg.sender, repaidAssets);
    }

    function _fundByCallback(Plan calldata plan) internal override {
        bytes memory data = PlanData.encode(plan);
        _expectCallback(plan.target.market, this.onMorphoLiquidate.selector, data);
        _liquidate(plan.target, data);
        _clearAllowance(IERC20(plan.target.debt), plan.target.market);
    }

    /// @dev Without data Morpho does not call back but pulls what it is owed from the budget.
    function _seize(Target calldata target, uint256) internal override {
        _liquidate(target, "");
    }

    function _liquidate(Target calldata target, bytes memory data) private {
        (MorphoMarketParams memory params, bool byShares, bool realizeBadDebt) =
            abi.decode(target.data, (MorphoMarketParams, bool, bool));
        require(params.collateralToken == target.collateral, AssetsMismatch(params.collateralToken, target.collateral));
        require(params.loanToken == target.debt, AssetsMismatch(params.loanToken, target.debt));

        (uint256 seizedAssets, uint256 repaidShares, bool mayLeaveBadDebt) = _amounts(target, params, byShares);
        if (realizeBadDebt || !mayLeaveBadDebt) {
            IMorpho(target.market).liquidate(params, target.borrower, seizedAssets, repaidShares, data);
            return;
        }
        // Interest is accrued first, so that what is owed is what Morpho counts. Judged by what `liquidate` returns: no hook of a token
        // on the way can change that, while supplies and withdrawals can hide a loss in the market's totals.
        IMorpho(target.market).accrueInterest(params);
        (uint256 owed, uint256 collateral) = _owed(target, params);
        (uint256 seized, uint256 repaid) =
            IMorpho(target.market).liquidate(params, target.borrower, seizedAssets, repaidShares, data);
        if (seized == collateral && repaid < owed) revert BadDebtRealized(owed - repaid);
    }

    /// @dev A position that shrank since the plan was made is taken whole instead of reverting in Morpho's subtraction; by
    /// collateral only where it does not cover the debt.
    /// Bad debt can appear only when no collateral is left while borrow shares are.
    function _amounts(Target calldata target, MorphoMarketParams memory params, bool byShares)
        private
        view
        returns (uint256 seizedAssets, uint256 repaidShares, bool mayLeaveBadDebt)
    {
        (, uint256 borrowShares, uint256 collateral) = IMorpho(target.market).position(_id(params), target.borrower);
        if (byShares) {
            repaidShares = Math.min(target.amount, borrowShares);
            mayLeaveBadDebt = repaidShares < borrowShares;
        } else {
            seizedAssets = Math.min(target.amount, collateral);
            mayLeaveBadDebt = seizedAssets == collateral;
        }
    }

    function _id(MorphoMarketParams memory params) private pure returns (bytes32) {
        return keccak256(abi.encode(params));
    }

    /// @dev The whole debt in loan units, rounded up as Morpho does, and the collateral. Interest must have been accrued.
    function _owed(Target calldata target, MorphoMarketParams memory params)
        private
        view
        returns (uint256 owed, uint256 collateral)
    {
        uint256 borrowShares;
        (, borrowShares, collateral) = IMorpho(target.market).position(_id(params), target.borrower);
        (,, uint256 totalAssets, uint256 totalShares,,) = IMorpho(target.market).market(_id(params));
        owed = Math.mulDiv(borrowShares, totalAssets + VIRTUAL_ASSETS, totalShares + VIRTUAL_SHARES, Math.Rounding.Ceil);
    }

    function _seizedToken(Target calldata target) internal pure override returns (address) {
        return target.collateral;
    }

    /// @dev The market's own oracle, the one that judged the position.
    function _oraclePrice(Target calldata target, address)
        internal
        view
        override
        returns (uint256 numerator, uint256 denominator)
    {
        (MorphoMarketParams memory params,,) = abi.decode(target.data, (MorphoMarketParams, bool, bool));
        numerator = IMorphoOracle(params.oracle).price();
        require(numerator != 0, OraclePriceZero(target.collateral));
        denominator = ORACLE_PRICE_SCALE;
    }
}
