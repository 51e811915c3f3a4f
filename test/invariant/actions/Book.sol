// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {IPriceOracleGetter} from "@aave/core-v3/contracts/interfaces/IPriceOracleGetter.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {FlashLiquidator} from "../../../contracts/FlashLiquidator.sol";
import {Outcome, Plan} from "../../../contracts/types/Plan.sol";
import {SettablePriceFeed} from "../../devnet/SettablePriceFeed.sol";
import {DevnetTest} from "../../utils/DevnetTest.sol";

/// @notice What the actions share: two deployments of each leaf, and a book of everything that the sentences are about.
/// @dev An action that fails must not revert, or its entries would be lost: faults are written down and judged later.
abstract contract Book is DevnetTest {
    /// @notice Two by two: nobody ever sends anything to the first deployment of a leaf; the second is littered on purpose.
    FlashLiquidator[] internal leaves;

    address[] internal tokens;
    address[] internal receipts; // aTokens and cTokens
    SettablePriceFeed[] internal feeds;
    address[] internal spenders;
    address[] internal borrowers;
    address[] internal strangers;

    /// @notice What was sent to a leaf and not rescued since; ether under the zero address.
    mapping(address leaf => mapping(address token => uint256)) internal litter;

    /// @notice Successful liquidations by kind.
    mapping(string kind => uint256) internal done;
    /// @notice Reverts by selector.
    mapping(bytes4 selector => uint256) internal refused;

    uint256 internal belowMinimum; // liquidations that left the receiver with less than was asked for
    uint256 internal belowShare; // liquidations that left less of the bonus than the plan's share of it
    uint256 internal misstated; // liquidations whose outcome is not what the receiver got
    uint256 internal traces; // failures that changed somebody's balance
    uint256 internal intrusions; // calls by strangers that went through

    string[7] internal SYMBOLS = ["WETH", "WBTC", "USDC", "USDT", "DAI", "LINK", "wstETH"];
    uint256[7] internal PRICES = [3000e8, 60_000e8, 1e8, 1e8, 1e8, 15e8, 3500e8];

    function setUp() public virtual override {
        super.setUp();
        for (uint256 i; i < SYMBOLS.length; ++i) {
            tokens.push(_token(SYMBOLS[i]));
            feeds.push(SettablePriceFeed(vm.parseJsonAddress(info, string.concat(".addresses.feeds.", SYMBOLS[i]))));
        }
        for (uint256 i; i < 5; ++i) {
            borrowers.push(makeAddr(string.concat("borrower ", vm.toString(i))));
            strangers.push(makeAddr(string.concat("stranger ", vm.toString(i))));
        }
        spenders = [address(pool), address(l2Pool), morpho, uniswapFactory, operator, receiver];
        for (uint256 i; i < 10; ++i) {
            spenders.push(
                vm.parseJsonAddress(info, string.concat(".addresses.uniswap.pools[", vm.toString(i), "].address"))
            );
        }
        vm.coinbase(makeAddr("builder"));
    }

    /// @return index Of the leaf to which nobody sends anything; the littered one follows.
    function _addLeaf(string memory name) internal returns (uint256 index) {
        index = leaves.length;
        leaves.push(_deploy(name));
        leaves.push(_deploy(name));
    }

    /// @return Whether the account owes ether against dollars, not dollars against ether. One that owed both could not become ill by any
    /// price.
    function _isShort(uint256 who) internal view returns (bool) {
        return who % borrowers.length % 2 == 1;
    }

    /// @dev Runs a plan as the operator and writes down what happened. The operator's wallet holds what the plan borrows of it.
    function _run(FlashLiquidator leaf, Plan memory plan, address seizedToken, string memory kind) internal {
        address debt = plan.target.debt;
        uint256 debtBefore = IERC20Metadata(debt).balanceOf(receiver);
        uint256 seizedBefore = IERC20Metadata(seizedToken).balanceOf(receiver);
        uint256 walletBefore = IERC20Metadata(debt).balanceOf(operator);

        vm.prank(operator);
        try leaf.liquidate(plan) returns (Outcome memory outcome) {
            ++done[kind];
            uint256 debtGot = IERC20Metadata(debt).balanceOf(receiver) - debtBefore;
            uint256 seizedGot = seizedToken == debt ? 0 : IERC20Metadata(seizedToken).balanceOf(receiver) - seizedBefore;
            uint256 cost = walletBefore - IERC20Metadata(debt).balanceOf(operator);
            // Units that rounding may take: one of each leftover for the tip, one for an aToken's scaled balance.
            uint256 slack = 2 + _value(plan, 2 + _drift(plan, seizedGot));
            uint256 got = debtGot + _value(plan, seizedGot) + slack;
            if (got < cost + plan.terms.minProfit) ++belowMinimum;
            uint256 bonus = Math.saturatingSub(_value(plan, outcome.seized), outcome.repaid);
            if (got < cost + bonus * plan.terms.minBonusShareBps / 10_000) ++belowShare;
            uint256 said = cost + outcome.profit - outcome.tip;
            if (got < said || got > said + 2 * slack) ++misstated;
        } catch (bytes memory revertData) {
            ++refused[bytes4(revertData)];
            bool changed = IERC20Metadata(debt).balanceOf(receiver) != debtBefore
                || IERC20Metadata(seizedToken).balanceOf(receiver) != seizedBefore
                || IERC20Metadata(debt).balanceOf(operator) != walletBefore;
            if (changed) ++traces;
        }
    }

    /// @dev Units by which the worth of `amount` may have changed since it was judged.
    function _drift(Plan memory, uint256) internal view virtual returns (uint256) {
        return 0;
    }

    /// @dev Debt units that `amount` collateral units are worth by the market's own oracle.
    function _value(Plan memory plan, uint256 amount) internal view virtual returns (uint256);

    function _aaveValue(Plan memory plan, uint256 amount) internal view returns (uint256) {
        IPriceOracleGetter oracle = IPriceOracleGetter(IPool(plan.target.market).ADDRESSES_PROVIDER().getPriceOracle());
        uint256 numerator = oracle.getAssetPrice(plan.target.collateral) * _unit(plan.target.debt);
        return amount * numerator / (oracle.getAssetPrice(plan.target.debt) * _unit(plan.target.collateral));
    }

    function _unit(address token) internal view returns (uint256) {
        return 10 ** IERC20Metadata(token).decimals();
    }
}
