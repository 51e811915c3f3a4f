// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {FlashLiquidator} from "../../../contracts/FlashLiquidator.sol";
import {ICompoundOracle} from "../../../contracts/interfaces/ICompoundV2.sol";
import {Funding, FundingSource, Plan, Selling, Target} from "../../../contracts/types/Plan.sol";
import {ICEtherMarket, IComptrollerAdmin, ICTokenMarket} from "../../utils/ICompoundMarkets.sol";
import {Plans} from "../../utils/Plans.sol";
import {Routes} from "../../utils/Routes.sol";
import {Book} from "./Book.sol";

/// @notice Opens positions in ether and dollars on older and newer tokens of Compound V2, and liquidates them by every source.
abstract contract CompoundActions is Book {
    using SafeERC20 for IERC20;

    /// @dev Of one comptroller: the market of ether or of its wrapped form, and that of USDC.
    struct Pair {
        IComptrollerAdmin root;
        address cEther;
        address cUsdc;
    }

    uint256 private _leaves;
    Pair[2] internal comptrollers; // older, newer
    address private _native;

    function setUp() public virtual override {
        super.setUp();
        _native = vm.parseJsonAddress(info, ".addresses.compound.older.native");
        comptrollers[0] = _read("older");
        comptrollers[1] = _read("newer");
        _leaves = _addLeaf("CompoundV2Liquidator");
        for (uint256 i; i < 2; ++i) {
            address[2] memory cTokens = [comptrollers[i].cEther, comptrollers[i].cUsdc];
            for (uint256 j; j < 2; ++j) {
                spenders.push(cTokens[j]);
                receipts.push(cTokens[j]);
            }
        }
    }

    function openCompound(uint256 who, bool isNewer, uint256 dollars, uint256 fall) external {
        _openCompound(comptrollers[isNewer ? 1 : 0], borrowers[who % borrowers.length], _isShort(who), dollars);
        feeds[0].setAnswer(feeds[0].latestAnswer() * int256(bound(fall, 70, 130)) / 100);
    }

    /// @param how Bits, the lowest first: newer, littered; above them the source.
    function liquidateCompound(uint256 who, uint8 how, uint256 amount, uint16 tipBps) external {
        Pair memory pair = comptrollers[how & 1];
        address user = borrowers[who % borrowers.length];
        FlashLiquidator leaf = leaves[_leaves + (how >> 1 & 1)];
        if (amount % 8 != 0) _makeLiquidatable(pair, user, _isShort(who));
        (Plan memory plan, string memory kind) = _compoundPlan(pair, user, _isShort(who), how / 4 % 4, amount);
        (plan.terms.tipBps, plan.terms.tipRecipient) = (uint16(bound(tipBps, 0, 5_000)), address(0));
        plan.terms.minProfit = 1 + amount % 1e6;
        if (plan.funding.source == FundingSource.Wallet) {
            deal(plan.target.debt, operator, plan.funding.amount);
            vm.prank(operator);
            IERC20(plan.target.debt).forceApprove(address(leaf), plan.funding.amount);
        }
        _run(leaf, plan, plan.target.collateral, kind);
    }

    /// @dev 500 to 100,000 USD of collateral, borrowed to the brim.
    function _openCompound(Pair memory pair, address user, bool isShort, uint256 dollars) private {
        (address borrowed, address collateral) = _sides(pair, isShort);
        uint256 supplied = isShort ? bound(dollars, 500, 100_000) * 1e6 : bound(dollars, 500, 100_000) * 1e18 / 3000;
        address[] memory entered = new address[](1);
        entered[0] = collateral;
        if (collateral == _native) vm.deal(user, supplied);
        else deal(isShort ? usdc : weth, user, supplied);
        vm.startPrank(user);
        if (collateral == _native) {
            ICEtherMarket(collateral).mint{value: supplied}();
        } else {
            IERC20(isShort ? usdc : weth).forceApprove(collateral, supplied);
            ICTokenMarket(collateral).mint(supplied);
        }
        pair.root.enterMarkets(entered);
        (, uint256 liquidity,) = pair.root.getAccountLiquidity(user);
        ICTokenMarket(borrowed).borrow(liquidity * 999 / 1_000 * 1e18 / _priceOf(pair, borrowed));
        vm.stopPrank();
    }

    /// @dev Otherwise hardly any sequence would find a position, and a price, at the right moment. A little too far rather than not far
    /// enough: what may be owed and what is owed are not told apart by any call.
    function _makeLiquidatable(Pair memory pair, address user, bool isShort) private {
        (address borrowed, address collateral) = _sides(pair, isShort);
        if (ICTokenMarket(borrowed).borrowBalanceStored(user) == 0) _openCompound(pair, user, isShort, 20_000);
        uint256 owed = ICTokenMarket(borrowed).borrowBalanceStored(user) * _priceOf(pair, borrowed) / 1e18;
        uint256 held = ICTokenMarket(collateral).balanceOf(user) * ICTokenMarket(collateral).exchangeRateStored() / 1e18;
        uint256 mayOwe = held * _priceOf(pair, collateral) / 1e18 * 8 / 10;
        if (owed > mayOwe || mayOwe == 0) return;
        uint256 price = uint256(feeds[0].latestAnswer());
        feeds[0].setAnswer(
            int256(isShort ? Math.mulDiv(price, mayOwe * 103, owed * 100) : Math.mulDiv(price, owed * 97, mayOwe * 100))
        );
    }

    /// @param source Flash swap, flash loan, wallet, wallet that keeps cTokens.
    function _compoundPlan(Pair memory pair, address user, bool isShort, uint8 source, uint256 amount)
        private
        view
        returns (Plan memory plan, string memory kind)
    {
        Target memory target = _compoundTarget(pair, user, isShort, source == 3, amount);
        plan = Plan({
            target: target,
            funding: Funding(FundingSource.UniswapV3FlashSwap, address(pool), target.amount),
            selling: source == 0 || source == 3 ? Selling.None : Selling.Leaf,
            route: Routes.split(0, 1, Routes.v3(500, target.debt)),
            terms: Plans.terms()
        });
        if (source == 0) return (plan, "compound: flash swap");
        plan.funding.source = source == 1 ? FundingSource.AaveV3FlashLoan : FundingSource.Wallet;
        kind = source == 1 ? "compound: flash loan" : source == 2 ? "compound: wallet" : "compound: wallet, cTokens";
    }

    /// @dev Up to half more than there is: the liquidator clips it.
    function _compoundTarget(Pair memory pair, address user, bool isShort, bool isKept, uint256 amount)
        private
        view
        returns (Target memory)
    {
        (address borrowed, address collateral) = _sides(pair, isShort);
        amount = bound(amount, 1, Math.max(ICTokenMarket(borrowed).borrowBalanceStored(user) * 3 / 2, 1));
        bytes memory data = abi.encode(borrowed, collateral, _native, isKept);
        (address received, address debt) = isShort ? (usdc, weth) : (weth, usdc);
        return Target(address(pair.root), user, isKept ? collateral : received, debt, amount, data);
    }

    function _compoundValue(Plan memory plan, uint256 amount) internal view returns (uint256) {
        (address borrowed, address collateral,, bool isKept) =
            abi.decode(plan.target.data, (address, address, address, bool));
        Pair memory pair = comptrollers[plan.target.market == address(comptrollers[0].root) ? 0 : 1];
        uint256 rate = isKept ? ICTokenMarket(collateral).exchangeRateStored() : 1e18;
        return Math.mulDiv(amount * rate, _priceOf(pair, collateral), _priceOf(pair, borrowed) * 1e18);
    }

    function _sides(Pair memory pair, bool isShort) private pure returns (address borrowed, address collateral) {
        return isShort ? (pair.cEther, pair.cUsdc) : (pair.cUsdc, pair.cEther);
    }

    function _priceOf(Pair memory pair, address cToken) private view returns (uint256) {
        return ICompoundOracle(pair.root.oracle()).getUnderlyingPrice(cToken);
    }

    function _read(string memory which) private view returns (Pair memory pair) {
        string memory path = string.concat(".addresses.compound.", which);
        pair.root = IComptrollerAdmin(vm.parseJsonAddress(info, string.concat(path, ".comptroller")));
        pair.cEther = vm.parseJsonAddress(info, string.concat(path, ".cTokens.WETH"));
        pair.cUsdc = vm.parseJsonAddress(info, string.concat(path, ".cTokens.USDC"));
    }
}
