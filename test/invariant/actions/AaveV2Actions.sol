// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPriceOracleGetter} from "@aave/core-v3/contracts/interfaces/IPriceOracleGetter.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {FlashLiquidator} from "../../../contracts/FlashLiquidator.sol";
import {IAaveV2Pool} from "../../../contracts/interfaces/IAaveV2Pool.sol";
import {FundingSource, Plan, Selling} from "../../../contracts/types/Plan.sol";
import {IAaveV2Account} from "../../utils/AaveV2Test.sol";
import {Plans} from "../../utils/Plans.sol";
import {Book} from "./Book.sol";

/// @notice Opens positions in wrapped ether and USDC on Aave V2 and on Radiant, and liquidates them by every source.
abstract contract AaveV2Actions is Book {
    using SafeERC20 for IERC20;

    uint256 private constant VARIABLE = 2;

    uint256 private _leaves;
    address internal aaveV2;
    address internal radiant;

    function setUp() public virtual override {
        super.setUp();
        aaveV2 = vm.parseJsonAddress(info, ".addresses.aaveV2.main.pool");
        radiant = vm.parseJsonAddress(info, ".addresses.radiant.main.pool");
        _leaves = _addLeaf("AaveV2Liquidator");
        address[2] memory markets = [aaveV2, radiant];
        for (uint256 i; i < 2; ++i) {
            spenders.push(markets[i]);
            receipts.push(IAaveV2Pool(markets[i]).getReserveData(weth).aTokenAddress);
            receipts.push(IAaveV2Pool(markets[i]).getReserveData(usdc).aTokenAddress);
        }
    }

    function openAaveV2(uint256 who, bool onRadiant, uint256 dollars, uint256 fall) external {
        _openAaveV2(onRadiant ? radiant : aaveV2, borrowers[who % borrowers.length], _isShort(who), dollars);
        feeds[0].setAnswer(feeds[0].latestAnswer() * int256(bound(fall, 70, 130)) / 100);
    }

    /// @param how Bits, the lowest first: on Radiant, littered; above them the source.
    function liquidateAaveV2(uint256 who, uint8 how, uint256 amount, uint16 tipBps) external {
        address market = how & 1 != 0 ? radiant : aaveV2;
        address user = borrowers[who % borrowers.length];
        FlashLiquidator leaf = leaves[_leaves + (how >> 1 & 1)];
        if (amount % 8 != 0) _makeLiquidatable(market, user, _isShort(who));
        (Plan memory plan, string memory kind) = _aaveV2Plan(market, user, _isShort(who), how / 4 % 5, amount);
        (plan.terms.tipBps, plan.terms.tipRecipient) = (uint16(bound(tipBps, 0, 5_000)), address(0));
        plan.terms.minProfit = 1 + amount % 1e6;
        if (plan.funding.source == FundingSource.Wallet) {
            deal(plan.target.debt, operator, plan.funding.amount);
            vm.prank(operator);
            IERC20(plan.target.debt).forceApprove(address(leaf), plan.funding.amount);
        }
        bool isKept = plan.target.data.length != 0;
        address collateral = plan.target.collateral;
        _run(leaf, plan, isKept ? IAaveV2Pool(market).getReserveData(collateral).aTokenAddress : collateral, kind);
    }

    /// @dev 500 to 100,000 USD of collateral, borrowed to the brim.
    function _openAaveV2(address market, address user, bool isShort, uint256 dollars) private {
        (address collateral, address debt) = isShort ? (usdc, weth) : (weth, usdc);
        uint256 supplied = bound(dollars, 500, 100_000) * _unit(collateral) / (isShort ? 1 : 3000);
        deal(collateral, user, supplied);
        vm.startPrank(user);
        IERC20(collateral).forceApprove(market, supplied);
        IAaveV2Account(market).deposit(collateral, supplied, user, 0);
        (bool ok, bytes memory answer) = market.staticcall(abi.encodeWithSignature("getUserAccountData(address)", user));
        assert(ok);
        (,, uint256 available) = abi.decode(answer, (uint256, uint256, uint256));
        uint256 amount = available * 999 / 1_000 * _unit(debt) / _priceOn(market, debt);
        IAaveV2Account(market).borrow(debt, amount, VARIABLE, 0, user);
        vm.stopPrank();
    }

    /// @dev Otherwise hardly any sequence would find a position, and a price, at the right moment.
    function _makeLiquidatable(address market, address user, bool isShort) private {
        uint256 health = _healthOn(market, user);
        if (health == type(uint256).max) {
            _openAaveV2(market, user, isShort, 20_000);
            health = _healthOn(market, user);
        }
        if (health < 1e18) return;
        uint256 price = uint256(feeds[0].latestAnswer());
        feeds[0].setAnswer(int256(isShort ? Math.mulDiv(price, health, 0.97e18) : Math.mulDiv(price, 0.97e18, health)));
    }

    function _aaveV2Plan(address market, address user, bool isShort, uint8 source, uint256 amount)
        private
        view
        returns (Plan memory plan, string memory kind)
    {
        (address collateral, address debt) = isShort ? (usdc, weth) : (weth, usdc);
        uint256 owed = IERC20(IAaveV2Pool(market).getReserveData(debt).variableDebtTokenAddress).balanceOf(user);
        // Up to half more than there is: the pool clips it.
        amount = bound(amount, 1, Math.max(owed * 3 / 2, 1));
        if (source == 0) {
            return (Plans.flashSwap(market, user, collateral, debt, amount, 500), "aave v2: flash swap");
        }
        if (source >= 3) {
            plan = Plans.wallet(market, user, collateral, debt, amount, 3000);
            if (source == 3) return (plan, "aave v2: wallet");
            plan.selling = Selling.None;
            plan.target.data = abi.encode(true);
            return (plan, "aave v2: wallet, aTokens");
        }
        plan = Plans.flashLoan(market, user, collateral, debt, amount, 3000);
        kind = "aave v2: flash loan";
        plan.funding.source = FundingSource.AaveV2FlashLoan;
        if (source == 1) return (plan, kind);
        kind = "aave v2: flash loan of aave v3";
        (plan.funding.source, plan.funding.lender) = (FundingSource.AaveV3FlashLoan, address(pool));
    }

    function _aaveV2Value(Plan memory plan, uint256 amount) internal view returns (uint256) {
        (address collateral, address debt) = (plan.target.collateral, plan.target.debt);
        uint256 numerator = _priceOn(plan.target.market, collateral) * _unit(debt);
        return amount * numerator / (_priceOn(plan.target.market, debt) * _unit(collateral));
    }

    function _healthOn(address market, address user) private view returns (uint256 healthFactor) {
        (,,,,, healthFactor) = IAaveV2Account(market).getUserAccountData(user);
    }

    function _priceOn(address market, address asset) private view returns (uint256) {
        return IPriceOracleGetter(IAaveV2Pool(market).getAddressesProvider().getPriceOracle()).getAssetPrice(asset);
    }
}
