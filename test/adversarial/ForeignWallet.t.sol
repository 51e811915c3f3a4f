// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {NotSelf} from "../../contracts/types/Errors.sol";
import {Leg} from "../../contracts/types/Leg.sol";
import {Plan} from "../../contracts/types/Plan.sol";
import {AaveTest} from "../utils/AaveTest.sol";

/// @notice Attack: others have allowed the contract to take their tokens, without limit. Only the caller's wallet ever pays.
contract ForeignWalletTest is AaveTest {
    address private victim = makeAddr("victim");

    function setUp() public override {
        super.setUp();
        _openReference();
        deal(usdc, victim, 1_000_000e6);
        vm.prank(victim);
        IERC20(usdc).approve(address(liquidator), type(uint256).max);
        vm.prank(owner);
        liquidator.setOperator(victim, true); // another operator, with an open allowance
    }

    function test_RevertWhen_AnOperatorHasNoAllowanceItself() public {
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(liquidator), 0, 11_000e6)
        );
        _liquidate(_wallet());
    }

    function test_RevertWhen_TheVictimIsNamedAsLender() public {
        Plan memory plan = _wallet();
        plan.funding.lender = victim;
        vm.expectPartialRevert(IERC20Errors.ERC20InsufficientAllowance.selector);
        _liquidate(plan);
    }

    function test_RevertWhen_TheVictimIsNamedAsCaller() public {
        vm.expectRevert(abi.encodeWithSelector(NotSelf.selector, operator));
        vm.prank(operator);
        liquidator.executeLeg(_wallet(), victim);
    }

    function test_BatchChargesItsCaller() public {
        Leg[] memory legs = new Leg[](1);
        legs[0] = Leg(_wallet(), true, 0);
        vm.prank(operator);
        assertFalse(liquidator.liquidateBatch(legs)[0].success);

        vm.prank(victim);
        assertTrue(liquidator.liquidateBatch(legs)[0].success, "with its own money");
        assertEq(_balance(usdc, victim), 1_000_000e6);
    }
}
