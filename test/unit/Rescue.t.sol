// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EtherTransferFailed, EtherUnexpected} from "../../contracts/types/Errors.sol";
import {EtherBomb} from "../mocks/EtherBomb.sol";
import {RefusingReceiver} from "../mocks/RefusingReceiver.sol";
import {AaveTest} from "../utils/AaveTest.sol";

/// @notice
/// rescue, by the owner (others: see Governance)
/// ├── of a token, USDT included              → the amount goes to the receiver, the rest stays
/// ├── of ether                               → the same
/// ├── given it is paused                     → works all the same
/// ├── when the receiver refuses ether        → EtherTransferFailed
/// └── when the amount is zero                → nothing happens
/// ether sent by anybody but the wrapper      → EtherUnexpected
contract RescueTest is AaveTest {
    function test_SendsTokensToTheReceiver() public {
        address[2] memory tokens = [usdt, weth];
        for (uint256 i; i < tokens.length; ++i) {
            deal(tokens[i], address(liquidator), 5e6);
            vm.prank(owner);
            liquidator.rescue(tokens[i], 3e6);
            assertEq(_balance(tokens[i], receiver), 3e6);
            assertEq(_balance(tokens[i], address(liquidator)), 2e6);
        }
    }

    function test_SendsEtherToTheReceiver() public {
        EtherBomb.drop(address(liquidator), 2 ether);
        vm.prank(owner);
        liquidator.rescue(address(0), 1.5 ether);
        assertEq(receiver.balance, 1.5 ether);
        assertEq(address(liquidator).balance, 0.5 ether);
    }

    function test_WorksWhilePaused() public {
        deal(weth, address(liquidator), 1);
        vm.startPrank(owner);
        liquidator.setPaused(true);
        liquidator.rescue(weth, 1);
        assertEq(_balance(weth, receiver), 1);
    }

    function test_RevertGiven_ReceiverRefusesEther() public {
        address refusing = address(new RefusingReceiver());
        EtherBomb.drop(address(liquidator), 1 ether);
        vm.startPrank(owner);
        liquidator.setReceiver(refusing);
        vm.expectRevert(abi.encodeWithSelector(EtherTransferFailed.selector, refusing, 1 ether));
        liquidator.rescue(address(0), 1 ether);
    }

    function test_NothingHappensForZero() public {
        vm.startPrank(owner);
        liquidator.rescue(weth, 0);
        liquidator.rescue(address(0), 0);
        assertEq(_balance(weth, receiver), 0);
    }

    function testFuzz_RevertWhen_EtherComesFromOutside(address sender, uint96 amount) public {
        vm.assume(sender != weth);
        vm.deal(sender, amount);
        vm.prank(sender);
        (bool success, bytes memory answer) = address(liquidator).call{value: amount}("");
        assertFalse(success);
        assertEq(answer, abi.encodeWithSelector(EtherUnexpected.selector, sender));
    }
}
