// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {stdError} from "forge-std/StdError.sol";

import {Outcome, Plan, Selling} from "../../../contracts/types/Plan.sol";
import {AaveFormula} from "../../utils/AaveFormula.sol";
import {AaveTest} from "../../utils/AaveTest.sol";
import {ProtocolEvents} from "../../utils/ProtocolEvents.sol";

/// @notice
/// Aave flash loan
/// ├── pays the premium out of the proceeds, keeps the rest as debt        (premium rounded up)
/// ├── when it borrows more than the market takes                         → pays the premium on all of it
/// ├── when another market lends                                          → the same
/// ├── given the lender has not got so much                               → its own error
/// ├── given the lender has switched off flash loans of the asset         → its own error
/// └── given the proceeds do not cover loan and premium                   → see Terms
contract AaveFlashLoanTest is AaveTest {
    function setUp() public override {
        super.setUp();
        _openReference();
    }

    function test_PaysThePremiumAndKeepsTheRest() public {
        vm.recordLogs();
        Outcome memory outcome = _liquidate(_flashLoan());
        (uint256 repaid, uint256 seized) = ProtocolEvents.aaveV3(vm.getRecordedLogs(), address(pool));
        assertEq(outcome.repaid, repaid);
        assertEq(outcome.seized, seized);
        assertEq(outcome.premium, 5.5e6);
        assertEq(outcome.collateralGain, 0);
        assertEq(outcome.profit, outcome.debtGain);
        assertEq(_balance(usdc, receiver), outcome.debtGain);
        _assertNothingAtRest(liquidator);
    }

    function testFuzz_PremiumIsRoundedUp(uint256 amount) public {
        amount = bound(amount, 1_000e6, 11_000e6);
        Plan memory plan = _flashLoan();
        plan.funding.amount = plan.target.amount = amount;
        uint256 premiumBps = pool.FLASHLOAN_PREMIUM_TOTAL();
        assertEq(premiumBps, 5);

        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.premium, AaveFormula.premium(amount, premiumBps));
        assertEq(outcome.repaid, amount);
    }

    function test_PremiumIsDueOnEverythingBorrowed() public {
        Plan memory plan = _flashLoan();
        plan.funding.amount = 20_000e6;
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.repaid, 11_000e6);
        assertEq(outcome.premium, 10e6);
        _assertNothingAtRest(liquidator);
    }

    function test_AnotherMarketMayLend() public {
        Plan memory plan = _flashLoan();
        plan.funding.lender = address(l2Pool);
        uint256 cash = _balance(usdc, l2Pool.getReserveData(usdc).aTokenAddress);
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.premium, 5.5e6);
        assertEq(_balance(usdc, l2Pool.getReserveData(usdc).aTokenAddress), cash + 5.5e6, "it got its money back");
        _assertNothingAtRest(liquidator);
    }

    function test_RevertGiven_LenderHasNotSoMuch() public {
        Plan memory plan = _flashLoan();
        plan.funding.amount = _balance(usdc, _aToken(usdc)) + 1;
        vm.expectRevert(stdError.arithmeticError); // its virtual balance
        _liquidate(plan);
    }

    function test_RevertGiven_LenderDoesNotLendTheAsset() public {
        _switchOffFlashLoans();
        vm.expectRevert(bytes4(keccak256("FlashloanDisabled()")));
        _liquidate(_flashLoan());
    }

    /// @dev With venue `None` the collateral is kept, so nothing pays the loan back.
    function test_RevertWhen_NothingIsSold() public {
        Plan memory plan = _flashLoan();
        plan.selling = Selling.None;
        vm.expectPartialRevert(bytes4(keccak256("ERC20InsufficientBalance(address,uint256,uint256)")));
        _liquidate(plan);
    }

    function _switchOffFlashLoans() private {
        address configurator = pool.ADDRESSES_PROVIDER().getPoolConfigurator();
        vm.prank(vm.parseJsonAddress(info, ".addresses.accounts.deployer"));
        (bool success,) =
            configurator.call(abi.encodeWithSignature("setReserveFlashLoaning(address,bool)", usdc, false));
        assertTrue(success);
    }
}
