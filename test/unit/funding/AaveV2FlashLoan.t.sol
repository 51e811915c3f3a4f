// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LenderNotAllowed} from "../../../contracts/types/Errors.sol";
import {Outcome, Plan, Selling} from "../../../contracts/types/Plan.sol";
import {AaveV2Test, IAaveV2Account} from "../../utils/AaveV2Test.sol";

/// @notice
/// Aave V2 flash loan
/// ├── pays the premium out of the proceeds, keeps the rest as debt        (premium rounded down)
/// ├── when it borrows more than the market takes                         → pays the premium on all of it
/// ├── when another market lends                                          → the same
/// ├── when a pool of Aave V3 lends                                       → the same, for its own premium
/// ├── given the lender has not got so much                               → an error of the token
/// ├── given the lender is paused                                         → "64"
/// ├── given a lender that is not allowed                                 → LenderNotAllowed
/// └── given nothing pays the loan back                                   → an error of the token, and no debt is left
contract AaveV2FlashLoanTest is AaveV2Test {
    function setUp() public override {
        super.setUp();
        _openUsual();
    }

    function test_PaysThePremiumAndKeepsTheRest() public {
        address aToken = _aTokenOf(market, usdc);
        uint256 cash = _balance(usdc, aToken);
        Outcome memory outcome = _liquidate(_flashLoan());
        assertEq(outcome.premium, 9.9e6);
        assertEq(outcome.collateralGain, 0);
        assertEq(outcome.profit, outcome.debtGain);
        assertEq(_balance(usdc, receiver), outcome.debtGain);
        assertEq(_balance(usdc, aToken), cash + 11_000e6 + 9.9e6, "loan and premium, and what was repaid");
        _assertNothingLeft();
    }

    function testFuzz_PremiumIsRoundedDown(uint256 amount) public {
        amount = bound(amount, 1_000e6, 11_000e6);
        Plan memory plan = _flashLoan();
        plan.funding.amount = plan.target.amount = amount;
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.premium, amount * 9 / 10_000);
        assertEq(outcome.repaid, amount);
    }

    function test_PremiumIsDueOnEverythingBorrowed() public {
        Plan memory plan = _flashLoan();
        plan.funding.amount = 20_000e6;
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.repaid, 11_000e6);
        assertEq(outcome.premium, 18e6);
        _assertNothingLeft();
    }

    function test_AnotherMarketMayLend() public {
        Plan memory plan = _flashLoan();
        plan.funding.lender = dollarMarket;
        uint256 cash = _balance(usdc, _aTokenOf(dollarMarket, usdc));
        assertEq(_liquidate(plan).premium, 9.9e6);
        assertEq(_balance(usdc, _aTokenOf(dollarMarket, usdc)), cash + 9.9e6, "it got its money back");
        _assertNothingLeft();
    }

    /// @dev It has kept the function, with a premium of its own, rounded up.
    function test_APoolOfAaveV3LendsByTheSameCall() public {
        Plan memory plan = _flashLoan();
        plan.funding.lender = address(pool);
        plan.funding.amount = plan.target.amount = 11_000e6 - 1;
        assertEq(_liquidate(plan).premium, 5.5e6);
        _assertNothingLeft();
    }

    function test_RevertGiven_LenderHasNotSoMuch() public {
        Plan memory plan = _flashLoan();
        plan.funding.amount = _balance(usdc, _aTokenOf(market, usdc)) + 1;
        vm.expectRevert(bytes("SafeERC20: low-level call failed"));
        _liquidate(plan);
    }

    function test_RevertGiven_LenderIsPaused() public {
        address configurator = vm.parseJsonAddress(info, ".addresses.aaveV2.dollar.configurator");
        vm.prank(vm.parseJsonAddress(info, ".addresses.accounts.deployer"));
        (bool success,) = configurator.call(abi.encodeWithSignature("setPoolPause(bool)", true));
        assertTrue(success);
        Plan memory plan = _flashLoan();
        plan.funding.lender = dollarMarket;
        vm.expectRevert(bytes("64"));
        _liquidate(plan);
    }

    function test_RevertGiven_LenderIsNotAllowed() public {
        vm.prank(owner);
        liquidator.setLender(market, false);
        vm.expectRevert(abi.encodeWithSelector(LenderNotAllowed.selector, market));
        _liquidate(_flashLoan());
    }

    /// @dev The collateral is kept, so nothing pays the loan back; the liquidator owes nothing afterwards either.
    function test_RevertWhen_NothingIsSold() public {
        Plan memory plan = _flashLoan();
        plan.selling = Selling.None;
        vm.expectRevert(bytes("SafeERC20: low-level call failed"));
        _liquidate(plan);
        (, uint256 debt,,,,) = IAaveV2Account(market).getUserAccountData(address(liquidator));
        assertEq(debt, 0);
    }
}
