// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFlashLoanSimpleReceiver} from "@aave/core-v3/contracts/flashloan/interfaces/IFlashLoanSimpleReceiver.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IUniswapV3SwapCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";

import {CallbackUnexpected, InitiatorUnexpected, NotSelf} from "../../contracts/types/Errors.sol";
import {Leg} from "../../contracts/types/Leg.sol";
import {Outcome, Plan} from "../../contracts/types/Plan.sol";
import {SwapPurpose} from "../../contracts/types/SwapPurpose.sol";
import {HookToken} from "../mocks/HookToken.sol";
import {Reenterer} from "../mocks/Reenterer.sol";
import {AaveTest} from "../utils/AaveTest.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Attack: somebody gets control in the middle of a liquidation and comes back in, with every right there is: it is an
/// operator and even the owner. Control comes from a token on the way of the sale, from the debt asset itself (an Aave
/// reserve that turned hostile), or from the ether of a tip.
contract ReentryTest is AaveTest {
    uint256 private constant ENTRIES = 6;

    Reenterer private attacker;
    Plan private other; // a liquidation of somebody else that would succeed

    function setUp() public override {
        super.setUp();
        address second = makeAddr("second borrower");
        _open(pool, second, weth, 10e18, usdc, 22_000e6);
        _openReference();
        other = _flashSwap();
        other.target.borrower = second;
        attacker = new Reenterer(address(liquidator));
        vm.startPrank(owner);
        liquidator.setOperator(address(attacker), true);
        liquidator.transferOwnership(address(attacker));
        vm.stopPrank();
        vm.prank(address(attacker));
        liquidator.acceptOwnership();
    }

    function test_TokenOnTheWayOfTheSale() public {
        HookToken between = _listBetween();
        between.setHook(attacker);
        _addEveryEntry();
        Plan memory plan = _flashLoan();
        plan.route = Routes.uniswapV3(abi.encodePacked(weth, uint24(3000), between, uint24(3000), usdc));

        Outcome memory outcome = _liquidate(plan);
        _assertAllRefused(2); // once when the token arrives, once when it leaves
        assertEq(_balance(usdc, receiver), outcome.debtGain);
        assertEq(_balance(weth, receiver), 0, "the other liquidation did not happen");
        _assertNothingAtRest(liquidator);
    }

    /// @dev The reserve's token calls the attacker when it is lent, sold, pulled; it is the loan that is awaited then.
    function test_DebtAssetOfAFlashLoan() public {
        HookToken(_turnHostile(usdc)).setHook(attacker);
        _addEveryEntry();
        Plan memory plan = _flashLoan();
        // The same loan once more, from the same lender, for the very data that is awaited: only the initiator differs.
        attacker.add(
            address(pool),
            abi.encodeCall(pool.flashLoanSimple, (address(liquidator), usdc, 11_000e6, abi.encode(plan), 0))
        );

        vm.recordLogs();
        Outcome memory outcome = _liquidate(plan);
        Reenterer.Answer[] memory answers = attacker.answers();
        assertEq(answers.length, 5 * (ENTRIES + 1), "lent, repaid, sold, collected, paid out");
        assertEq(
            answers[ENTRIES].data,
            abi.encodeWithSelector(InitiatorUnexpected.selector, attacker),
            "while it was awaited"
        );
        for (uint256 i; i < answers.length; ++i) {
            assertFalse(answers[i].success);
        }
        assertEq(_balance(usdc, receiver), outcome.debtGain);
        _assertNothingAtRest(liquidator);
    }

    function test_DebtAssetOfAFlashSwap() public {
        HookToken(_turnHostile(usdc)).setHook(attacker);
        _addEveryEntry();
        // The pool that is awaited cannot be made to call back by anybody else: it is locked.
        address realPool =
            vm.computeCreate2Address(keccak256(abi.encode(weth, usdc, 3000)), POOL_INIT_CODE_HASH, uniswapFactory);
        attacker.add(
            realPool,
            abi.encodeCall(
                IUniswapV3Pool(realPool).swap, (address(liquidator), true, 1, 4295128740, abi.encode(_flashSwap()))
            )
        );

        Outcome memory outcome = _liquidate(_flashSwap());
        Reenterer.Answer[] memory answers = attacker.answers();
        assertEq(answers.length, 2 * (ENTRIES + 1), "bought, repaid");
        for (uint256 i; i < answers.length; ++i) {
            assertFalse(answers[i].success);
        }
        assertEq(_balance(weth, receiver), outcome.collateralGain);
        _assertNothingAtRest(liquidator);
    }

    function test_TipRecipient() public {
        _addEveryEntry();
        Plan memory plan = _flashSwap();
        plan.terms.tipBps = 5_000;
        plan.terms.tipRecipient = address(attacker);

        Outcome memory outcome = _liquidate(plan);
        _assertAllRefused(1);
        assertEq(address(attacker).balance, outcome.collateralGain / 2);
        assertEq(_balance(weth, receiver), outcome.collateralGain - outcome.collateralGain / 2);
        _assertNothingAtRest(liquidator);
    }

    /// @dev In a batch the guard is held by the batch, not by its legs.
    function test_TipRecipientWithinABatch() public {
        _addEveryEntry();
        Leg[] memory legs = new Leg[](1);
        legs[0] = Leg(_flashSwap(), false, 0);
        legs[0].plan.terms.tipBps = 1;
        legs[0].plan.terms.tipRecipient = address(attacker);
        vm.prank(operator);
        liquidator.liquidateBatch(legs);
        _assertAllRefused(1);
    }

    /// @dev The owner may; who gets this profit was settled when it began.
    function test_NewReceiverGetsNothingOfWhatHasBegun() public {
        address next = makeAddr("next receiver");
        attacker.add(address(liquidator), abi.encodeCall(liquidator.setReceiver, (next)));
        Plan memory plan = _flashSwap();
        plan.target.amount = 10_000e6; // both assets are left over
        (plan.terms.tipBps, plan.terms.tipRecipient) = (1, address(attacker));

        Outcome memory outcome = _liquidate(plan);
        (address current,,,) = liquidator.settings();
        assertEq(current, next);
        assertEq(_balance(weth, next) + _balance(usdc, next), 0);
        assertEq(_balance(usdc, receiver), outcome.debtGain - outcome.debtGain / 10_000);
        assertEq(_balance(weth, receiver), outcome.collateralGain - address(attacker).balance);
    }

    function _addEveryEntry() private {
        Leg[] memory legs = new Leg[](1);
        legs[0] = Leg(other, false, 0);
        attacker.add(address(liquidator), abi.encodeCall(liquidator.liquidate, (other)));
        attacker.add(address(liquidator), abi.encodeCall(liquidator.liquidateBatch, (legs)));
        attacker.add(address(liquidator), abi.encodeCall(liquidator.rescue, (usdc, 1)));
        attacker.add(address(liquidator), abi.encodeCall(liquidator.executeLeg, (other, operator)));
        attacker.add(
            address(liquidator),
            abi.encodeCall(
                IFlashLoanSimpleReceiver.executeOperation, (usdc, 1, 0, address(liquidator), abi.encode(_flashLoan()))
            )
        );
        attacker.add(
            address(liquidator),
            abi.encodeCall(
                IUniswapV3SwapCallback.uniswapV3SwapCallback, (1, -1, abi.encodePacked(SwapPurpose.Sale, weth))
            )
        );
    }

    function _assertAllRefused(uint256 times) private view {
        bytes memory reentrant = abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        bytes memory unexpected = abi.encodeWithSelector(CallbackUnexpected.selector, attacker);
        bytes[ENTRIES] memory errors = [
            reentrant, reentrant, reentrant, abi.encodeWithSelector(NotSelf.selector, attacker), unexpected, unexpected
        ];
        Reenterer.Answer[] memory answers = attacker.answers();
        assertEq(answers.length, times * ENTRIES);
        for (uint256 i; i < answers.length; ++i) {
            assertFalse(answers[i].success);
            assertEq(answers[i].data, errors[i % ENTRIES]);
        }
    }

    function _listBetween() private returns (HookToken between) {
        between = new HookToken(18);
        Liquidity maker = new Liquidity(uniswapFactory);
        between.mint(address(maker), 1e30);
        deal(weth, address(maker), 2_000e18);
        deal(usdc, address(maker), 10_000_000e6);
        maker.open(weth, 1_000e18, address(between), 1_000e18, 3000);
        maker.open(address(between), 1_000e18, usdc, 3_000_000e6, 3000);
    }

    /// @dev The token keeps its balances and gets hooks, as after an upgrade by a hostile issuer.
    function _turnHostile(address token) private returns (address) {
        vm.etch(token, address(new HookToken(6)).code);
        return token;
    }
}
