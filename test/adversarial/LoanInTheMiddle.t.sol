// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAaveV2Pool} from "../../contracts/interfaces/IAaveV2Pool.sol";
import {CallbackUnexpected, InitiatorUnexpected} from "../../contracts/types/Errors.sol";
import {Outcome, Plan} from "../../contracts/types/Plan.sol";
import {HookToken} from "../mocks/HookToken.sol";
import {Reenterer} from "../mocks/Reenterer.sol";
import {AaveV2Test} from "../utils/AaveV2Test.sol";

/// @notice Attack: the debt asset has turned hostile and calls a thief whenever it moves. While a loan of Aave V2 is awaited, the thief asks
/// the same lender for the same loan in the liquidator's name, with the very data that is awaited: only the initiator differs.
contract LoanInTheMiddleTest is AaveV2Test {
    Reenterer private attacker;

    function setUp() public override {
        super.setUp();
        _openUsual();
        // The token keeps its balances and gets hooks, as after an upgrade by a hostile issuer.
        vm.etch(usdc, address(new HookToken(6)).code);
        attacker = new Reenterer(address(liquidator));
        HookToken(usdc).setHook(attacker);
    }

    function test_OnlyTheLoanThatWasAskedForCounts() public {
        Plan memory plan = _flashLoan();
        attacker.add(market, _loan(abi.encode(plan)));
        attacker.add(dollarMarket, _loan(abi.encode(plan)));
        attacker.add(address(pool), _loan(abi.encode(plan)));

        Outcome memory outcome = _liquidate(plan);
        Reenterer.Answer[] memory answers = attacker.answers();
        assertEq(answers.length, 5 * 3, "lent, repaid, sold, collected, paid out");
        assertEq(
            answers[0].data, abi.encodeWithSelector(InitiatorUnexpected.selector, attacker), "while it was awaited"
        );
        assertEq(answers[1].data, abi.encodeWithSelector(CallbackUnexpected.selector, dollarMarket), "another lender");
        assertEq(answers[2].data, abi.encodeWithSelector(CallbackUnexpected.selector, pool), "another lender");
        assertEq(answers[3].data, abi.encodeWithSelector(CallbackUnexpected.selector, market), "once it has come");
        for (uint256 i; i < answers.length; ++i) {
            assertFalse(answers[i].success);
        }
        assertEq(_balance(usdc, receiver), outcome.debtGain);
        _assertNothingLeft();
    }

    function _loan(bytes memory data) private view returns (bytes memory) {
        (address[] memory assets, uint256[] memory amounts) = (new address[](1), new uint256[](1));
        (assets[0], amounts[0]) = (usdc, 11_000e6);
        return abi.encodeCall(
            IAaveV2Pool.flashLoan,
            (address(liquidator), assets, amounts, new uint256[](1), address(liquidator), data, 0)
        );
    }
}
