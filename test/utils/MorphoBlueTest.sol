// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {stdError} from "forge-std/StdError.sol";

import {Outcome, Plan} from "../../contracts/types/Plan.sol";
import {MorphoFormula} from "./MorphoFormula.sol";
import {MorphoTest} from "./MorphoTest.sol";
import {ProtocolEvents} from "./ProtocolEvents.sol";

/// @notice Liquidations on Morpho Blue, compared with what it says itself.
abstract contract MorphoBlueTest is MorphoTest {
    uint256 internal constant PRICE = 2700e24;

    /// @dev Under water: a unit and the rest of the debt stay behind, and the lenders have what they had.
    function _assertAllButAUnit(Plan memory plan, uint256 seized) internal {
        uint256 due = vm.snapshotState();
        blue.accrueInterest(params);
        (uint256 supplied,,,,,) = blue.market(_id());
        vm.revertToState(due);
        assertEq(_checked(plan).seized, seized);
        (uint256 shares, uint256 collateral) = _position(borrower);
        assertGt(shares, 0);
        assertEq(collateral, 1);
        (uint256 suppliedAfter,,,,,) = blue.market(_id());
        assertEq(suppliedAfter, supplied);
    }

    /// @dev The rest of the collateral is the borrower's.
    function _assertDebtIsRepaid(Plan memory plan, uint256 debt, uint256 price) internal {
        (, uint256 collateralBefore) = _position(borrower);
        Outcome memory outcome = _checked(plan);
        assertEq(outcome.repaid, debt);
        assertEq(outcome.seized, MorphoFormula.seized(debt, price, params.lltv));
        (uint256 shares, uint256 collateral) = _position(borrower);
        assertEq(shares, 0);
        assertEq(collateral, collateralBefore - outcome.seized);
        assertGt(collateral, 0);
    }

    /// @dev All 10 WETH at 2500 are worth 25,000, which pays 23,920 of 25,000: Morpho's lenders would lose the rest.
    function _openUnderWater() internal returns (uint256 loss) {
        _openMorpho(borrower, 10e18, 25_000e6);
        _setPrice("WETH", 2500 * USD);
        loss = 25_000e6 - MorphoFormula.repaid(10e18, 2500e24, params.lltv);
    }

    function _expectPanicOfTheSale(uint256 sold) internal {
        address venue = IUniswapV3Factory(uniswapFactory).getPool(weth, usdc, 500);
        vm.mockCallRevert(weth, abi.encodeCall(IERC20.transfer, (venue, sold)), stdError.arithmeticError);
        vm.expectRevert(stdError.arithmeticError);
    }

    /// @dev Liquidates and compares with Morpho's event and the receiver's balances.
    function _checked(Plan memory plan) internal returns (Outcome memory outcome) {
        (uint256 usdcBefore, uint256 wethBefore) = (_balance(usdc, receiver), _balance(weth, receiver));
        vm.recordLogs();
        outcome = _liquidate(plan);
        (uint256 repaid, uint256 seized) = ProtocolEvents.morpho(vm.getRecordedLogs(), morpho);
        assertEq(outcome.repaid, repaid, "repaid");
        assertEq(outcome.seized, seized, "seized");
        assertEq(_balance(usdc, receiver) - usdcBefore, outcome.debtGain);
        assertEq(_balance(weth, receiver) - wethBefore, outcome.collateralGain);
        _assertNothingAtRest(liquidator);
    }
}
