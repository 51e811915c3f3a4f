// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {NothingRedeemed} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Plan, Selling} from "../../contracts/types/Plan.sol";
import {EtherBomb} from "../mocks/EtherBomb.sol";
import {CompoundTest} from "../utils/CompoundTest.sol";

/// @notice Attack: tokens, cTokens and ether lie in the liquidator, sent there by somebody. What is redeemed, wrapped and unwrapped on the
/// way of a liquidation is told from them by difference: they help no liquidation, and none takes them.
contract RestingInCompoundTest is CompoundTest {
    using SafeERC20 for IERC20;

    uint256 private constant ETHER = 3 ether;

    address[] private litter;

    function setUp() public override {
        super.setUp();
        litter = [weth, usdc, wbtc, cEther, cUsdc, cBtc];
        _supplyEther(stranger, 5e18);
        _supply(stranger, cUsdc, 5_000e6);
        _supply(stranger, cBtc, 1e8);
    }

    function test_WhatIsRedeemed() public {
        _openCompoundReference();
        _checked(_flashLoan(cUsdc, cEther, 11_000e6));
    }

    function test_WhatAFlashSwapIsPaidWith() public {
        _openCompoundReference();
        _checked(_flashSwap(cUsdc, cEther, 11_000e6));
    }

    function test_WhatIsKept() public {
        _openCompoundReference();
        _fundOperator(usdc, 11_000e6);
        _checked(_kept(cUsdc, cEther, 11_000e6));
    }

    function test_WhatIsRepaidInEther() public {
        _openEtherDebt();
        _checked(_flashLoan(cEther, cBtc, 5e18));
    }

    /// @dev Refused first, and wrapped again in between.
    function test_WhatIsRepaidInEtherAtTheSecondAttempt() public {
        _openEtherDebt();
        _checked(_flashLoan(cEther, cBtc, 9e18));
    }

    function test_EtherOnBothSides() public {
        _supplyEther(borrower, 10e18);
        _borrow(comptroller, borrower, cEther, cEther, 7.9e18);
        vm.roll(block.number + 10_000_000);
        _checked(_flashLoan(cEther, cEther, 1e18));
    }

    /// @dev A token that is called ether: what is redeemed would be counted in wrapped ether, of which some lies here.
    function test_RevertWhen_ATokenIsCalledEther() public {
        _supply(borrower, cBtc, 1e8);
        _borrow(comptroller, borrower, cBtc, cUsdc, 40_000e6);
        _setPrice("WBTC", 50_000 * USD);
        _drop();
        _fundOperator(usdc, 20_000e6);
        Plan memory plan = _flashLoan(cUsdc, cBtc, 20_000e6);
        plan.funding = Funding(FundingSource.Wallet, address(0), 20_000e6);
        plan.target.collateral = weth;
        plan.target.data = abi.encode(cUsdc, cBtc, cBtc, false);
        plan.selling = Selling.None;
        assertEq(_failureOf(plan), abi.encodeWithSelector(NothingRedeemed.selector, cBtc));
        _assertUntouched();
        assertEq(_balance(usdc, operator), 20_000e6);
    }

    /// @dev The same as without what lies here, which stays to the unit.
    function _checked(Plan memory plan) private {
        uint256 snapshot = vm.snapshotState();
        bytes memory expected = abi.encode(_liquidate(plan));
        vm.revertToState(snapshot);
        _drop();
        assertEq(abi.encode(_liquidate(plan)), expected);
        _assertUntouched();
    }

    function _drop() private {
        for (uint256 i; i < 3; ++i) {
            deal(litter[i], address(liquidator), _amountOf(i));
        }
        for (uint256 i = 3; i < 6; ++i) {
            vm.prank(stranger);
            IERC20(litter[i]).safeTransfer(address(liquidator), _amountOf(i));
        }
        EtherBomb.drop(address(liquidator), ETHER);
    }

    function _assertUntouched() private view {
        for (uint256 i; i < 6; ++i) {
            assertEq(_balance(litter[i], address(liquidator)), _amountOf(i));
        }
        assertEq(address(liquidator).balance, ETHER);
    }

    /// @dev Some of each: tokens, then cTokens, of which a whole one has 8 decimals.
    function _amountOf(uint256 i) private pure returns (uint256) {
        return [uint256(50e18), 50_000e6, 2e8, 100e8, 1_000e8, 10e8][i];
    }
}
