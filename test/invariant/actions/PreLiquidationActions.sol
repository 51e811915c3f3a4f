// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {FlashLiquidator} from "../../../contracts/FlashLiquidator.sol";
import {IMorphoOracle, MorphoMarketParams} from "../../../contracts/interfaces/IMorpho.sol";
import {IPreLiquidation, PreLiquidationParams} from "../../../contracts/interfaces/IPreLiquidation.sol";
import {Funding, FundingSource, Plan, Selling, Target} from "../../../contracts/types/Plan.sol";
import {IMorphoMarkets} from "../../utils/IMorphoMarkets.sol";
import {Plans} from "../../utils/Plans.sol";
import {IAuthorizing, IFactory} from "../../utils/PreLiquidationTest.sol";
import {Routes} from "../../utils/Routes.sol";
import {Book} from "./Book.sol";

/// @notice Opens positions on Morpho's WETH/USDC market whose owners accept to be liquidated early, and does so.
abstract contract PreLiquidationActions is Book {
    using SafeERC20 for IERC20;

    uint256 private _leaves;
    MorphoMarketParams internal params;
    bytes32 internal marketId;
    address internal factory;
    IPreLiquidation internal early;

    function setUp() public virtual override {
        super.setUp();
        marketId = vm.parseJsonBytes32(info, ".addresses.morpho.markets[0].id");
        factory = vm.parseJsonAddress(info, ".addresses.morpho.preLiquidationFactory");
        params = IMorphoMarkets(morpho).idToMarketParams(marketId);
        PreLiquidationParams memory terms =
            PreLiquidationParams(0.75e18, 0.2e18, 0.6e18, 1.02e18, 1.05e18, params.oracle);
        early = IFactory(factory).createPreLiquidation(marketId, terms);
        for (uint256 i; i < borrowers.length; ++i) {
            vm.prank(borrowers[i]);
            IAuthorizing(morpho).setAuthorization(address(early), true);
        }
        _leaves = _addLeaf("MorphoLiquidator");
        spenders.push(address(early));
        spenders.push(factory);
    }

    function openEarly(uint256 who, uint256 collateral) external {
        _openEarly(borrowers[who % borrowers.length], bound(collateral, 1e15, 30e18));
    }

    /// @param percent Loan-to-value that it is brought to.
    function liquidateEarly(uint256 who, bool byWallet, uint256 percent, uint256 amount, uint16 tipBps, bool littered)
        external
    {
        address user = borrowers[who % borrowers.length];
        (, uint256 shares, uint256 collateral) = IMorphoMarkets(morpho).position(marketId, user);
        if (shares == 0) {
            _openEarly(user, 5e18);
            (, shares, collateral) = IMorphoMarkets(morpho).position(marketId, user);
        }
        // A share is a millionth of a unit of USDC, plus interest.
        feeds[0].setAnswer(feeds[2].latestAnswer() * int256(shares * 1e6 / collateral * 100 / bound(percent, 80, 87)));
        amount = bound(amount, 1, shares * 3 / 2);
        Plan memory plan = Plan({
            target: Target(address(early), user, weth, usdc, amount, abi.encode(factory)),
            funding: Funding(FundingSource.Callback, address(0), 0),
            selling: Selling.Leaf,
            route: Routes.uniswapV3(abi.encodePacked(weth, uint24(500), usdc)),
            terms: Plans.terms()
        });
        (plan.terms.minProfit, plan.terms.tipBps) = (1 + amount % 1e6, uint16(bound(tipBps, 0, 5_000)));
        FlashLiquidator leaf = leaves[_leaves + (littered ? 1 : 0)];
        if (byWallet) {
            plan.funding = Funding(FundingSource.Wallet, address(0), 100_000e6);
            deal(usdc, operator, 100_000e6);
            vm.prank(operator);
            IERC20(usdc).forceApprove(address(leaf), 100_000e6);
        }
        _run(leaf, plan, weth, byWallet ? "early: wallet" : "early: callback");
    }

    function _openEarly(address user, uint256 collateral) private {
        deal(weth, user, collateral);
        uint256 debt = Math.mulDiv(collateral, IMorphoOracle(params.oracle).price(), 1e36) * 85 / 100;
        vm.startPrank(user);
        IERC20(weth).forceApprove(morpho, collateral);
        IMorphoMarkets(morpho).supplyCollateral(params, collateral, user, "");
        IMorphoMarkets(morpho).borrow(params, debt, 0, user, user);
        vm.stopPrank();
    }
}
