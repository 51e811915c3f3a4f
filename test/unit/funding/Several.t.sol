// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {stdError} from "forge-std/StdError.sol";

import {
    CallbackMissing,
    CallbackUnexpected,
    LenderNotAllowed,
    LoansInvalid,
    Loss
} from "../../../contracts/types/Errors.sol";
import {FundingSource, Outcome, Plan} from "../../../contracts/types/Plan.sol";
import {HostileLender} from "../../mocks/HostileLender.sol";
import {LenderTest} from "../../utils/LenderTest.sol";
import {Routes} from "../../utils/Routes.sol";

/// @notice
/// several lenders
/// ├── two, three, of any kind                        → each gets back what it lent and its premium, none keeps an allowance
/// ├── the last one lends what the others have left
/// ├── the premium is the sum, and judged as that of one
/// ├── when one is not allowed                        → LenderNotAllowed
/// ├── when the loans are more than the plan's amount → arithmetic error
/// ├── when the list ends before the amount, or the   → LoansInvalid: what lies behind it is no loan
/// │   route before the list
/// ├── a pair of Uniswap V2                           → LoansInvalid: it lends alone
/// └── when one of them cheats                        → as where it lends alone
contract SeveralTest is LenderTest {
    function test_TwoLendersEachGetTheirsBack() public {
        bytes memory loans = abi.encodePacked(_loan(FundingSource.MorphoFlashLoan, morpho, 4_000e6), _aave(0));
        uint256 before = _balance(usdc, morpho);
        uint256 cash = _balance(usdc, _aToken(usdc));
        Outcome memory outcome = _liquidate(_several(2, loans));
        assertEq(outcome.repaid, 11_000e6);
        assertEq(outcome.premium, 3.5e6, "5 basis points of the second");
        assertEq(_balance(usdc, morpho), before);
        assertEq(_balance(usdc, _aToken(usdc)), cash + 11_000e6 + 3.5e6);
        assertEq(_balance(usdc, receiver), outcome.debtGain);
        assertEq(IERC20(usdc).allowance(address(liquidator), morpho), 0);
        _assertNothingAtRest(liquidator);
    }

    /// @dev In every order: each is asked in the callback of the one before.
    function test_AnyOrderOfThree() public {
        bytes[3] memory loans = [
            _loan(FundingSource.BalancerV2FlashLoan, vault, 0),
            _loan(FundingSource.UniswapV4FlashLoan, poolManager, 0),
            _aave(0)
        ];
        for (uint256 i; i < 6; ++i) {
            uint256 snapshot = vm.snapshotState();
            bytes memory first = _with(loans[i % 3], 1_000e6);
            bytes memory second = _with(loans[(i + 1 + i / 3) % 3], 7_000e6);
            bytes memory last = loans[(i + 2 - i / 3) % 3];
            Outcome memory outcome = _liquidate(_several(3, bytes.concat(first, second, last)));
            assertEq(outcome.repaid, 11_000e6);
            assertGt(outcome.premium, 0);
            assertGt(outcome.profit, 0);
            _assertNothingAtRest(liquidator);
            vm.revertToState(snapshot);
        }
    }

    function testFuzz_PremiumsAddUp(uint256 first) public {
        first = bound(first, 1, 11_000e6 - 1);
        bytes memory loans = abi.encodePacked(_loan(FundingSource.AaveV3FlashLoan, address(l2Pool), first), _aave(0));
        uint256 premiums = (first * 5 + 9_999) / 10_000 + ((11_000e6 - first) * 5 + 9_999) / 10_000;
        Outcome memory outcome = _liquidate(_several(2, loans));
        assertEq(outcome.premium, premiums);
        assertEq(outcome.profit, outcome.debtGain);
    }

    /// @dev A list of one is a loan of one.
    function test_OneIsTheSameAsAlone() public {
        uint256 snapshot = vm.snapshotState();
        uint256 alone = _liquidate(_flashLoan()).profit;
        vm.revertToState(snapshot);
        assertEq(_liquidate(_several(1, _aave(0))).profit, alone);
    }

    function test_RevertWhen_OneIsNotAllowed() public {
        bytes memory loans = abi.encodePacked(
            _loan(FundingSource.MorphoFlashLoan, morpho, 1), _loan(FundingSource.BalancerV2FlashLoan, stranger, 0)
        );
        vm.expectRevert(abi.encodeWithSelector(LenderNotAllowed.selector, stranger));
        _liquidate(_several(2, loans));
    }

    function test_RevertWhen_TheyLendMoreThanThePlanSays() public {
        bytes memory loans = abi.encodePacked(_loan(FundingSource.MorphoFlashLoan, morpho, 11_000e6 - 1), _aave(2));
        vm.expectRevert(stdError.arithmeticError);
        _liquidate(_several(2, loans));
    }

    /// @dev Behind the list there could be another loan.
    function test_RevertWhen_TheListEndsBeforeTheAmount() public {
        bytes[2] memory behind = [bytes(""), _aave(0)];
        for (uint8 count; count < 2; ++count) {
            for (uint256 i; i < behind.length; ++i) {
                Plan memory plan = _several(count, bytes.concat(count == 0 ? bytes("") : _aave(10_000e6), behind[i]));
                vm.expectRevert(LoansInvalid.selector);
                _liquidate(plan);
            }
        }
    }

    function test_RevertWhen_TheRouteEndsBeforeTheList() public {
        Plan memory plan = _several(2, "");
        bytes memory loans = abi.encodePacked(uint8(2), _loan(FundingSource.MorphoFlashLoan, morpho, 1), _aave(0));
        uint256[4] memory lengths = [uint256(0), 1, 37, loans.length - 1];
        for (uint256 i; i < lengths.length; ++i) {
            plan.route = _start(loans, lengths[i]);
            vm.expectRevert(LoansInvalid.selector);
            _liquidate(plan);
        }
    }

    /// @dev It would be paid for all that the plan borrows, with what was seized.
    function test_RevertWhen_APairIsOneOfThem() public {
        bytes memory swap = _loan(FundingSource.UniswapV2FlashSwap, pair, 6_000e6);
        bytes[3] memory lists =
            [bytes.concat(swap, _aave(0)), bytes.concat(_aave(6_000e6), _with(swap, 0)), _with(swap, 0)];
        for (uint256 i; i < lists.length; ++i) {
            Plan memory plan = _several(i == 2 ? 1 : 2, lists[i]);
            vm.expectRevert(LoansInvalid.selector);
            _liquidate(plan);
        }
    }

    /// @dev What is no loan is asked for as one of Uniswap V4, which an allowed lender of another kind does not know.
    function test_RevertWhen_ASourceIsNoLoan() public {
        FundingSource[4] memory sources =
            [FundingSource.Callback, FundingSource.Wallet, FundingSource.UniswapV3FlashSwap, FundingSource.Several];
        for (uint256 i; i < sources.length; ++i) {
            vm.expectRevert();
            _liquidate(_several(1, _loan(sources[i], address(pool), 0)));
        }
    }

    function test_RevertGiven_OneOfThemCheats() public {
        HostileLender lender = new HostileLender();
        deal(usdc, address(lender), 100_000e6);
        vm.prank(owner);
        liquidator.setLender(address(lender), true);
        bytes memory own = _loan(FundingSource.MorphoFlashLoan, address(lender), 0);
        bytes[2] memory orders = [bytes.concat(_with(own, 6_000e6), _aave(0)), bytes.concat(_aave(6_000e6), own)];
        for (uint256 i; i < orders.length; ++i) {
            Plan memory plan = _several(2, orders[i]);
            lender.set(HostileLender.Trick.None, 0, address(0));
            uint256 snapshot = vm.snapshotState();
            _liquidate(plan);
            vm.revertToState(snapshot);
            lender.set(HostileLender.Trick.NeverCallsBack, 0, address(0));
            // Behind the other it leaves that one unpaid.
            if (i == 0) vm.expectRevert(CallbackMissing.selector);
            else vm.expectPartialRevert(IERC20Errors.ERC20InsufficientBalance.selector);
            _liquidate(plan);
            lender.set(HostileLender.Trick.CallsTwice, 0, address(0));
            vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, address(lender)));
            _liquidate(plan);
            snapshot = vm.snapshotState();
            deal(usdc, address(liquidator), 11_000e6);
            lender.set(HostileLender.Trick.LendsNothing, 0, address(0));
            vm.expectPartialRevert(Loss.selector);
            _liquidate(plan);
            vm.revertToState(snapshot);
        }
    }

    /// @dev Nobody awaits the first lender any more while the second lends.
    function test_RevertWhen_TheFirstLenderCallsAgainInTheSecondsLoan() public {
        HostileLender lender = new HostileLender();
        deal(usdc, address(lender), 100_000e6);
        vm.prank(owner);
        liquidator.setLender(address(lender), true);
        bytes memory own = _loan(FundingSource.MorphoFlashLoan, address(lender), 6_000e6);
        lender.set(HostileLender.Trick.CallsTwice, 0, address(0));
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, address(lender)));
        _liquidate(_several(2, bytes.concat(own, _loan(FundingSource.MorphoFlashLoan, address(lender), 0))));
    }

    function _several(uint8 count, bytes memory loans) private view returns (Plan memory plan) {
        plan = _borrowed(FundingSource.Several, address(0));
        plan.route = abi.encodePacked(count, loans, Routes.split(0, 1, Routes.v3(3000, usdc)));
    }

    function _aave(uint128 amount) private view returns (bytes memory) {
        return _loan(FundingSource.AaveV3FlashLoan, address(pool), amount);
    }

    function _loan(FundingSource source, address lender, uint256 amount) private pure returns (bytes memory) {
        return abi.encodePacked(uint8(source), lender, uint128(amount));
    }

    function _start(bytes memory data, uint256 length) private pure returns (bytes memory start) {
        start = new bytes(length);
        for (uint256 i; i < length; ++i) {
            start[i] = data[i];
        }
    }

    function _with(bytes memory loan, uint128 amount) private pure returns (bytes memory) {
        bytes memory head = new bytes(21);
        for (uint256 i; i < 21; ++i) {
            head[i] = loan[i];
        }
        return bytes.concat(head, bytes16(amount));
    }
}
