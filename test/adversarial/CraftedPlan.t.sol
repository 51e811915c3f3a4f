// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";

import {PlanMalformed} from "../../contracts/types/Errors.sol";
import {FundingSource, Venue} from "../../contracts/types/Plan.sol";
import {AaveTest} from "../utils/AaveTest.sol";

/// @notice Attack: an operator encodes a plan by hand so that the callback reads another plan than the entry checked.
/// @dev Solidity reads the offsets inside calldata as signed numbers. The callback finds the plan behind the header of its own
/// arguments, the entry behind a bare selector; an offset that points before the plan's own bytes reads that difference.
contract CraftedPlanTest is AaveTest {
    function setUp() public override {
        super.setUp();
        _openReference();
    }

    /// @dev At the entry `target.data` lies before the calldata: empty, so the underlying is taken. In Aave's callback it is
    /// the callback's own data, length included, whose first word is the plan's offset: 1, which reads as `true`, take aTokens.
    function test_RevertWhen_TargetDataPointsBeforeThePlan() public {
        bytes memory data = _encode({dataOffset: -int256(1 + 320 + 32), saleOffset: 512});
        // Nobody but the attacker would notice: what is seized is not what is watched at the exit.
        vm.expectCall(address(pool), abi.encodeCall(IPool.liquidationCall, (weth, usdc, borrower, 11_000e6, true)), 0);

        (bool success, bytes memory answer) = _send(data);
        assertFalse(success);
        assertEq(answer, abi.encodeWithSelector(PlanMalformed.selector));
    }

    function _encode(int256 dataOffset, int256 saleOffset) private view returns (bytes memory) {
        // The plan starts one byte behind its offset, so the offset can be 1: the first word of the plan, the offset of
        // the target, is 0x0140, of which 0x01 is the last byte of the plan's offset.
        bytes memory head = abi.encodePacked(
            uint256(1),
            uint8(0x40),
            abi.encode(FundingSource.AaveV3FlashLoan, address(pool), 11_000e6, saleOffset),
            abi.encode(1, 300, 0, address(0), block.timestamp)
        );
        bytes memory target = abi.encode(address(pool), borrower, weth, usdc, 11_000e6, dataOffset);
        bytes memory path = abi.encodePacked(weth, uint24(3000), usdc);
        bytes memory sale = abi.encodePacked(abi.encode(Venue.UniswapV3, 0x40, path.length), path);
        return abi.encodePacked(head, target, sale, new bytes(64));
    }

    function _send(bytes memory data) private returns (bool, bytes memory) {
        vm.prank(operator);
        return address(liquidator).call(abi.encodePacked(liquidator.liquidate.selector, data));
    }
}
