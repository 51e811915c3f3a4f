// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IUniswapV3SwapCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";

import {IMorphoLiquidateCallback} from "../../contracts/interfaces/IMorpho.sol";
import {CallbackUnexpected, Loss, ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan} from "../../contracts/types/Plan.sol";
import {SwapPurpose} from "../../contracts/types/SwapPurpose.sol";
import {Attempts} from "../mocks/Attempts.sol";
import {HostileSeller} from "../mocks/HostileSeller.sol";
import {SellerTest} from "../utils/SellerTest.sol";

/// @notice Attack: the owner has set a seller that cheats. It may ruin the sales it is asked for; nothing else is within its reach,
/// and what it keeps is missing at the exit.
contract HostileSellerTest is SellerTest {
    HostileSeller private thief;

    function setUp() public override {
        super.setUp();
        _openVaultPosition(borrower);
        thief = new HostileSeller();
        deal(usdc, address(thief), 100_000e6);
        deal(dai, address(thief), 100_000e18);
        vm.prank(owner);
        liquidator.setSeller(address(thief));
        _fundWallet(usdc, 20_000e6);
    }

    function test_RevertGiven_ItKeepsEverything() public {
        vm.expectPartialRevert(Loss.selector);
        _liquidate(_plan());
    }

    /// @dev Morpho asks for its money, and there is none.
    function test_RevertGiven_ItKeepsEverythingInsideACallback() public {
        Plan memory plan = _plan();
        plan.funding = Funding(FundingSource.Callback, address(0), 0);
        vm.expectRevert(bytes("transferFrom reverted")); // Morpho's own error
        _liquidate(plan);
    }

    function test_RevertGiven_ItReturnsAnotherToken() public {
        thief.set(dai, 100_000e18);
        vm.expectPartialRevert(Loss.selector);
        _liquidate(_plan());
    }

    /// @dev Three shares are worth 8,910 USDC; half of what that is above the debt must be left.
    function test_ItCanKeepNoMoreThanHalfOfTheBonus() public {
        thief.set(usdc, 9_000e6);
        uint256 snapshot = vm.snapshotState();
        uint256 repaid = _liquidate(_plan()).repaid;
        vm.revertToState(snapshot);
        uint256 half = (8_910e6 - repaid) / 2;

        thief.set(usdc, repaid + half - 1);
        vm.expectRevert(abi.encodeWithSelector(ProfitBelowOracleFloor.selector, half - 1, half));
        _liquidate(_plan());

        thief.set(usdc, repaid + half);
        assertEq(_liquidate(_plan()).profit, half);
    }

    /// @dev With every right there is: it is an operator and even the owner.
    function test_ItCannotComeBackIn() public {
        vm.startPrank(owner);
        liquidator.setOperator(address(thief), true);
        liquidator.transferOwnership(address(thief));
        vm.stopPrank();
        vm.prank(address(thief));
        liquidator.acceptOwnership();
        deal(usdc, address(liquidator), 500e6);
        address victim = address(liquidator);
        thief.add(victim, abi.encodeCall(liquidator.liquidate, (_plan())));
        thief.add(victim, abi.encodeCall(liquidator.rescue, (usdc, 500e6)));
        thief.add(
            victim,
            abi.encodeCall(
                IUniswapV3SwapCallback.uniswapV3SwapCallback, (1, -1, abi.encodePacked(SwapPurpose.Sale, usdc))
            )
        );
        thief.add(victim, abi.encodeCall(IMorphoLiquidateCallback.onMorphoLiquidate, (1, abi.encode(_plan()))));
        thief.add(usdc, abi.encodeCall(IERC20.transferFrom, (victim, address(thief), 1)));
        thief.set(usdc, 9_000e6);

        _liquidate(_plan());
        Attempts.Answer[] memory answers = thief.answers();
        assertEq(answers.length, 5);
        bytes memory reentrant = abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        bytes memory unexpected = abi.encodeWithSelector(CallbackUnexpected.selector, thief);
        assertEq(answers[0].data, reentrant);
        assertEq(answers[1].data, reentrant);
        assertEq(answers[2].data, unexpected);
        assertEq(answers[3].data, unexpected);
        assertFalse(answers[4].success, "no allowance");
        assertEq(_balance(usdc, address(liquidator)), 500e6);
    }

    function _plan() private view returns (Plan memory plan) {
        plan = _sold("");
        plan.funding = Funding(FundingSource.Wallet, address(0), 20_000e6);
    }
}
