// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan} from "../../contracts/types/Plan.sol";
import {Routes} from "../utils/Routes.sol";
import {SellerTest} from "../utils/SellerTest.sol";

/// @notice Attack: a hop names another token than its venue pays. What it pays is not counted, and lies in the liquidator until its owner
/// rescues it: a bad sale like any other, within the limit and no further.
contract MisnamedTokenTest is SellerTest {
    function setUp() public override {
        super.setUp();
        _openVaultPosition(borrower);
    }

    /// @dev The vault pays ether, the route says that it pays the debt.
    function test_WhatTheVaultPaysIsTheOwners() public {
        uint256 snapshot = vm.snapshotState();
        Outcome memory honest = _liquidate(_plan(0));
        vm.revertToState(snapshot);

        Outcome memory outcome = _liquidate(_plan(100));
        assertLt(outcome.profit, honest.profit, "counted what did not come back");
        assertEq(outcome.profit, _balance(usdc, receiver));
        // Vaults round down: a hundredth of three shares, of 1.1 WETH each.
        uint256 left = _balance(weth, address(liquidator));
        assertApproxEqAbs(left, 0.033e18, 1);

        vm.prank(owner);
        liquidator.rescue(weth, left);
        assertEq(_balance(weth, receiver), left);
        _assertSellerEmpty();
    }

    /// @dev The pools pay a tenth more than the oracle says; 1,300 basis points are more than that and half of the bonus.
    function test_RevertGiven_ItIsMoreThanTheLimit() public {
        Plan memory plan = _plan(1_300);
        // Inside its callback Morpho would miss its money first.
        plan.funding = Funding(FundingSource.Wallet, address(0), 20_000e6);
        _fundWallet(usdc, 20_000e6);
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(plan);
    }

    function _plan(uint256 misnamed) private view returns (Plan memory) {
        bytes memory honest = Routes.split(0, 2, _unwrapThenV3(500));
        if (misnamed == 0) return _sold(honest);
        return _sold(bytes.concat(Routes.split(misnamed, 1, Routes.redeem(usdc)), honest));
    }
}
