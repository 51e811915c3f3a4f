// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {
    CallbackUnexpected,
    EtherUnexpected,
    LiquidationRefused,
    Loss,
    MarketNotAllowed
} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Plan, Selling, Target} from "../../contracts/types/Plan.sol";
import {HostileCToken} from "../mocks/HostileCToken.sol";
import {CompoundTest} from "../utils/CompoundTest.sol";
import {Plans} from "../utils/Plans.sol";

/// @notice Assumption: a comptroller that the owner allows may lie, and list tokens that lie. What the exit measures, they cannot change.
/// @dev The hostile token is its own comptroller and oracle; the owner has been persuaded to allow it.
contract HostileCompoundTest is CompoundTest {
    HostileCToken private hostile;

    function setUp() public override {
        super.setUp();
        hostile = new HostileCToken(usdc);
        vm.prank(owner);
        liquidator.setMarket(address(hostile), true);
        _fundOperator(usdc, 1_000e6);
    }

    function test_RevertWhen_NothingIsSeized() public {
        assertEq(bytes4(_failureOf(_plan(false))), Loss.selector);
        _assertNothingKept();
    }

    /// @dev Shares that can be redeemed for nothing.
    function test_RevertWhen_NothingIsRedeemed() public {
        hostile.payShares();
        assertEq(bytes4(_failureOf(_plan(false))), Loss.selector);
    }

    function test_RevertWhen_ItRefusesWithACode() public {
        hostile.answer(9);
        assertEq(_failureOf(_plan(false)), abi.encodeWithSelector(LiquidationRefused.selector, 9, 0));
        assertEq(_balance(usdc, operator), 1_000e6);
    }

    function test_RevertWhen_ItEntersAgain() public {
        vm.prank(owner);
        liquidator.setOperator(address(hostile), true);
        Plan memory plan = _plan(false);
        hostile.callBack(address(liquidator), abi.encodeCall(FlashLiquidator.liquidate, (plan)));
        bytes memory failure = _failureOf(plan);
        assertEq(bytes4(failure), ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
    }

    function test_RevertWhen_ItForgesACallback() public {
        bytes memory plan = abi.encode(_plan(false));
        (address[] memory assets, uint256[] memory ones) = (new address[](1), new uint256[](1));
        (assets[0], ones[0]) = (usdc, 1);
        bytes[3] memory forged = [
            abi.encodeWithSignature(
                "executeOperation(address,uint256,uint256,address,bytes)", usdc, 1, 0, address(liquidator), plan
            ),
            abi.encodeWithSignature(
                "executeOperation(address[],uint256[],uint256[],address,bytes)",
                assets,
                ones,
                ones,
                address(liquidator),
                plan
            ),
            abi.encodeWithSignature("uniswapV3SwapCallback(int256,int256,bytes)", 1, -1, plan)
        ];
        for (uint256 i; i < forged.length; ++i) {
            hostile.callBack(address(liquidator), forged[i]);
            bytes memory failure = _failureOf(_plan(false));
            assertEq(failure, abi.encodeWithSelector(CallbackUnexpected.selector, address(hostile)));
        }
    }

    /// @dev It takes all that it may and says that it refuses.
    function test_RevertWhen_ItTakesAndRefusesWithACode() public {
        deal(usdc, address(liquidator), 50_000e6);
        hostile.answer(9);
        hostile.takeAllTheSame(0);
        assertEq(_failureOf(_plan(false)), abi.encodeWithSelector(LiquidationRefused.selector, 9, 0));
        assertEq(_balance(usdc, address(liquidator)), 50_000e6);
        assertEq(_balance(usdc, operator), 1_000e6);
    }

    /// @dev Then it would take less as well: out of what lies here, were the allowance not used up.
    function test_RevertWhen_ItTakesAndRefusesAndTakesAgain() public {
        deal(usdc, address(liquidator), 50_000e6);
        hostile.answer(9);
        hostile.takeAllTheSame(500e6);
        assertEq(bytes4(_failureOf(_plan(false))), IERC20Errors.ERC20InsufficientAllowance.selector);
        assertEq(_balance(usdc, address(liquidator)), 50_000e6);
        assertEq(_balance(usdc, operator), 1_000e6);
    }

    /// @dev Only a market that the plan calls one of ether may pay in it, and what it paid is wrapped.
    function test_RevertWhen_ItPaysInEtherUnasked() public {
        hostile.payShares();
        hostile.sendEther();
        vm.deal(address(hostile), 1 ether);
        assertEq(_failureOf(_plan(false)), abi.encodeWithSelector(EtherUnexpected.selector, hostile));
    }

    /// @dev Neither a code nor a refusal, so nobody knows.
    function test_RevertWhen_ItAnswersNothing() public {
        hostile.payShares();
        hostile.sayNothing();
        assertEq(_failureOf(_plan(true)), "");
        assertEq(_balance(usdc, operator), 1_000e6);
    }

    /// @dev It vouches for itself, and not for what another one lists.
    function test_RevertWhen_ItIsNotAllowedItself() public {
        vm.prank(owner);
        liquidator.setMarket(address(hostile), false);
        assertEq(_failureOf(_plan(false)), abi.encodeWithSelector(MarketNotAllowed.selector, address(hostile)));
        Plan memory plan = _plan(false);
        plan.target.market = address(comptroller);
        assertEq(_failureOf(plan), abi.encodeWithSelector(MarketNotAllowed.selector, address(hostile)));
    }

    /// @dev A dollar a share, says its oracle: whoever persuades the owner of that is paid in shares, and the operator's dollars are gone.
    /// Nothing that belongs to anybody else is.
    function test_SharesAreWorthWhatTheAllowedOracleSays() public {
        hostile.payShares();
        vm.prank(operator);
        (bool success,) = address(liquidator).call(abi.encodeCall(FlashLiquidator.liquidate, (_plan(true))));
        assertFalse(success, "no bonus, no profit");
        assertEq(_balance(usdc, operator), 1_000e6);
        _assertNothingKept();
    }

    function _plan(bool keepsCTokens) private view returns (Plan memory) {
        address arriving = keepsCTokens ? address(hostile) : usdc;
        bytes memory data = abi.encode(hostile, hostile, address(0), keepsCTokens);
        return Plan({
            target: Target(address(hostile), borrower, arriving, usdc, 1_000e6, data),
            funding: Funding(FundingSource.Wallet, address(0), 1_000e6),
            selling: Selling.None,
            route: "",
            terms: Plans.terms()
        });
    }
}
