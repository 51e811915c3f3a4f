// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    AssetsMismatch,
    EtherUnexpected,
    LiquidationRefused,
    MarketNotAllowed,
    NothingRedeemed,
    OraclePriceZero
} from "../../../contracts/types/Errors.sol";
import {Plan} from "../../../contracts/types/Plan.sol";
import {NewerCToken} from "../../devnet/NewerCToken.sol";
import {CompoundTest} from "../../utils/CompoundTest.sol";
import {ICTokenMarket} from "../../utils/ICompoundMarkets.sol";

/// @notice
/// what is refused on Compound V2
/// ├── when the position is healthy                            → both codes of older tokens, the newer ones' own error
/// ├── when liquidations are paused                            → as the market says it
/// ├── when only another may liquidate                         → the comptroller's code
/// ├── when the borrower has none of the collateral            → as the market says it
/// ├── when the comptroller is not allowed or does not list    → MarketNotAllowed, with who is not
/// ├── when the plan names another asset, or ether wrongly     → AssetsMismatch, NothingRedeemed, or the call fails
/// ├── when somebody else sends ether                          → EtherUnexpected
/// └── given a price of zero                                   → OraclePriceZero
contract CompoundV2RefusalsTest is CompoundTest {
    function test_RevertWhen_TheAccountIsHealthy() public {
        _openCompoundReference();
        _setPrice("WETH", 3000 * USD);
        assertEq(
            _failureOf(_flashLoan(cUsdc, cEther, 11_000e6)), abi.encodeWithSelector(LiquidationRefused.selector, 3, 3)
        );
    }

    function test_RevertWhen_TheAccountIsHealthyByNewerTokens() public {
        _openNewerReference();
        _setPrice("WETH", 3000 * USD);
        assertEq(
            _failureOf(_flashLoan(newerUsdc, newerWeth, 11_000e6)),
            abi.encodeWithSelector(NewerCToken.LiquidateComptrollerRejection.selector, 3)
        );
    }

    function test_RevertWhen_TheAccountIsHealthyAndOwesEther() public {
        _openEtherDebt();
        _setPrice("WBTC", 60_000 * USD);
        assertEq(
            _failureOf(_flashLoan(cEther, cBtc, 5e18)),
            abi.encodeWithSignature("Error(string)", "liquidateBorrow failed (03)")
        );
    }

    function test_RevertWhen_LiquidationsArePaused() public {
        _openCompoundReference();
        (address[] memory markets, uint8[] memory actions) = (new address[](1), new uint8[](1));
        (markets[0], actions[0]) = (cUsdc, 5);
        vm.prank(comptroller.admin());
        comptroller._setActionsPaused(markets, actions, true);
        assertEq(
            _failureOf(_flashLoan(cUsdc, cEther, 11_000e6)),
            abi.encodeWithSignature("Error(string)", "action is paused")
        );
    }

    /// @dev The comptroller's own code for whom it does not let liquidate.
    function test_RevertWhen_OnlyAnotherMayLiquidate() public {
        _openCompoundReference();
        vm.prank(comptroller.admin());
        comptroller._setLiquidatorContract(stranger);
        bytes memory failure = _failureOf(_flashLoan(cUsdc, cEther, 11_000e6));
        assertEq(failure, abi.encodeWithSelector(LiquidationRefused.selector, 3, 1));
        vm.prank(comptroller.admin());
        comptroller._setLiquidatorContract(address(liquidator));
        assertEq(_liquidate(_flashLoan(cUsdc, cEther, 11_000e6)).repaid, 11_000e6);
    }

    /// @dev What the market said of the plan's own amount, not of nothing at all.
    function test_RevertWhen_TheBorrowerHasNoneOfTheCollateral() public {
        _openCompoundReference();
        bytes memory failure = _failureOf(_flashLoan(cUsdc, cBtc, 11_000e6));
        assertEq(failure, abi.encodeWithSignature("Error(string)", "LIQUIDATE_SEIZE_TOO_MUCH"));
    }

    function test_RevertWhen_TheComptrollerDoesNotVouch() public {
        _openCompoundReference();
        Plan memory plan = _flashLoan(cUsdc, cEther, 11_000e6);
        plan.target.data = abi.encode(newerUsdc, cEther, cEther, false);
        assertEq(_failureOf(plan), abi.encodeWithSelector(MarketNotAllowed.selector, newerUsdc));
        plan.target.data = abi.encode(cUsdc, newerWeth, cEther, false);
        assertEq(_failureOf(plan), abi.encodeWithSelector(MarketNotAllowed.selector, newerWeth));
        plan.target.market = stranger;
        assertEq(_failureOf(plan), abi.encodeWithSelector(MarketNotAllowed.selector, stranger));
    }

    function test_RevertWhen_TheAssetsAreOthers() public {
        _openCompoundReference();
        Plan memory plan = _flashLoan(cUsdc, cEther, 11_000e6);
        plan.target.debt = dai;
        assertEq(_failureOf(plan), abi.encodeWithSelector(AssetsMismatch.selector, usdc, dai));
        plan = _flashLoan(cUsdc, cEther, 11_000e6);
        plan.target.collateral = wbtc;
        assertEq(_failureOf(plan), abi.encodeWithSelector(AssetsMismatch.selector, weth, wbtc));
        plan = _kept(cUsdc, cEther, 11_000e6);
        plan.target.collateral = weth;
        assertEq(_failureOf(plan), abi.encodeWithSelector(AssetsMismatch.selector, cEther, weth));
    }

    /// @dev Named plain it is asked for an underlying, and would mint if it could.
    function test_RevertWhen_EtherIsNotNamed() public {
        _openCompoundReference();
        Plan memory plan = _flashLoan(cUsdc, cEther, 11_000e6);
        plan.target.data = abi.encode(cUsdc, cEther, address(0), false);
        _failureOf(plan);
        assertEq(_balance(cEther, address(liquidator)), 0);
    }

    function test_RevertWhen_ATokenIsNamedEther() public {
        _supply(borrower, cBtc, 1e8);
        _borrow(comptroller, borrower, cBtc, cEther, 13e18);
        vm.prank(borrower);
        assertEq(ICTokenMarket(cUsdc).borrow(2e6), 0);
        _setPrice("WBTC", 50_000 * USD);
        Plan memory plan = _flashLoan(cEther, cBtc, 5e18);
        plan.target.data = abi.encode(cEther, cBtc, cBtc, false);
        plan.target.collateral = weth;
        _failureOf(plan);

        // a debt in dollars, against bitcoin that is called ether
        plan = _flashLoan(cUsdc, cBtc, 5e5);
        plan.target.data = abi.encode(cUsdc, cBtc, cBtc, false);
        plan.target.collateral = weth;
        assertEq(_failureOf(plan), abi.encodeWithSelector(NothingRedeemed.selector, cBtc));
        plan.target.data = abi.encode(cUsdc, cEther, cUsdc, false);
        plan.target.debt = weth;
        _failureOf(plan);
    }

    function test_RevertGiven_APriceOfZero() public {
        _openCompoundReference();
        _setPrice("WETH", 0);
        assertEq(_failureOf(_flashLoan(cUsdc, cEther, 1e6)), abi.encodeWithSelector(OraclePriceZero.selector, cEther));
        _setPrice("WETH", 2600 * USD);
        _setPrice("USDC", 0);
        assertEq(_failureOf(_flashLoan(cUsdc, cEther, 1e6)), abi.encodeWithSelector(OraclePriceZero.selector, cUsdc));
    }

    function test_RevertWhen_SomebodyElseSendsEther() public {
        address[2] memory senders = [stranger, cEther];
        for (uint256 i; i < senders.length; ++i) {
            vm.deal(senders[i], 1 ether);
            vm.prank(senders[i]);
            (bool success, bytes memory answer) = address(liquidator).call{value: 1}("");
            assertFalse(success);
            assertEq(answer, abi.encodeWithSelector(EtherUnexpected.selector, senders[i]));
        }
    }
}
