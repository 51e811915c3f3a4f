// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {IPriceOracleGetter} from "@aave/core-v3/contracts/interfaces/IPriceOracleGetter.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {FlashLiquidator} from "../../../contracts/FlashLiquidator.sol";
import {FundingSource, Plan, Selling} from "../../../contracts/types/Plan.sol";
import {Plans} from "../../utils/Plans.sol";
import {Book} from "./Book.sol";

/// @notice Opens positions on both Aave markets and liquidates them by every source.
abstract contract AaveActions is Book {
    using SafeERC20 for IERC20;

    /// @dev A direct pool exists for each, of this fee. Indices of SYMBOLS.
    struct Pair {
        uint8 collateral;
        uint8 debt;
        uint24 fee;
    }

    uint256 private _leaves;
    Pair[] internal pairs;
    mapping(address borrower => uint256) internal pairOf;

    function setUp() public virtual override {
        super.setUp();
        _leaves = _addLeaf("AaveV3Liquidator");
        for (uint256 i; i < tokens.length; ++i) {
            receipts.push(pool.getReserveData(tokens[i]).aTokenAddress);
        }
        pairs.push(Pair(0, 2, 500)); // WETH, USDC
        pairs.push(Pair(2, 0, 3000)); // USDC, WETH: both on the L2 market too, which has no more
        pairs.push(Pair(0, 3, 3000)); // WETH, USDT
        pairs.push(Pair(1, 0, 500)); // WBTC, WETH
        pairs.push(Pair(2, 4, 100)); // USDC, DAI
    }

    function openAave(uint256 who, uint256 which, bool onL2, uint256 dollars, uint256 fall) external {
        address user = borrowers[who % borrowers.length];
        IPool market = onL2 ? l2Pool : pool;
        _openAave(market, user, which, dollars);
        uint8 collateral = pairs[pairOf[user]].collateral;
        feeds[collateral].setAnswer(int256(_price(market, tokens[collateral]) * bound(fall, 70, 99) / 100));
    }

    function liquidateAave(uint256 who, bool onL2, uint8 source, uint256 amount, uint16 tipBps, bool littered)
        external
    {
        address user = borrowers[who % borrowers.length];
        IPool market = onL2 ? l2Pool : pool;
        FlashLiquidator leaf = leaves[_leaves + (littered ? 1 : 0)];
        if (amount % 8 != 0) _makeLiquidatable(market, user);
        (Plan memory plan, address seized, string memory kind) = _aavePlan(market, user, source % 4, amount);
        (plan.terms.tipBps, plan.terms.tipRecipient) = (uint16(bound(tipBps, 0, 5_000)), address(0));
        plan.terms.minProfit = 1 + amount % 1e6;
        if (plan.funding.source == FundingSource.Wallet) {
            deal(plan.target.debt, operator, plan.funding.amount);
            vm.prank(operator);
            IERC20(plan.target.debt).forceApprove(address(leaf), plan.funding.amount);
        }
        _run(leaf, plan, seized, kind);
    }

    /// @dev 500 to 100,000 USD of collateral, borrowed to the brim.
    function _openAave(IPool market, address user, uint256 which, uint256 dollars) private {
        Pair memory pair = pairs[pairOf[user] = which % (market == l2Pool ? 2 : pairs.length)];
        dollars = bound(dollars, 500, 100_000);
        (address collateral, address debt) = (tokens[pair.collateral], tokens[pair.debt]);
        uint256 supplied = dollars * 1e8 * _unit(collateral) / _price(market, collateral);
        deal(collateral, user, supplied);
        vm.startPrank(user);
        IERC20(collateral).forceApprove(address(market), supplied);
        market.supply(collateral, supplied, user, 0);
        (,, uint256 available,,,) = market.getUserAccountData(user);
        market.borrow(debt, available * 999 / 1000 * _unit(debt) / _price(market, debt), 2, 0, user);
        vm.stopPrank();
    }

    /// @dev Otherwise hardly any sequence would find a position, and a price, at the right moment.
    function _makeLiquidatable(IPool market, address user) private {
        uint256 health = _healthFactor(market, user);
        if (health == type(uint256).max) {
            _openAave(market, user, pairOf[user], 20_000);
            health = _healthFactor(market, user);
        }
        if (health < 1e18) return;
        uint8 collateral = pairs[pairOf[user]].collateral;
        feeds[collateral].setAnswer(int256(Math.mulDiv(_price(market, tokens[collateral]), 0.97e18, health)));
    }

    function _aavePlan(IPool market, address user, uint8 source, uint256 amount)
        private
        view
        returns (Plan memory plan, address seized, string memory kind)
    {
        Pair memory pair = pairs[market == l2Pool ? pairOf[user] % 2 : pairOf[user]];
        (address collateral, address debt) = (tokens[pair.collateral], tokens[pair.debt]);
        uint256 owed = IERC20(market.getReserveData(debt).variableDebtTokenAddress).balanceOf(user);
        // Up to half more than there is: the Pool clips it.
        amount = bound(amount, 1, Math.max(owed * 3 / 2, 1));
        seized = collateral;
        if (source == 0) {
            kind = "aave: flash swap";
            plan = Plans.flashSwap(address(market), user, collateral, debt, amount, pair.fee);
        } else if (source == 1) {
            kind = "aave: flash loan";
            plan = Plans.flashLoan(address(market), user, collateral, debt, amount, pair.fee);
        } else {
            kind = "aave: wallet";
            plan = Plans.wallet(address(market), user, collateral, debt, amount, pair.fee);
        }
        if (source == 3) {
            kind = "aave: wallet, aTokens";
            plan.selling = Selling.None;
            plan.target.data = abi.encode(true);
            seized = market.getReserveData(collateral).aTokenAddress;
        }
    }

    function _price(IPool market, address asset) internal view returns (uint256) {
        return IPriceOracleGetter(market.ADDRESSES_PROVIDER().getPriceOracle()).getAssetPrice(asset);
    }
}
