// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Loss, ProfitBelowMinimum, ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {HostileMarket, HostileMarketV2, HostileMarketV3} from "../mocks/HostileMarket.sol";
import {AaveTest} from "../utils/AaveTest.sol";

/// @notice Attack: the owner has allowed a market that cheats. It gets an approval of what was borrowed; it may ruin its own
/// liquidations, it may not keep the approval or reach what lies here.
contract HostileMarketTest is AaveTest {
    HostileMarket private market;

    function setUp() public override {
        super.setUp();
        _setPrice("WETH", 2600 * USD);
        market = _market(pool.ADDRESSES_PROVIDER().getPriceOracle());
        deal(weth, address(market), 100e18);
        vm.prank(owner);
        liquidator.setMarket(address(market), true);
    }

    /// @dev So that the other tests fail for their trick and for nothing else.
    function test_HonestLiquidationWorks() public {
        market.set(11_000e6, 4.4e18);
        assertEq(_liquidate(_plan(_flashLoan())).repaid, 11_000e6);
        _assertNothingAtRest(liquidator);
        assertEq(IERC20(usdc).allowance(address(liquidator), address(market)), 0);
    }

    function test_ItKeepsNoAllowanceOfWhatItDidNotTake() public {
        market.set(1_000e6, 4.4e18);
        Outcome memory outcome = _liquidate(_plan(_flashLoan()));
        assertEq(outcome.repaid, 1_000e6, "measured, not believed");
        assertEq(IERC20(usdc).allowance(address(liquidator), address(market)), 0);

        deal(usdc, address(liquidator), 10_000e6);
        vm.expectPartialRevert(IERC20Errors.ERC20InsufficientAllowance.selector);
        market.pull(usdc, address(liquidator), 1);
    }

    /// @dev The same with a flash swap: what it did not take is debt gain.
    function test_ItKeepsNoAllowanceOfAFlashSwap() public {
        market.set(0, 4.4e18);
        Outcome memory outcome = _liquidate(_plan(_flashSwap()));
        assertEq(outcome.repaid, 0);
        assertEq(outcome.debtGain, 11_000e6);
        assertEq(IERC20(usdc).allowance(address(liquidator), address(market)), 0);
        _assertNothingAtRest(liquidator);
    }

    function test_RevertGiven_ItTakesTheDebtAndGivesNothing() public {
        deal(usdc, address(liquidator), 50_000e6);
        deal(weth, address(liquidator), 50e18);
        market.set(11_000e6, 0);
        // The flash swap would be paid with what lies here.
        vm.expectPartialRevert(Loss.selector);
        _liquidate(_plan(_flashSwap()));
        // A sale of nothing fails in the pool.
        vm.expectRevert(bytes("AS"));
        _liquidate(_plan(_flashLoan()));
    }

    function test_RevertGiven_ItGivesTooLittle() public {
        deal(usdc, address(liquidator), 50_000e6);
        market.set(11_000e6, 3e18); // sold for about 9,000 USDC
        vm.expectPartialRevert(Loss.selector);
        _liquidate(_plan(_flashLoan()));
    }

    function test_RevertGiven_ItTakesMoreThanItWasApproved() public {
        deal(usdc, address(liquidator), 50_000e6);
        market.set(11_000e6 + 1, 4.4e18);
        vm.expectPartialRevert(IERC20Errors.ERC20InsufficientAllowance.selector);
        _liquidate(_plan(_flashLoan()));
    }

    /// @dev Nothing comes of it, of which nobody can be tipped a share.
    function test_RevertGiven_ItDoesNothing() public {
        _fundWallet(operator, usdc, 11_000e6);
        Plan memory plan = _plan(_wallet());
        plan.selling = Selling.None;
        (plan.terms.tipBps, plan.terms.tipRecipient) = (5_000, stranger);
        vm.expectRevert(abi.encodeWithSelector(ProfitBelowMinimum.selector, 0, 1));
        _liquidate(plan);
    }

    function test_RevertGiven_ItGivesExactlyWhatTheSwapCosts() public {
        market.set(11_000e6, 4.4e18);
        uint256 snapshot = vm.snapshotState();
        uint256 cost = 4.4e18 - _liquidate(_plan(_flashSwap())).collateralGain;
        vm.revertToState(snapshot);
        market.set(11_000e6, cost);
        vm.expectRevert(abi.encodeWithSelector(ProfitBelowMinimum.selector, 0, 1));
        _liquidate(_plan(_flashSwap()));
    }

    /// @dev It names another aToken once the loan is here, of which much lies here: that is not what was seized.
    function test_ItCannotNameAnotherATokenOnTheWay() public {
        deal(wsteth, address(market), 4.4e18);
        deal(dai, address(liquidator), 50_000e18);
        market.set(11_000e6, 4.4e18);
        market.setATokens(wsteth, dai, usdc);
        _fundWallet(operator, usdc, 11_000e6);
        Plan memory plan = _plan(_wallet());
        plan.selling = Selling.None;
        plan.target.data = abi.encode(true);

        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.seized, 4.4e18);
        assertEq(_balance(wsteth, receiver), 4.4e18);
        assertEq(_balance(dai, address(liquidator)), 50_000e18);
    }

    /// @dev It gives a lot, and the pool is far below the oracle: a sandwich would look like this.
    function test_RevertGiven_TheSaleLosesMoreThanAllowed() public {
        _setPrice("WETH", 4000 * USD); // the pool stands at 3000
        market.set(11_000e6, 10e18); // worth 29,000 USDC more than is owed, of which the pool takes 10,000
        Plan memory plan = _plan(_flashLoan());
        plan.terms.minBonusShareBps = 7_500;
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(plan);
    }

    function _market(address oracle) internal virtual returns (HostileMarket) {
        return new HostileMarketV3(oracle);
    }

    function _plan(Plan memory plan) private view returns (Plan memory) {
        plan.target.market = address(market);
        return plan;
    }
}

/// @notice The same of a pool of Aave V2.
contract HostileMarketV2Test is HostileMarketTest {
    function _leaf() internal pure override returns (string memory) {
        return "AaveV2Liquidator";
    }

    function _market(address oracle) internal override returns (HostileMarket) {
        return new HostileMarketV2(oracle);
    }
}
