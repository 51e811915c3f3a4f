// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {FlashLiquidator} from "../../../contracts/FlashLiquidator.sol";
import {FundingSource, Plan, Selling} from "../../../contracts/types/Plan.sol";
import {FlashMintToken} from "../../mocks/FlashMintToken.sol";
import {Plans} from "../../utils/Plans.sol";
import {Routes} from "../../utils/Routes.sol";
import {DevnetTest} from "../../utils/DevnetTest.sol";
import {Ways} from "../../utils/Ways.sol";
import {Book} from "./Book.sol";

/// @notice Opens positions in ether and dollars on Aave V3 and liquidates them by every lender, by two of them, by both flash swaps and
/// from the wallet, over every venue.
/// @dev The dollar is a token that mints itself, for a fee: the lender of ERC-3156.
abstract contract WaysActions is Book, Ways {
    using SafeERC20 for IERC20;

    uint256 private constant MONIES = 11; // wallet, seven loans, two of them, both flash swaps

    uint256 private _leaves;
    mapping(Way way => uint256) internal sold;

    function setUp() public virtual override(Book, DevnetTest) {
        super.setUp();
        _leaves = _addLeaf("AaveV3Liquidator");
        receipts = [pool.getReserveData(weth).aTokenAddress, pool.getReserveData(usdc).aTokenAddress];
        _setUpWays();
        vm.etch(usdc, address(new FlashMintToken(6, 1)).code);
        loans.push(Money("ERC-3156 flash mint", FundingSource.ERC3156FlashLoan, usdc));
        for (uint256 i; i < leaves.length; ++i) {
            _allowAll(leaves[i]);
        }
        address[8] memory others = _counterparties();
        for (uint256 i; i < others.length; ++i) {
            spenders.push(others[i]);
        }
        spenders.push(usdc);
    }

    function openByWays(uint256 who, uint256 dollars, uint256 health) external {
        _openByWays(who, bound(dollars, 500, 20_000), bound(health, 0.8e18, 1.2e18));
    }

    /// @param ways Seed of the route: one to three splits, of aTokens or not.
    function liquidateByWays(uint256 who, uint256 money, uint256 ways, uint256 amount, uint16 tipBps, bool littered)
        external
    {
        if (amount % 8 != 0) _openByWays(who, 500 + amount % 20_000, 0.97e18);
        address user = borrowers[who % borrowers.length];
        (address collateral, address debt) = _isShort(who) ? (usdc, weth) : (weth, usdc);
        uint256 owed = IERC20(pool.getReserveData(debt).variableDebtTokenAddress).balanceOf(user);
        money %= MONIES;
        // Up to half more than there is: the Pool clips it. Of a flash swap what it does not take has been paid for.
        amount = bound(amount, 1, Math.max(money > 8 ? owed * 3 / 5 : owed * 3 / 2, 1));
        Plan memory plan = Plans.flashSwap(address(pool), user, collateral, debt, amount, FEE);
        (plan.terms.tipBps, plan.terms.minProfit) = (uint16(bound(tipBps, 0, 5_000)), 1 + amount % 1e6);
        FlashLiquidator leaf = leaves[_leaves + (littered ? 1 : 0)];
        address seized = money > 8 ? collateral : _sellBy(ways, plan);
        string memory kind = _payBy(leaf, money, ways, plan);
        uint256 before = done[kind];
        _run(leaf, plan, seized, kind);
        if (done[kind] != before && money < 9) _count(ways, plan);
    }

    /// @dev Borrowed to the brim at the pools' price, which then moves away from the oracle's.
    function _openByWays(uint256 who, uint256 dollars, uint256 health) private {
        address user = borrowers[who % borrowers.length];
        bool isShort = _isShort(who);
        (address collateral, address debt) = isShort ? (usdc, weth) : (weth, usdc);
        feeds[0].setAnswer(int256(PRICES[0]));
        feeds[2].setAnswer(int256(PRICES[2]));
        uint256 supplied = isShort ? dollars * 1e6 : dollars * 1e18 / 3_000;
        deal(collateral, user, supplied);
        vm.startPrank(user);
        IERC20(collateral).forceApprove(address(pool), supplied);
        pool.supply(collateral, supplied, user, 0);
        (,, uint256 available,,,) = pool.getUserAccountData(user);
        available = available * 999 / 1_000;
        if (available > USD) pool.borrow(debt, isShort ? available * 1e18 / PRICES[0] : available / 100, 2, 0, user);
        vm.stopPrank();
        uint256 now_ = _healthFactor(pool, user);
        if (now_ == type(uint256).max) return;
        feeds[0].setAnswer(int256(isShort ? PRICES[0] * now_ / health : PRICES[0] * health / now_));
    }

    /// @return seized Token that arrives.
    function _sellBy(uint256 seed, Plan memory plan) private returns (address seized) {
        (address from, address to) = (plan.target.collateral, plan.target.debt);
        bool asATokens = _asATokens(seed);
        seized = asATokens ? pool.getReserveData(from).aTokenAddress : from;
        if (asATokens) plan.target.data = abi.encode(true);
        plan.selling = _byLeaf(seed) ? Selling.Leaf : Selling.Seller;
        plan.route = "";
        uint256 count = 1 + seed % 3;
        for (uint256 i; i < count; ++i) {
            Way way = _wayOf(seed, i);
            uint256 share = i + 1 == count ? 0 : 2_500;
            bytes memory split = way == Way.Router
                ? Routes.split(share, 1, _byRouter(from, from == usdc ? 1e3 : 1e12, to, from == usdc ? 333e9 : 2_999))
                : _split(share, way, asATokens, from, to);
            plan.route = bytes.concat(plan.route, split);
        }
    }

    function _count(uint256 seed, Plan memory plan) private {
        for (uint256 i; i < 1 + seed % 3; ++i) {
            ++sold[_wayOf(seed, i)];
        }
        if (plan.target.data.length != 0) ++done["ways: aTokens"];
    }

    function _wayOf(uint256 seed, uint256 i) private pure returns (Way way) {
        if (_byLeaf(seed)) return Way.Leaf;
        way = Way(1 + uint256(keccak256(abi.encode(seed, i))) % uint256(type(Way).max));
        // It takes no aTokens, and leaves what it was not told of, which stays as it is only if another one is behind it.
        if (way == Way.Router && (_asATokens(seed) || i == seed % 3)) way = Way.Curve;
    }

    function _byLeaf(uint256 seed) private pure returns (bool) {
        return seed >> 8 & 7 == 0;
    }

    function _asATokens(uint256 seed) private pure returns (bool) {
        return !_byLeaf(seed) && seed >> 11 & 3 == 0;
    }

    /// @return kind As the book has it.
    function _payBy(FlashLiquidator leaf, uint256 money, uint256 seed, Plan memory plan)
        private
        returns (string memory kind)
    {
        if (money == 9) return "ways: Uniswap V3 flash swap";
        if (money == 10) {
            (plan.funding.source, plan.funding.lender) = (FundingSource.UniswapV2FlashSwap, v2Pair);
            plan.route = Routes.split(0, 1, Routes.v2Pair(v2Pair, PAIR_FEE, plan.target.debt));
            return "ways: Uniswap V2 flash swap";
        }
        if (money == 0) {
            plan.funding.source = FundingSource.Wallet;
            deal(plan.target.debt, operator, plan.funding.amount);
            vm.prank(operator);
            IERC20(plan.target.debt).forceApprove(address(leaf), plan.funding.amount);
            return "ways: wallet";
        }
        if (money <= loans.length) {
            Money memory one = loans[money - 1];
            (plan.funding.source, plan.funding.lender) = (one.source, one.lender);
            return string.concat("ways: ", one.name);
        }
        plan.funding.source = FundingSource.Several;
        bytes memory first = _loan(loans[seed % loans.length], plan.funding.amount / 3);
        bytes memory second = _loan(loans[seed / 7 % loans.length], 0);
        plan.route = bytes.concat(bytes1(uint8(2)), first, second, plan.route);
        return "ways: two lenders";
    }
}
