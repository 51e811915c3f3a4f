// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {FlashLiquidator} from "../../../contracts/FlashLiquidator.sol";
import {IMorphoOracle, MorphoMarketParams} from "../../../contracts/interfaces/IMorpho.sol";
import {Funding, FundingSource, Plan} from "../../../contracts/types/Plan.sol";
import {IMorphoMarkets} from "../../utils/IMorphoMarkets.sol";
import {Plans} from "../../utils/Plans.sol";
import {Book} from "./Book.sol";

/// @notice Opens positions on Morpho's WETH/USDC market and liquidates them in its callback and from the wallet.
abstract contract MorphoActions is Book {
    using SafeERC20 for IERC20;

    uint256 private _leaves;
    MorphoMarketParams internal params;
    bytes32 internal marketId;

    function setUp() public virtual override {
        super.setUp();
        _leaves = _addLeaf("MorphoLiquidator");
        marketId = vm.parseJsonBytes32(info, ".addresses.morpho.markets[0].id");
        params = IMorphoMarkets(morpho).idToMarketParams(marketId);
    }

    function openMorpho(uint256 who, uint256 collateral, uint256 fall) external {
        _openMorpho(borrowers[who % borrowers.length], bound(collateral, 1e15, 30e18));
        feeds[0].setAnswer(feeds[0].latestAnswer() * int256(bound(fall, 80, 99)) / 100);
    }

    function liquidateMorpho(uint256 who, bool byWallet, bool byShares, bool badDebt, uint256 amount, bool littered)
        external
    {
        address user = borrowers[who % borrowers.length];
        (, uint256 shares, uint256 collateral) = IMorphoMarkets(morpho).position(marketId, user);
        if (amount % 8 != 0) {
            // Otherwise hardly any sequence would find a position, and a price, at the right moment.
            if (shares == 0) _openMorpho(user, 5e18);
            (, shares, collateral) = IMorphoMarkets(morpho).position(marketId, user);
            // A share is a millionth of a unit of USDC, plus interest: the loan is 88 % of the collateral or more.
            feeds[0].setAnswer(feeds[2].latestAnswer() * int256(shares * 1e6 / collateral * 100 / 88));
        }
        amount = bound(amount, 1, Math.max((byShares ? shares : collateral) * 3 / 2, 1));
        Plan memory plan = Plans.morphoCallback(morpho, user, params, amount, byShares, 3000);
        plan.target.data = abi.encode(params, byShares, badDebt);
        plan.terms.minProfit = 1 + amount % 1e6;
        FlashLiquidator leaf = leaves[_leaves + (littered ? 1 : 0)];
        string memory kind = "morpho: callback";
        if (byWallet) {
            kind = "morpho: wallet";
            plan.funding = Funding(FundingSource.Wallet, address(0), 100_000e6);
            deal(usdc, operator, 100_000e6);
            vm.prank(operator);
            IERC20(usdc).forceApprove(address(leaf), 100_000e6);
        }
        _run(leaf, plan, weth, kind);
    }

    /// @dev Borrowed nearly to the brim.
    function _openMorpho(address user, uint256 collateral) private {
        deal(weth, user, collateral);
        uint256 debt = collateral * IMorphoOracle(params.oracle).price() / 1e36 * 85 / 100;
        vm.startPrank(user);
        IERC20(weth).forceApprove(morpho, collateral);
        IMorphoMarkets(morpho).supplyCollateral(params, collateral, user, "");
        IMorphoMarkets(morpho).borrow(params, debt, 0, user, user);
        vm.stopPrank();
    }
}
