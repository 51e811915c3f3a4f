// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ICompoundOracle} from "../../contracts/interfaces/ICompoundV2.sol";
import {LiquidationRefused, Loss, ProfitBelowMinimum, ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling, Target} from "../../contracts/types/Plan.sol";
import {NewerCToken} from "../devnet/NewerCToken.sol";
import {CompoundFormula} from "../utils/CompoundFormula.sol";
import {CompoundTest} from "../utils/CompoundTest.sol";
import {IComptrollerAdmin, ICTokenMarket} from "../utils/ICompoundMarkets.sol";
import {Plans} from "../utils/Plans.sol";
import {Routes} from "../utils/Routes.sol";
import {pathOf, Traded} from "../utils/Traded.sol";

/// @notice Random positions, prices, sizes and blocks without interest booked, against real tokens that answer with codes, ether among
/// them, and against newer ones that revert: the outcome is what the rules say and what the receiver got, to the unit, or the
/// liquidation reverts with an error that is known.
contract CompoundV2FuzzTest is CompoundTest {
    uint256 private constant NEWER_SHARE = 0.028e18;

    /// @dev A position, and how it is liquidated.
    struct Case {
        IComptrollerAdmin root;
        address borrowed;
        address collateral;
        Traded debt;
        Traded seized;
        bool isKept;
    }

    /// @dev What the rules say of a plan, before it is sent.
    struct Expected {
        uint256 repaid;
        uint256 cTokens;
        uint256 underlying;
        uint256 numerator; // debt units = units of what arrives * numerator / denominator
        uint256 denominator;
    }

    Traded[] private traded;
    address[] private cTokens;

    function setUp() public override {
        super.setUp();
        vm.prank(owner);
        liquidator.setLimits(1, 5_000);
        traded.push(Traded(weth, "WETH", 3000e8, 0));
        traded.push(Traded(usdc, "USDC", 1e8, 500));
        traded.push(Traded(usdt, "USDT", 1e8, 3000));
        traded.push(Traded(wbtc, "WBTC", 60_000e8, 500));
        traded.push(Traded(link, "LINK", 15e8, 3000));
        cTokens = [cEther, cUsdc, cUsdt, cBtc, cLink];
    }

    /// @param which Debt and collateral, any two of the older tokens, also the same twice; or of the newer ones.
    /// @param dollars Worth of the collateral, 100 to 200,000 USD.
    /// @param health What may be owed for what is owed after the collateral's price fell, 0.6 to 1.01.
    /// @param share Of the debt that is asked for, 1/1000 to 700/1000; half is allowed.
    /// @param blocks In which interest falls due that nobody books, up to 500,000.
    function testFuzz_OutcomeIsWhatTheRulesSayAndTheReceiverGot(
        uint256 which,
        uint256 dollars,
        uint256 health,
        uint256 share,
        uint8 how,
        uint256 blocks
    ) public {
        Case memory one = _case(which, how % 4 == 3);
        _openAndFall(one, bound(dollars, 100, 200_000), bound(health, 0.6e18, 1.01e18));
        vm.roll(block.number + bound(blocks, 0, 500_000));
        uint256 amount = ICTokenMarket(one.borrowed).borrowBalanceStored(borrower) * bound(share, 1, 700) / 1_000;
        Plan memory plan = _planOf(one, amount, how % 4);
        Expected memory expected = _expected(one, plan.target.amount);

        vm.prank(operator);
        try liquidator.liquidate(plan) returns (Outcome memory outcome) {
            assertEq(outcome.repaid, expected.repaid, "repaid");
            // What goes to the reserves of a newer token changes the rate of what is redeemed, by next to nothing.
            uint256 slack = one.root == newerComptroller ? 1 + expected.underlying / 1e9 : 0;
            if (one.isKept) assertEq(outcome.seized, expected.cTokens, "seized");
            else assertApproxEqAbs(outcome.seized, expected.underlying, slack, "seized");
            _assertReceiverAgrees(plan, outcome, expected);
        } catch (bytes memory revertData) {
            _assertKnown(revertData);
        }
        _assertNothingKept();
    }

    function _case(uint256 which, bool isKept) private view returns (Case memory one) {
        one.isKept = isKept;
        if (which % 4 == 3) {
            one.root = newerComptroller;
            bool isShort = which / 4 % 2 == 0;
            (one.borrowed, one.collateral) = isShort ? (newerWeth, newerUsdc) : (newerUsdc, newerWeth);
            (one.debt, one.seized) = isShort ? (traded[0], traded[1]) : (traded[1], traded[0]);
            return one;
        }
        one.root = comptroller;
        (uint256 first, uint256 second) = (which / 4 % 5, which / 20 % 5);
        (one.borrowed, one.collateral) = (cTokens[first], cTokens[second]);
        (one.debt, one.seized) = (traded[first], traded[second]);
    }

    /// @dev Borrowed nearly to the brim. With one asset on both sides a price moves nothing; such a position becomes ill by interest.
    function _openAndFall(Case memory one, uint256 dollars, uint256 health) private {
        uint256 supplied = dollars * 1e8 * _unit(one.seized.token) / one.seized.price;
        if (one.collateral == cEther) _supplyEther(borrower, supplied);
        else _supply(borrower, one.collateral, supplied);
        address[] memory entered = new address[](1);
        entered[0] = one.collateral;
        vm.prank(borrower);
        one.root.enterMarkets(entered);
        (, uint256 liquidity,) = one.root.getAccountLiquidity(borrower);
        uint256 amount = Math.min(
            liquidity * 999 / 1_000 * 1e18 / _priceOf(one, one.borrowed), ICTokenMarket(one.borrowed).getCash() / 2
        );
        vm.prank(borrower);
        assertEq(ICTokenMarket(one.borrowed).borrow(amount), 0);
        if (one.debt.token == one.seized.token) vm.roll(block.number + 10_000_000);
        else _setPrice(one.seized.symbol, one.seized.price * health / 1e18);
    }

    /// @param how Flash loan, flash swap, wallet, wallet that keeps cTokens.
    function _planOf(Case memory one, uint256 amount, uint8 how) private returns (Plan memory plan) {
        bool isSame = one.debt.token == one.seized.token;
        plan =
            one.isKept ? _kept(one.borrowed, one.collateral, amount) : _flashLoan(one.borrowed, one.collateral, amount);
        plan.target.market = address(one.root);
        plan.terms.minBonusShareBps = uint16(1 + amount % 5_000);
        if (!one.isKept && !isSame) plan.route = Routes.uniswapV3(pathOf(one.seized, one.debt, weth));
        if (how == 1 && !isSame && (one.debt.token == weth || one.seized.token == weth)) {
            plan.funding = Funding(FundingSource.UniswapV3FlashSwap, address(0), amount);
            plan.selling = Selling.None;
        }
        if (how >= 2) {
            plan.funding = Funding(FundingSource.Wallet, address(0), amount);
            _fundOperator(one.debt.token, amount);
        }
    }

    /// @dev By the rates of this block, which nobody has booked yet.
    function _expected(Case memory one, uint256 amount) private returns (Expected memory expected) {
        uint256 snapshot = vm.snapshotState();
        ICTokenMarket(one.borrowed).accrueInterest();
        ICTokenMarket(one.collateral).accrueInterest();
        uint256 most = ICTokenMarket(one.borrowed).borrowBalanceStored(borrower) / 2;
        uint256 held = ICTokenMarket(one.collateral).balanceOf(borrower);
        uint256 rate = ICTokenMarket(one.collateral).exchangeRateStored();
        vm.revertToState(snapshot);
        (uint256 debtPrice, uint256 price) = (_priceOf(one, one.borrowed), _priceOf(one, one.collateral));
        expected.repaid = amount;
        uint256 all = CompoundFormula.seized(amount, debtPrice, price, rate);
        if (amount > most || all > held) {
            all = CompoundFormula.seized(most, debtPrice, price, rate);
            expected.repaid = all > held ? Math.mulDiv(most, held, all) : most;
            all = CompoundFormula.seized(expected.repaid, debtPrice, price, rate);
        }
        expected.cTokens = one.root == newerComptroller ? all - all * NEWER_SHARE / 1e18 : all;
        expected.underlying = CompoundFormula.redeemed(expected.cTokens, rate);
        (expected.numerator, expected.denominator) = one.isKept ? (price * rate, debtPrice * 1e18) : (price, debtPrice);
    }

    function _assertReceiverAgrees(Plan memory plan, Outcome memory outcome, Expected memory expected) private view {
        Target memory target = plan.target;
        assertEq(_balance(target.debt, receiver), outcome.debtGain, "debt gain");
        if (target.collateral != target.debt) {
            assertEq(_balance(target.collateral, receiver), outcome.collateralGain, "collateral gain");
        }
        bool isPaid = plan.funding.source == FundingSource.Wallet;
        uint256 paid = isPaid ? plan.funding.amount - _balance(target.debt, operator) : 0;
        uint256 kept = Math.mulDiv(outcome.collateralGain, expected.numerator, expected.denominator);
        assertEq(outcome.profit + paid, outcome.debtGain + kept, "profit");
        assertGt(outcome.profit, 0, "minimum");
        bool isLoan = plan.funding.source == FundingSource.AaveV3FlashLoan;
        assertEq(outcome.premium, isLoan ? Math.ceilDiv(plan.funding.amount * 5, 10_000) : 0, "premium");
        uint256 worth = Math.mulDiv(outcome.seized, expected.numerator, expected.denominator);
        uint256 floor = Math.saturatingSub(worth, outcome.repaid) * plan.terms.minBonusShareBps / 10_000;
        assertGe(outcome.profit, floor, "share of the bonus");
    }

    function _assertKnown(bytes memory revertData) private pure {
        bytes4 selector = bytes4(revertData);
        bytes32 whole = keccak256(revertData);
        bool isKnown = revertData.length == 0 // WETH9 has not got so much
            || selector == ProfitBelowMinimum.selector || selector == ProfitBelowOracleFloor.selector
            || selector == Loss.selector || selector == IERC20Errors.ERC20InsufficientBalance.selector
            || whole == keccak256(abi.encodeWithSignature("Panic(uint256)", 0x11)) // USDT has not got so much
            || whole == keccak256(abi.encodeWithSelector(LiquidationRefused.selector, 3, 3)) // healthy
            || whole == keccak256(abi.encodeWithSelector(NewerCToken.LiquidateComptrollerRejection.selector, 3))
            || _is(whole, "liquidateBorrow failed (03)") || _is(whole, "AS"); // healthy in ether; nothing to sell
        assertTrue(isKnown, vm.toString(revertData));
    }

    function _is(bytes32 whole, string memory message) private pure returns (bool) {
        return whole == keccak256(abi.encodeWithSignature("Error(string)", message));
    }

    function _priceOf(Case memory one, address cToken) private view returns (uint256) {
        return ICompoundOracle(one.root.oracle()).getUnderlyingPrice(cToken);
    }

    function _unit(address token) private view returns (uint256) {
        return 10 ** IERC20Metadata(token).decimals();
    }
}
