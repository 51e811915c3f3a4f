// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {stdJson} from "forge-std/StdJson.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {IFlashLiquidator} from "../../contracts/interfaces/IFlashLiquidator.sol";
import {
    FundingUnsupported,
    LenderNotAllowed,
    MarketNotAllowed,
    NotOperator,
    NotSelf,
    Paused
} from "../../contracts/types/Errors.sol";
import {FundingSource, Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {AaveTest} from "../utils/AaveTest.sol";
import {IMorphoMarkets} from "../utils/IMorphoMarkets.sol";
import {Plans} from "../utils/Plans.sol";

/// @notice
/// liquidate
/// ├── when the caller is no operator (a stranger, the owner)          → NotOperator
/// ├── given it is paused                                             → Paused
/// ├── when the market is not allowed                                 → MarketNotAllowed
/// ├── when the lender is not allowed                                 → LenderNotAllowed
/// ├── when the source or the venue does not exist                    → no error data
/// ├── when the source exists but the leaf has it not                 → FundingUnsupported
/// └── otherwise                                                      → liquidates, says what it did, keeps nothing
/// executeLeg
/// └── when anybody but the contract itself calls                     → NotSelf
contract EntryTest is AaveTest {
    using stdJson for string;

    function setUp() public override {
        super.setUp();
        _openReference();
    }

    function test_RevertWhen_CallerIsStranger() public {
        vm.expectRevert(abi.encodeWithSelector(NotOperator.selector, stranger));
        vm.prank(stranger);
        liquidator.liquidate(_flashSwap());
    }

    function test_RevertWhen_CallerIsOwner() public {
        vm.expectRevert(abi.encodeWithSelector(NotOperator.selector, owner));
        vm.prank(owner);
        liquidator.liquidate(_flashSwap());
    }

    function test_RevertGiven_Paused() public {
        vm.prank(owner);
        liquidator.setPaused(true);
        vm.expectRevert(Paused.selector);
        _liquidate(_flashSwap());
    }

    function test_RevertWhen_MarketIsNotAllowed() public {
        Plan memory plan = _flashSwap();
        plan.target.market = stranger;
        vm.expectRevert(abi.encodeWithSelector(MarketNotAllowed.selector, stranger));
        _liquidate(plan);
    }

    function test_RevertWhen_LenderIsNotAllowed() public {
        Plan memory plan = _flashLoan();
        plan.funding.lender = stranger;
        vm.expectRevert(abi.encodeWithSelector(LenderNotAllowed.selector, stranger));
        _liquidate(plan);
    }

    function test_RevertWhen_SourceDoesNotExist() public {
        // Word 2 of the calldata behind the selector: the plan's offset, its target's offset, its source.
        _expectNoErrorData(
            _withWord(abi.encodeCall(liquidator.liquidate, (_flashSwap())), 2, uint256(type(FundingSource).max) + 1)
        );
    }

    function test_RevertWhen_SellingDoesNotExist() public {
        _expectNoErrorData(
            _withWord(abi.encodeCall(liquidator.liquidate, (_flashSwap())), 1 + 4, uint256(type(Selling).max) + 1)
        );
    }

    function test_RevertWhen_LeafHasNotTheSource() public {
        Plan memory plan = _flashSwap();
        plan.funding.source = FundingSource.Callback;
        vm.expectRevert(abi.encodeWithSelector(FundingUnsupported.selector, FundingSource.Callback));
        _liquidate(plan);
    }

    function test_LiquidatesAndSaysWhatItDid() public {
        Plan memory plan = _flashSwap();
        uint256 snapshot = vm.snapshotState();
        Outcome memory expected = _liquidate(plan);
        vm.revertToState(snapshot);

        vm.expectEmit(address(liquidator));
        emit IFlashLiquidator.Liquidated(address(pool), borrower, operator, weth, usdc, expected);
        _liquidate(plan);
        assertEq(_balance(weth, receiver), expected.collateralGain);
        assertEq(_balance(usdc, receiver), expected.debtGain);
        _assertNothingAtRest(liquidator);
    }

    function test_RevertWhen_LegIsExecutedFromOutside() public {
        address[4] memory callers = [stranger, operator, owner, receiver];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(NotSelf.selector, callers[i]));
            vm.prank(callers[i]);
            liquidator.executeLeg(_flashSwap(), operator);
        }
    }

    function _expectNoErrorData(bytes memory data) private {
        vm.prank(operator);
        (bool success, bytes memory answer) = address(liquidator).call(data);
        assertFalse(success);
        assertEq(answer, "");
    }

    function _word(bytes memory data, uint256 index) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(add(data, 0x24), mul(index, 0x20)))
        }
    }

    function _withWord(bytes memory data, uint256 index, uint256 value) private pure returns (bytes memory) {
        assembly ("memory-safe") {
            mstore(add(add(data, 0x24), mul(index, 0x20)), value)
        }
        return data;
    }
}
