// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Loss} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan} from "../../contracts/types/Plan.sol";
import {HostilePool} from "../mocks/HostilePool.sol";
import {Routes} from "../utils/Routes.sol";
import {SellerTest} from "../utils/SellerTest.sol";

/// @notice Attack: somebody's tokens lie in the seller. A liquidation neither counts nor spends them. They are nobody's: a stranger
/// may take them, but not what a liquidation brings.
contract RestingInSellerTest is SellerTest {
    function setUp() public override {
        super.setUp();
        _openVaultPosition(borrower);
    }

    function test_LiquidationIgnoresWhatLiesThere() public {
        Plan memory plan = _sold(Routes.split(9_900, 2, _unwrapThenV3(500)));
        uint256 snapshot = vm.snapshotState();
        Outcome memory expected = _liquidate(plan);
        vm.revertToState(snapshot);

        _litter();
        assertEq(abi.encode(_liquidate(plan)), abi.encode(expected), "counted");
        _assertLittered();
    }

    /// @dev A pool that pays nothing: what lies there of the debt asset would do as its payment.
    function test_RevertGiven_ASaleThatWouldPassWithWhatLiesThere() public {
        _litter();
        HostilePool evil = new HostilePool();
        evil.set(3e18, 1, 3e18);
        _fundWallet(usdc, 20_000e6);
        Plan memory plan = _sold(Routes.split(0, 1, Routes.v3Pool(address(evil), usdc)));
        plan.funding = Funding(FundingSource.Wallet, address(0), 20_000e6);
        vm.expectPartialRevert(Loss.selector);
        _liquidate(plan);
    }

    function test_AStrangerMayTakeIt() public {
        _litter();
        bytes memory hop = Routes.v3Pool(_pool(weth, usdc, 500), usdc);
        vm.prank(stranger);
        seller.sell(weth, 7e18, usdc, Routes.split(1, 1, hop));
        assertEq(_balance(weth, stranger), 7e18 - 7e18 / 10_000);
        assertEq(_balance(weth, address(seller)), 0);

        // There is nothing to take of the next liquidation.
        Outcome memory outcome = _liquidate(_sold(Routes.split(0, 2, _unwrapThenV3(500))));
        assertEq(_balance(usdc, receiver), outcome.profit);
    }

    function _litter() private {
        deal(weth, address(seller), 7e18);
        deal(usdc, address(seller), 50_000e6);
        deal(address(vault), address(seller), 7e18);
    }

    function _assertLittered() private view {
        assertEq(_balance(weth, address(seller)), 7e18);
        assertEq(_balance(usdc, address(seller)), 50_000e6);
        assertEq(_balance(address(vault), address(seller)), 7e18);
    }
}
