// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IUniswapV3SwapCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";

import {
    CallbackMissing,
    CallbackUnexpected,
    Loss,
    ProfitBelowOracleFloor,
    SwapOverpaid
} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan} from "../../contracts/types/Plan.sol";
import {SwapPurpose} from "../../contracts/types/SwapPurpose.sol";
import {Attempts} from "../mocks/Attempts.sol";
import {FakePool} from "../mocks/FakePool.sol";
import {HostilePool} from "../mocks/HostilePool.sol";
import {Routes} from "../utils/Routes.sol";
import {SellerTest} from "../utils/SellerTest.sol";

/// @notice Attack: a route of the seller names a contract of the attacker as pool or pair. It can have what it is offered, which the
/// exit does not forgive, and nothing else.
contract HostileVenueTest is SellerTest {
    HostilePool private evil;

    function setUp() public override {
        super.setUp();
        _openVaultPosition(borrower);
        evil = new HostilePool();
        _fundWallet(usdc, 20_000e6);
    }

    function test_RevertGiven_ThePoolPaysNothing() public {
        evil.set(3e18, 1, 3e18);
        _expectLoss(_plan(Routes.split(0, 1, Routes.v3Pool(address(evil), usdc))));
    }

    function test_RevertGiven_ThePairPaysNothing() public {
        _expectLoss(_plan(Routes.split(0, 1, Routes.v2Pair(address(evil), 30, usdc))));
    }

    /// @dev The shares of the other split, and what lies in the seller, are there for the taking, whatever it says afterwards.
    function testFuzz_RevertGiven_ThePoolAsksForMoreThanItsShare(uint256 asked, uint256 said) public {
        deal(address(vault), address(seller), 1e18);
        asked = bound(asked, 0.03e18 + 1, 4e18);
        evil.set(asked, 1, bound(said, 0, asked));
        Plan memory plan = _plan(_oneHundredth(Routes.v3Pool(address(evil), usdc)));
        vm.expectRevert(abi.encodeWithSelector(SwapOverpaid.selector, asked, 0.03e18));
        _liquidate(plan);
    }

    /// @dev The next split would be offered less than there is, or nothing.
    function test_RevertGiven_ThePoolSaysThatItTookMoreThanItsShare() public {
        evil.set(0.01e18, 1, 0.03e18 + 1);
        Plan memory plan = _plan(_oneHundredth(Routes.v3Pool(address(evil), usdc)));
        vm.expectRevert(abi.encodeWithSelector(SwapOverpaid.selector, 0.03e18 + 1, 0.03e18));
        _liquidate(plan);
    }

    /// @dev It says that it took nothing: the last split is offered what is not there any more.
    function test_RevertGiven_ThePoolSaysThatItTookNothing() public {
        evil.set(0.03e18, 1, 0);
        Plan memory plan = _plan(_oneHundredth(Routes.v3Pool(address(evil), usdc)));
        vm.expectPartialRevert(ERC4626.ERC4626ExceededMaxRedeem.selector);
        _liquidate(plan);
    }

    /// @dev Of a token on the way it would lie in the seller for anybody, as what lies there already does.
    function testFuzz_WhatThePoolLeavesOnTheWayComesBack(uint256 taken, uint96 lying) public {
        (uint256 bought,,,) = quoter.quoteExactInput(abi.encodePacked(weth, uint24(3000), dai), 1e18);
        taken = bound(taken, 1, bought);
        evil.set(taken, 1, bought);
        deal(dai, address(seller), lying);
        deal(weth, address(seller), 1e18);
        bytes memory honest = Routes.v3Pool(_pool(weth, dai, 3000), dai);
        vm.prank(stranger);
        seller.sell(weth, 1e18, usdc, Routes.split(0, 2, bytes.concat(honest, Routes.v3Pool(address(evil), usdc))));
        assertEq(_balance(dai, stranger), bought - taken);
        assertEq(_balance(dai, address(seller)), lying);
    }

    /// @dev Of a liquidation it comes to the liquidator, whose exit does not watch it: the owner can take it out.
    function test_WhatThePoolLeavesOnTheWayWaitsForTheOwner() public {
        uint256 offered = vault.previewRedeem(0.03e18);
        evil.set(1, 1, offered);
        bytes memory trap = bytes.concat(Routes.redeem(weth), Routes.v3Pool(address(evil), usdc));
        Plan memory plan = _plan(bytes.concat(Routes.split(100, 2, trap), Routes.split(0, 2, _unwrapThenV3(500))));
        uint256 profit = _liquidate(plan).profit;
        assertEq(_balance(usdc, receiver), profit);
        assertEq(_balance(weth, address(seller)), 0);
        assertEq(_balance(weth, address(liquidator)), offered - 1);

        vm.prank(owner);
        liquidator.rescue(weth, offered - 1);
        assertEq(_balance(weth, receiver), offered - 1);
    }

    /// @dev It would be awaited for the rest of the transaction, so that nobody else could sell.
    function test_RevertGiven_ThePoolNeverCallsBack() public {
        Plan memory plan = _plan(_oneHundredth(Routes.v3Pool(address(evil), usdc)));
        vm.expectRevert(CallbackMissing.selector);
        _liquidate(plan);
    }

    function test_RevertGiven_ThePoolCallsBackTwice() public {
        evil.set(0.01e18, 2, 0.01e18);
        Plan memory plan = _plan(_oneHundredth(Routes.v3Pool(address(evil), usdc)));
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, evil));
        _liquidate(plan);
    }

    /// @dev A share of it can be lost to a thief, as to any bad pool: as much as the limit allows.
    function test_WhatItTakesIsBoundByTheLimit() public {
        evil.set(0.03e18, 1, 0.03e18);
        Plan memory plan = _plan(_oneHundredth(Routes.v3Pool(address(evil), usdc)));
        plan.terms.minBonusShareBps = 10_000;
        uint256 snapshot = vm.snapshotState();
        // The honest pool pays a tenth more than the oracle says, which hides it.
        Outcome memory outcome = _liquidate(plan);
        assertGe(outcome.profit, 8_910e6 - outcome.repaid, "what the shares are worth");
        assertEq(_balance(address(vault), address(evil)), 0.03e18);
        vm.revertToState(snapshot);

        evil.set(0.3e18, 1, 0.3e18);
        plan.route = bytes.concat(
            Routes.split(1_000, 1, Routes.v3Pool(address(evil), usdc)), Routes.split(0, 2, _unwrapThenV3(500))
        );
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(plan);
    }

    function test_NobodyComesBackIn() public {
        vm.prank(owner);
        liquidator.setOperator(address(evil), true);
        FakePool forger = new FakePool(address(vault), usdc, 500);
        bytes memory data = abi.encode(address(vault), 0.03e18);
        deal(usdc, address(seller), 100e6);
        bytes memory steal = Routes.split(0, 1, Routes.v3Pool(_pool(weth, usdc, 500), weth));
        evil.add(address(seller), abi.encodeCall(seller.sell, (usdc, 100e6, weth, steal)));
        evil.add(address(liquidator), abi.encodeCall(liquidator.liquidate, (_plan(steal))));
        evil.add(
            address(liquidator),
            abi.encodeCall(
                IUniswapV3SwapCallback.uniswapV3SwapCallback, (1, -1, abi.encodePacked(SwapPurpose.Sale, usdc))
            )
        );
        evil.add(address(forger), abi.encodeCall(FakePool.callBack, (address(seller), 0.03e18, 0, data)));
        evil.set(0.03e18, 0, 0.03e18);
        Plan memory plan = _plan(_oneHundredth(Routes.v2Pair(address(evil), 30, usdc)));

        _liquidate(plan);
        Attempts.Answer[] memory answers = evil.answers();
        assertEq(answers.length, 4);
        bytes memory reentrant = abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        assertEq(answers[0].data, reentrant);
        assertEq(answers[1].data, reentrant);
        assertEq(answers[2].data, abi.encodeWithSelector(CallbackUnexpected.selector, evil));
        assertEq(answers[3].data, abi.encodeWithSelector(CallbackUnexpected.selector, forger));
        assertEq(_balance(usdc, address(seller)), 100e6);
    }

    /// @dev The forged answer, with the right data, is refused; the pool's own never comes.
    function test_RevertGiven_AnotherAnswersForThePool() public {
        FakePool forger = new FakePool(address(vault), usdc, 500);
        bytes memory data = abi.encode(address(vault), 0.03e18);
        evil.add(address(forger), abi.encodeCall(FakePool.callBack, (address(seller), 0.03e18, 0, data)));
        Plan memory plan = _plan(_oneHundredth(Routes.v3Pool(address(evil), usdc)));
        vm.expectRevert(CallbackMissing.selector);
        _liquidate(plan);
    }

    function test_RevertWhen_ThePoolCallsTheIdleSeller() public {
        deal(usdc, address(seller), 1e6);
        FakePool forger = new FakePool(weth, usdc, 500);
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, forger));
        forger.callBack(address(seller), 1e6, 1e6, abi.encode(usdc, 1e6));
    }

    function _oneHundredth(bytes memory hop) private view returns (bytes memory) {
        return bytes.concat(Routes.split(100, 1, hop), Routes.split(0, 2, _unwrapThenV3(500)));
    }

    function _plan(bytes memory route) private view returns (Plan memory plan) {
        plan = _sold(route);
        plan.funding = Funding(FundingSource.Wallet, address(0), 20_000e6);
    }

    function _expectLoss(Plan memory plan) private {
        vm.expectPartialRevert(Loss.selector);
        _liquidate(plan);
    }
}
