// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IMorpho, IMorphoLiquidateCallback, IMorphoOracle, MorphoMarketParams} from "../interfaces/IMorpho.sol";
import {IPreLiquidation, IPreLiquidationCallback, IPreLiquidationFactory} from "../interfaces/IPreLiquidation.sol";

import {AllSources} from "../funding/AllSources.sol";
import {AssetsMismatch, BadDebtRealized, MarketNotAllowed, OraclePriceZero} from "../types/Errors.sol";
import {Plan, Target} from "../types/Plan.sol";
import {PlanData} from "../types/PlanData.sol";
import {Setup} from "../types/Setup.sol";

/// @title MorphoLiquidator
/// @notice Liquidates on Morpho Blue, cheapest inside its own callback: the collateral comes first, is sold, and pays the debt.
/// @dev `Target.amount`: collateral units to seize, or borrow shares to repay; more than there is means all. By collateral, all of
/// the debt is repaid where what is asked for would cost more; and without `realizeBadDebt` the last unit is never seized. All
/// shares can be repaid only if the collateral covers them; else Morpho's own subtraction reverts.
/// `Target.data`: `abi.encode(MorphoMarketParams params, bool byShares, bool realizeBadDebt)`.
/// A pre-liquidation, of a position that Morpho calls healthy, works alike. `Target.market`: the pre-liquidation contract. `Target.amount`:
/// borrow shares to repay; more than its terms allow means as many as they do. `Target.data`: `abi.encode(address factory)`; the owner
/// allows that one, and Morpho.
contract MorphoLiquidator is AllSources, IMorphoLiquidateCallback, IPreLiquidationCallback {
    using SafeERC20 for IERC20;

    // ConstantsLib and SharesMathLib of Morpho Blue 1.0.0
    uint256 private constant WAD = 1e18;
    uint256 private constant ORACLE_PRICE_SCALE = 1e36;
    uint256 private constant MAX_INCENTIVE = 1.15e18;
    uint256 private constant INCENTIVE_CURSOR = 0.3e18;
    uint256 private constant VIRTUAL_ASSETS = 1;
    uint256 private constant VIRTUAL_SHARES = 1e6;

    uint256 private constant FACTORY_DATA = 32; // bytes of `Target.data` of a pre-liquidation

    constructor(Setup memory setup) AllSources(setup) {}

    /// @inheritdoc IMorphoLiquidateCallback
    /// @notice Morpho has sent the collateral and will pull `repaidAssets` afterwards.
    function onMorphoLiquidate(uint256 repaidAssets, bytes calldata data) external {
        _sellAndPay(repaidAssets, data);
    }

    /// @inheritdoc IPreLiquidationCallback
    /// @notice The collateral has come from Morpho; the pre-liquidation contract will pull `repaidAssets` afterwards.
    function onPreLiquidate(uint256 repaidAssets, bytes calldata data) external {
        _sellAndPay(repaidAssets, data);
    }

    /// @dev First line of both callbacks: the guard asks who calls, which function, and with what.
    function _sellAndPay(uint256 repaidAssets, bytes calldata data) private {
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
        bool isEarly = _isPreLiquidation(plan.target);
        bytes4 selector = isEarly ? this.onPreLiquidate.selector : this.onMorphoLiquidate.selector;
        _expectCallback(plan.target.market, selector, data);
        _liquidate(plan.target, data);
        _clearAllowance(IERC20(plan.target.debt), plan.target.market);
    }

    /// @dev Without data Morpho does not call back but pulls what is repaid from the budget.
    function _seize(Target calldata target, uint256) internal override {
        _liquidate(target, "");
    }

    /// @dev Whoever liquidates by the terms of a borrower calls a contract that anybody could have written. Its factory knows it, and the
    /// owner knows the factory: that it names the factory itself would prove nothing.
    function _requireMarket(Target calldata target) internal view override {
        if (!_isPreLiquidation(target)) return super._requireMarket(target);

        IPreLiquidationFactory factory = abi.decode(target.data, (IPreLiquidationFactory));
        require(isMarket[address(factory)], MarketNotAllowed(address(factory)));
        address morpho = factory.MORPHO();
        require(isMarket[morpho], MarketNotAllowed(morpho));
        require(factory.isPreLiquidation(target.market), MarketNotAllowed(target.market));
    }

    function _liquidate(Target calldata target, bytes memory data) private {
        if (_isPreLiquidation(target)) return _preLiquidate(target, data);

        (MorphoMarketParams memory params, bool byShares, bool realizeBadDebt) =
            abi.decode(target.data, (MorphoMarketParams, bool, bool));
        _requireAssets(target, params);

        (, uint256 borrowShares, uint256 collateral) = IMorpho(target.market).position(_id(params), target.borrower);
        if (byShares) return _byShares(target, params, realizeBadDebt, borrowShares, collateral, data);
        uint256 most = realizeBadDebt ? collateral : _butForAUnit(collateral, borrowShares);
        _byCollateral(target, params, most, borrowShares, data);
    }

    /// @dev A debt that has shrunk is repaid whole. Bad debt appears only where no collateral is left while borrow shares are. Judged by
    /// what `liquidate` returns: no hook of a token on the way can change that, while supplies and withdrawals can hide a loss in the
    /// market's totals.
    function _byShares(
        Target calldata target,
        MorphoMarketParams memory params,
        bool realizeBadDebt,
        uint256 borrowShares,
        uint256 collateral,
        bytes memory data
    ) private {
        uint256 shares = Math.min(target.amount, borrowShares);
        (uint256 seized,) = IMorpho(target.market).liquidate(params, target.borrower, 0, shares, data);
        bool isBadDebt = seized == collateral && shares < borrowShares;
        require(realizeBadDebt || !isBadDebt, BadDebtRealized(shares, borrowShares));
    }

    /// @dev Whoever comes first with a few units, or repays a little, must not stop the rest: collateral that has shrunk is taken up
    /// to `most`, and a debt that has shrunk is repaid whole. Whether the debt is enough costs 8,000 gas to ask, and Morpho's
    /// subtraction asks it anyway. Its panic alone proves nothing, because one on the way of the sale looks the same: unless the debt
    /// is too small, the same call is made again, and fails again.
    function _byCollateral(
        Target calldata target,
        MorphoMarketParams memory params,
        uint256 most,
        uint256 borrowShares,
        bytes memory data
    ) private {
        uint256 seizedAssets = Math.min(target.amount, most);
        try IMorpho(target.market).liquidate(params, target.borrower, seizedAssets, 0, data) {}
        catch Panic(uint256) {
            bool isDebtTooSmall = _sharesFor(seizedAssets, target.market, params) > borrowShares;
            (uint256 seized, uint256 shares) = isDebtTooSmall ? (uint256(0), borrowShares) : (seizedAssets, 0);
            IMorpho(target.market).liquidate(params, target.borrower, seized, shares, data);
        }
    }

    /// @dev Whoever comes first, or repays a little, must not stop the rest: of a debt that has shrunk as much is repaid as the terms
    /// allow, which the contract itself says when it refuses, before it does anything.
    function _preLiquidate(Target calldata target, bytes memory data) private {
        IPreLiquidation callee = IPreLiquidation(target.market);
        MorphoMarketParams memory params = callee.marketParams();
        _requireAssets(target, params);

        (, uint256 borrowShares,) = IMorpho(callee.MORPHO()).position(_id(params), target.borrower);
        uint256 shares = Math.min(target.amount, borrowShares);
        try callee.preLiquidate(target.borrower, 0, shares, data) {}
        catch {
            callee.preLiquidate(target.borrower, 0, Math.min(shares, _repayable()), data);
        }
    }

    /// @dev What the call that has just failed says could be repaid; any other failure passes unchanged.
    function _repayable() private pure returns (uint256 shares) {
        bytes4 tooLarge = IPreLiquidation.PreLiquidationTooLarge.selector;
        assembly ("memory-safe") {
            let answer := mload(0x40)
            let size := returndatasize()
            returndatacopy(answer, 0, size)
            if iszero(and(eq(size, 0x44), eq(shr(0xe0, mload(answer)), shr(0xe0, tooLarge)))) {
                revert(answer, size)
            }
            shares := mload(add(answer, 0x24))
        }
    }

    function _requireAssets(Target calldata target, MorphoMarketParams memory params) private pure {
        require(params.collateralToken == target.collateral, AssetsMismatch(params.collateralToken, target.collateral));
        require(params.loanToken == target.debt, AssetsMismatch(params.loanToken, target.debt));
    }

    function _isPreLiquidation(Target calldata target) private pure returns (bool) {
        return target.data.length == FACTORY_DATA;
    }

    /// @dev With the last unit Morpho would take the rest of the debt from the lenders.
    function _butForAUnit(uint256 collateral, uint256 borrowShares) private pure returns (uint256) {
        require(collateral != 1, BadDebtRealized(0, borrowShares));
        return Math.saturatingSub(collateral, 1);
    }

    /// @dev What `liquidate` counts for `seizedAssets` collateral units, every step up. Interest makes shares dearer, so it is
    /// accrued first.
    function _sharesFor(uint256 seizedAssets, address market, MorphoMarketParams memory params)
        private
        returns (uint256)
    {
        IMorpho(market).accrueInterest(params);
        (,, uint256 totalAssets, uint256 totalShares,,) = IMorpho(market).market(_id(params));
        uint256 price = IMorphoOracle(params.oracle).price();
        uint256 incentive = Math.min(MAX_INCENTIVE, WAD * WAD / (WAD - INCENTIVE_CURSOR * (WAD - params.lltv) / WAD));
        uint256 worth = Math.mulDiv(seizedAssets, price, ORACLE_PRICE_SCALE, Math.Rounding.Ceil);
        uint256 assets = Math.mulDiv(worth, WAD, incentive, Math.Rounding.Ceil);
        return Math.mulDiv(assets, totalShares + VIRTUAL_SHARES, totalAssets + VIRTUAL_ASSETS, Math.Rounding.Ceil);
    }

    function _id(MorphoMarketParams memory params) private pure returns (bytes32) {
        return keccak256(abi.encode(params));
    }

    function _seizedToken(Target calldata target) internal pure override returns (address) {
        return target.collateral;
    }

    /// @dev The oracle that judged the position: the market's own, or the one of the terms.
    function _oraclePrice(Target calldata target, address)
        internal
        view
        override
        returns (uint256 numerator, uint256 denominator)
    {
        numerator = IMorphoOracle(_oracle(target)).price();
        require(numerator != 0, OraclePriceZero(target.collateral));
        denominator = ORACLE_PRICE_SCALE;
    }

    function _oracle(Target calldata target) private view returns (address) {
        if (_isPreLiquidation(target)) {
            return IPreLiquidation(target.market).preLiquidationParams().preLiquidationOracle;
        }
        (MorphoMarketParams memory params,,) = abi.decode(target.data, (MorphoMarketParams, bool, bool));
        return params.oracle;
    }
}
