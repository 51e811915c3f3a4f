// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {stdJson} from "forge-std/StdJson.sol";
import {Vm} from "forge-std/Vm.sol";

import {OraclePriceZero} from "../../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling, Target} from "../../../contracts/types/Plan.sol";
import {AaveV2Formula} from "../../utils/AaveV2Formula.sol";
import {AaveV2Test} from "../../utils/AaveV2Test.sol";
import {Plans} from "../../utils/Plans.sol";
import {ProtocolEvents} from "../../utils/ProtocolEvents.sol";

/// @notice
/// Aave V2
/// ├── the amounts are those of the protocol's formula and of the pool's own event, by every source of money
/// ├── a market that counts in dollars                        → served by the same deployment
/// ├── debt that returns nothing and has an approval quirk    → as any other
/// ├── debt at a stable rate, alone or beside a variable one  → as any other
/// ├── the same asset on both sides                           → no sale needed
/// ├── amount above half of the debt, even all there is       → clipped by the pool, however deep under water
/// ├── amount above the budget                                → clipped to the budget
/// ├── collateral that runs out before the debt               → the liquidator's part is exact, and the rest stays owed
/// ├── collateral that is lent out                            → "45"; as aTokens it can be had all the same
/// ├── data that asks for no aTokens                          → the collateral itself, as without data
/// ├── when the position is healthy, or the pool is paused    → "42", "64", unchanged
/// └── given a price of zero                                  → OraclePriceZero
contract AaveV2LeafTest is AaveV2Test {
    using stdJson for string;

    /// @dev At 2600 USD a dollar is so many wei, as the feed rounds it.
    AaveV2Formula.Asset private DOLLAR = AaveV2Formula.Asset(uint256(1e18) / 2600, 1e6);
    AaveV2Formula.Asset private ETHER = AaveV2Formula.Asset(1e18, 1e18);

    function test_AmountsAreThoseOfTheFormula() public {
        _openUsual();
        Outcome memory outcome = _checked(market, _flashSwap());
        assertEq(outcome.repaid, 11_000e6);
        assertEq(outcome.seized, AaveV2Formula.seized(11_000e6, DOLLAR, ETHER, 10_500));
        assertEq(outcome.premium, 0);
        assertGt(_healthOf(market, borrower), 1e18);
    }

    function test_ByFlashLoanOfTheSamePool() public {
        _openUsual();
        Outcome memory outcome = _checked(market, _flashLoan());
        assertEq(outcome.repaid, 11_000e6);
        assertEq(outcome.premium, 9.9e6);
    }

    function test_ByFlashLoanOfAaveV3() public {
        _openUsual();
        Plan memory plan = Plans.flashLoan(market, borrower, weth, usdc, 11_000e6, 3000);
        plan.funding.lender = address(pool);
        assertEq(_checked(market, plan).premium, 5.5e6);
    }

    function test_ByWallet() public {
        _openUsual();
        _fundWallet(operator, usdc, 11_000e6);
        assertEq(_checked(market, _wallet()).repaid, 11_000e6);
        assertEq(_balance(usdc, operator), 11_000e6);
    }

    function test_MarketThatCountsInDollars() public {
        _supply(dollarMarket, stranger, weth, 5e18);
        _openIn(dollarMarket, borrower, weth, 10e18, usdc, 22_000e6);
        _setPrice("WETH", 2600 * USD);
        Plan memory plan = Plans.flashSwap(dollarMarket, borrower, weth, usdc, 11_000e6, 3000);
        Outcome memory outcome = _checked(dollarMarket, plan);
        AaveV2Formula.Asset memory dollar = AaveV2Formula.Asset(1e8, 1e6);
        AaveV2Formula.Asset memory eth = AaveV2Formula.Asset(2600e8, 1e18);
        assertEq(outcome.seized, AaveV2Formula.seized(11_000e6, dollar, eth, 10_500));
    }

    /// @dev More is approved than the pool takes, so the rest of the allowance must be cleared before the loan is paid back.
    function test_DebtThatReturnsNothing() public {
        _openIn(market, borrower, weth, 10e18, usdt, 22_000e6);
        _setPrice("WETH", 2600 * USD);
        Plan memory plan = Plans.flashLoan(market, borrower, weth, usdt, 15_000e6, 3000);
        plan.funding.source = FundingSource.AaveV2FlashLoan;
        assertEq(_checked(market, plan).repaid, 11_000e6);
        plan = Plans.flashSwap(market, borrower, weth, usdt, 1_000e6, 3000);
        _setPrice("WETH", 2300 * USD);
        _checked(market, plan);
    }

    function test_DebtAtAStableRate() public {
        _supply(market, borrower, weth, 10e18);
        _borrow(market, borrower, usdc, 4_000e6, VARIABLE);
        _borrow(market, borrower, usdc, 18_000e6, STABLE);
        _setPrice("WETH", 2600 * USD);
        assertEq(_checked(market, _flashSwap()).repaid, 11_000e6, "more than what is owed at a variable rate");
    }

    function test_SameAssetOnBothSides() public {
        _supply(market, borrower, usdc, 10_000e6);
        _openIn(market, borrower, weth, 10e18, usdc, 31_000e6);
        _setPrice("WETH", 2600 * USD);
        Plan memory plan = Plan({
            target: Target(market, borrower, usdc, usdc, 8_000e6, ""),
            funding: Funding(FundingSource.AaveV2FlashLoan, market, 9_000e6),
            selling: Selling.None,
            route: "",
            terms: Plans.terms()
        });
        Outcome memory outcome = _checked(market, plan);
        assertEq(outcome.seized, 8_400e6);
        assertEq(outcome.premium, 8.1e6);
        assertEq(outcome.profit, 400e6 - 8.1e6);
    }

    function test_AmountAboveHalfOfTheDebtIsClipped() public {
        _openUsual();
        _setPrice("WETH", 2400 * USD);
        Plan memory plan = _flashLoan();
        plan.target.amount = type(uint256).max;
        plan.funding.amount = 22_000e6;
        assertEq(_checked(market, plan).repaid, 11_000e6);
    }

    function test_AmountAboveTheBudgetIsClipped() public {
        _openUsual();
        Plan memory plan = _flashLoan();
        plan.target.amount = type(uint256).max;
        plan.funding.amount = 1_234.567891e6;
        assertEq(_checked(market, plan).repaid, 1_234.567891e6);
    }

    /// @dev 10 WETH at 1000 are worth 10,000: all of it pays 10,000 / 1.05 of the debt.
    function test_CollateralRunsOutBeforeTheDebt() public {
        _openUsual();
        _setPrice("WETH", 1000 * USD);
        AaveV2Formula.Asset memory dollar = AaveV2Formula.Asset(uint256(1e18) / 1000, 1e6);
        _fundWallet(operator, usdc, 11_000e6);
        Plan memory plan = _wallet();
        plan.selling = Selling.None;
        Outcome memory outcome = _checked(market, plan);
        assertEq(outcome.repaid, AaveV2Formula.repaid(10e18, dollar, ETHER, 10_500));
        assertEq(outcome.seized, 10e18);
        (uint256 collateral, uint256 debt,,,,) = _account(borrower);
        assertEq(collateral, 0);
        assertGt(debt, 0, "nothing is written off");
    }

    /// @dev The devnet's own borrower in the market whose ether is lent out.
    function test_CollateralThatIsLentOutIsTakenAsATokens() public {
        address user = info.readAddress(_pathOf("no-cash"));
        _setPrice("WETH", 2600 * USD);
        Plan memory plan = Plans.wallet(dollarMarket, user, weth, usdc, 11_000e6, 3000);
        _fundWallet(operator, usdc, 11_000e6);
        vm.expectRevert(bytes("45"));
        _liquidate(plan);

        plan.selling = Selling.None;
        plan.target.data = abi.encode(true);
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.repaid, 11_000e6);
        assertEq(_balance(_aTokenOf(dollarMarket, weth), receiver), outcome.collateralGain);
        assertApproxEqAbs(outcome.seized, 4.442307692307692307e18, 2);
        _assertNothingLeft();
    }

    function test_DataMaySayThatNoATokensAreWanted() public {
        _openUsual();
        uint256 snapshot = vm.snapshotState();
        bytes memory expected = abi.encode(_liquidate(_flashLoan()));
        vm.revertToState(snapshot);
        Plan memory plan = _flashLoan();
        plan.target.data = abi.encode(false);
        assertEq(abi.encode(_liquidate(plan)), expected);
    }

    function test_RevertGiven_PositionIsHealthy() public {
        _openUsual();
        _setPrice("WETH", 3000 * USD);
        vm.expectRevert(bytes("42"));
        _liquidate(_flashSwap());
    }

    function test_RevertGiven_PoolIsPaused() public {
        _openUsual();
        address configurator = info.readAddress(".addresses.aaveV2.main.configurator");
        vm.prank(info.readAddress(".addresses.accounts.deployer"));
        (bool success,) = configurator.call(abi.encodeWithSignature("setPoolPause(bool)", true));
        assertTrue(success);
        vm.expectRevert(bytes("64"));
        _liquidate(_flashSwap());
    }

    function test_RevertGiven_CollateralPriceIsZero() public {
        _openUsual();
        _mockPriceOfZero(weth);
        vm.expectRevert(abi.encodeWithSelector(OraclePriceZero.selector, weth));
        _liquidate(_flashSwap());
    }

    function test_RevertGiven_DebtPriceIsZero() public {
        _openUsual();
        _mockPriceOfZero(usdc);
        vm.expectRevert(abi.encodeWithSelector(OraclePriceZero.selector, usdc));
        _liquidate(_flashSwap());
    }

    function _mockPriceOfZero(address asset) private {
        address oracle = info.readAddress(".addresses.aaveV2.main.oracle");
        vm.mockCall(oracle, abi.encodeWithSignature("getAssetPrice(address)", asset), abi.encode(0));
    }

    function _account(address user)
        private
        view
        returns (uint256 a, uint256 b, uint256 c, uint256 d, uint256 e, uint256 f)
    {
        (bool success, bytes memory answer) =
            market.staticcall(abi.encodeWithSignature("getUserAccountData(address)", user));
        assertTrue(success);
        return abi.decode(answer, (uint256, uint256, uint256, uint256, uint256, uint256));
    }

    function _pathOf(string memory label) private view returns (string memory path) {
        for (uint256 i;; ++i) {
            path = string.concat(".borrowers.aaveV2[", vm.toString(i), "]");
            if (keccak256(bytes(info.readString(string.concat(path, ".label")))) == keccak256(bytes(label))) {
                return string.concat(path, ".address");
            }
        }
    }

    /// @dev Liquidates and compares with the pool's event and the receiver's balances.
    function _checked(address market_, Plan memory plan) private returns (Outcome memory outcome) {
        uint256 debtBefore = _balance(plan.target.debt, receiver);
        uint256 collateralBefore = _balance(plan.target.collateral, receiver);
        vm.recordLogs();
        outcome = _liquidate(plan);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        // The event is that of Aave V3.
        (uint256 repaid, uint256 seized) = ProtocolEvents.aaveV3(logs, market_);
        assertEq(outcome.repaid, repaid, "repaid");
        assertEq(outcome.seized, seized, "seized");
        assertEq(_balance(plan.target.debt, receiver) - debtBefore, outcome.debtGain);
        if (plan.target.collateral != plan.target.debt) {
            assertEq(_balance(plan.target.collateral, receiver) - collateralBefore, outcome.collateralGain);
        }
        _assertNothingLeft();
    }
}
