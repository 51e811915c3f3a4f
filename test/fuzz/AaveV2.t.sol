// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPriceOracleGetter} from "@aave/core-v3/contracts/interfaces/IPriceOracleGetter.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IAaveV2Pool} from "../../contracts/interfaces/IAaveV2Pool.sol";
import {Loss, ProfitBelowMinimum, ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling, Target} from "../../contracts/types/Plan.sol";
import {Setup} from "../../contracts/types/Setup.sol";
import {AaveV2Formula} from "../utils/AaveV2Formula.sol";
import {AaveV2Test, IAaveV2Account} from "../utils/AaveV2Test.sol";
import {Plans} from "../utils/Plans.sol";
import {Routes} from "../utils/Routes.sol";
import {pathOf, Traded} from "../utils/Traded.sol";

/// @notice Random positions, prices and sizes against the real Aave V2, counted in ether and in dollars, and against Radiant's way of
/// sharing the bonus: the outcome is what the rules say and what the receiver got, to the unit, or the liquidation reverts with an
/// error that is known.
contract AaveV2FuzzTest is AaveV2Test {
    /// @dev What the rules say of a plan, before it is sent.
    struct Expected {
        uint256 repaid;
        uint256 seized; // net of what is somebody else's
        uint256 numerator; // debt units = collateral units * numerator / denominator
        uint256 denominator;
    }

    Traded[] private traded;
    address private radiant;

    function setUp() public override {
        super.setUp();
        vm.prank(owner);
        liquidator.setLimits(1, 5_000);
        traded.push(Traded(weth, "WETH", 3000e8, 0));
        traded.push(Traded(usdc, "USDC", 1e8, 500));
        traded.push(Traded(usdt, "USDT", 1e8, 3000));
        traded.push(Traded(dai, "DAI", 1e8, 3000));
        traded.push(Traded(wbtc, "WBTC", 60_000e8, 500));
    }

    /// @param where The market in ether, the one in dollars, or Radiant's.
    /// @param which Collateral and debt, any two assets of the market, also the same twice.
    /// @param dollars Worth of the collateral, 100 to 300,000 USD.
    /// @param health Health factor after the collateral's price fell, from 0.7 to 1.01.
    /// @param share Of the debt that is asked for, 1/1000 to 1200/1000.
    /// @param delay Seconds in which interest falls due that nobody books.
    function testFuzz_OutcomeIsWhatTheRulesSayAndTheReceiverGot(
        uint8 where,
        uint256 which,
        uint256 dollars,
        uint256 health,
        uint256 share,
        uint8 how,
        uint256 delay
    ) public {
        (address market_, uint256 count) = _market(where % 3);
        (Traded memory collateral, Traded memory debt) = (traded[which % count], traded[which / count % count]);
        if (market_ == dollarMarket) debt = traded[1]; // nobody lends its ether
        dollars = bound(dollars, 100, 300_000);
        _openAndFall(market_, collateral, debt, dollars, bound(health, 0.7e18, 1.01e18), how & 8 != 0);
        vm.warp(block.timestamp + bound(delay, 0, 3 days));
        uint256 amount = _owed(market_, debt.token) * bound(share, 1, 1_200) / 1_000;
        Plan memory plan = _plan(market_, collateral, debt, amount, how % 5);
        Expected memory expected = _expected(plan);

        vm.prank(operator);
        try liquidator.liquidate(plan) returns (Outcome memory outcome) {
            assertEq(outcome.repaid, expected.repaid, "repaid");
            // An aToken's balance may differ from what was sent by a unit.
            uint256 slack = _isKept(plan) ? 1 : 0;
            assertApproxEqAbs(outcome.seized, expected.seized, slack, "seized");
            assertEq(outcome.premium, _premium(plan), "premium");
            _assertReceiverAgrees(plan, outcome, expected, slack);
        } catch (bytes memory revertData) {
            _assertKnown(revertData);
        }
        _assertNothingLeft();
        assertEq(_balance(_aTokenOf(market_, collateral.token), address(liquidator)), 0);
    }

    function _setup() internal view override returns (Setup memory setup) {
        setup = super._setup();
        setup.markets = new address[](3);
        (setup.markets[0], setup.markets[1], setup.markets[2]) = (market, dollarMarket, _radiant());
        setup.lenders = new address[](4);
        (setup.lenders[0], setup.lenders[1]) = (address(pool), market);
        (setup.lenders[2], setup.lenders[3]) = (dollarMarket, _radiant());
    }

    function _radiant() private view returns (address) {
        return vm.parseJsonAddress(info, ".addresses.radiant.main.pool");
    }

    /// @return market_ Pool.
    /// @return count Of the first assets that it has.
    function _market(uint8 where) private returns (address market_, uint256 count) {
        radiant = _radiant();
        return where == 0 ? (market, uint256(5)) : where == 1 ? (dollarMarket, uint256(2)) : (radiant, uint256(3));
    }

    function _openAndFall(
        address market_,
        Traded memory collateral,
        Traded memory debt,
        uint256 dollars,
        uint256 health,
        bool isStable
    ) private {
        _supply(market_, borrower, collateral.token, dollars * 1e8 * _unit(collateral.token) / collateral.price);
        (bool ok, bytes memory answer) =
            market_.staticcall(abi.encodeWithSignature("getUserAccountData(address)", borrower));
        assertTrue(ok);
        (,, uint256 available) = abi.decode(answer, (uint256, uint256, uint256));
        uint256 amount = available * 999 / 1_000 * _unit(debt.token) / _priceIn(market_, debt.token);
        vm.startPrank(borrower);
        (ok,) = market_.call(abi.encodeCall(IAaveV2Account.borrow, (debt.token, amount, STABLE, 0, borrower)));
        vm.stopPrank();
        // Not every debt may be at a stable rate.
        if (!ok || !isStable) {
            if (ok) _repayAll(market_, debt.token);
            _borrow(market_, borrower, debt.token, amount, VARIABLE);
        }
        // With one asset on both sides a price moves nothing; such a position becomes ill by interest.
        if (collateral.token == debt.token) vm.warp(block.timestamp + 3_650 days);
        else _setPrice(collateral.symbol, collateral.price * health / _healthOf(market_, borrower));
    }

    function _repayAll(address market_, address asset) private {
        uint256 amount = _owed(market_, asset);
        deal(asset, borrower, amount);
        vm.startPrank(borrower);
        (bool ok,) = asset.call(abi.encodeWithSignature("approve(address,uint256)", market_, amount));
        (ok,) = market_.call(
            abi.encodeWithSignature("repay(address,uint256,uint256,address)", asset, amount, STABLE, borrower)
        );
        assertTrue(ok);
        vm.stopPrank();
    }

    /// @param how Flash loan of the market, flash loan of Aave V3, flash swap, wallet, wallet that keeps aTokens.
    function _plan(address market_, Traded memory collateral, Traded memory debt, uint256 amount, uint8 how)
        private
        returns (Plan memory plan)
    {
        bool isSame = collateral.token == debt.token;
        if (how == 2 && (isSame || (collateral.token != weth && debt.token != weth))) how = 0; // one pool, not two
        plan = Plan({
            target: Target(market_, borrower, collateral.token, debt.token, amount, ""),
            funding: Funding(FundingSource.AaveV2FlashLoan, market_, amount),
            selling: isSame ? Selling.None : Selling.Leaf,
            route: isSame ? bytes("") : Routes.uniswapV3(pathOf(collateral, debt, weth)),
            terms: Plans.terms()
        });
        plan.terms.minBonusShareBps = uint16(1 + amount % 5_000);
        if (how == 1) plan.funding = Funding(FundingSource.AaveV3FlashLoan, address(pool), amount);
        if (how == 2) {
            plan.funding.source = FundingSource.UniswapV3FlashSwap;
            plan.selling = Selling.None;
        }
        if (how < 3) return plan;
        plan.funding.source = FundingSource.Wallet;
        _fundWallet(operator, debt.token, amount);
        if (how == 3) return plan;
        plan.selling = Selling.None;
        plan.target.data = abi.encode(true);
    }

    /// @dev Half of the debt at most, and no more than the collateral is enough for.
    function _expected(Plan memory plan) private view returns (Expected memory expected) {
        Target memory target = plan.target;
        uint256 configuration = IAaveV2Pool(target.market).getConfiguration(target.collateral);
        uint256 bonusBps = configuration >> 32 & 0xffff;
        AaveV2Formula.Asset memory bought = _asset(target.market, target.collateral);
        AaveV2Formula.Asset memory sold = _asset(target.market, target.debt);
        expected.numerator = bought.price * sold.unit;
        expected.denominator = sold.price * bought.unit;

        expected.repaid = Math.min(target.amount, (_owed(target.market, target.debt) + 1) / 2);
        uint256 gross = AaveV2Formula.seized(expected.repaid, sold, bought, bonusBps);
        uint256 held = _balance(_aTokenOf(target.market, target.collateral), borrower);
        if (gross > held) {
            gross = held;
            expected.repaid = Math.min(expected.repaid, AaveV2Formula.repaid(held, sold, bought, bonusBps));
        }
        expected.seized = gross;
        if (target.market != radiant) return expected;
        uint256 worth = expected.repaid * expected.denominator / expected.numerator;
        if (gross > worth) expected.seized -= (gross - worth) / 2;
    }

    function _assertReceiverAgrees(Plan memory plan, Outcome memory outcome, Expected memory expected, uint256 slack)
        private
        view
    {
        Target memory target = plan.target;
        address arrived = _isKept(plan) ? _aTokenOf(target.market, target.collateral) : target.collateral;
        assertEq(_balance(target.debt, receiver), outcome.debtGain, "debt gain");
        if (arrived != target.debt) {
            assertApproxEqAbs(_balance(arrived, receiver), outcome.collateralGain, slack, "collateral gain");
        }
        uint256 paid =
            plan.funding.source == FundingSource.Wallet ? plan.funding.amount - _balance(target.debt, operator) : 0;
        uint256 kept = outcome.collateralGain * expected.numerator / expected.denominator;
        assertEq(outcome.profit + paid, outcome.debtGain + kept, "profit");
        assertGt(outcome.profit, 0, "minimum");
        uint256 bonus = Math.saturatingSub(outcome.seized * expected.numerator / expected.denominator, outcome.repaid);
        assertGe(outcome.profit, bonus * plan.terms.minBonusShareBps / 10_000, "share of the bonus");
    }

    function _premium(Plan memory plan) private pure returns (uint256) {
        if (plan.funding.source == FundingSource.AaveV2FlashLoan) return plan.funding.amount * 9 / 10_000;
        return plan.funding.source == FundingSource.AaveV3FlashLoan ? Math.ceilDiv(plan.funding.amount * 5, 10_000) : 0;
    }

    function _assertKnown(bytes memory revertData) private pure {
        bytes4 selector = bytes4(revertData);
        bytes32 whole = keccak256(revertData);
        bool isKnown = revertData.length == 0 // WETH9 has not got so much
            || selector == ProfitBelowMinimum.selector || selector == ProfitBelowOracleFloor.selector
            || selector == Loss.selector || selector == IERC20Errors.ERC20InsufficientBalance.selector
            || whole == keccak256(abi.encodeWithSignature("Panic(uint256)", 0x11)) // USDT has not got so much
            || _is(whole, "SafeERC20: low-level call failed") // the lender cannot be paid back
            || _is(whole, "42") || _is(whole, "AS"); // healthy; nothing to sell
        assertTrue(isKnown, vm.toString(revertData));
    }

    function _is(bytes32 whole, string memory message) private pure returns (bool) {
        return whole == keccak256(abi.encodeWithSignature("Error(string)", message));
    }

    function _isKept(Plan memory plan) private pure returns (bool) {
        return plan.target.data.length != 0;
    }

    function _owed(address market_, address asset) private view returns (uint256) {
        IAaveV2Pool.ReserveData memory data = IAaveV2Pool(market_).getReserveData(asset);
        return _balance(data.stableDebtTokenAddress, borrower) + _balance(data.variableDebtTokenAddress, borrower);
    }

    function _asset(address market_, address token) private view returns (AaveV2Formula.Asset memory) {
        return AaveV2Formula.Asset(_priceIn(market_, token), _unit(token));
    }

    function _priceIn(address market_, address token) private view returns (uint256) {
        address oracle = IAaveV2Pool(market_).getAddressesProvider().getPriceOracle();
        return IPriceOracleGetter(oracle).getAssetPrice(token);
    }

    function _unit(address token) private view returns (uint256) {
        return 10 ** IERC20Metadata(token).decimals();
    }
}
