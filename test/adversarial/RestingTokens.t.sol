// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {PoolMissing} from "../../contracts/types/Errors.sol";
import {Outcome, Plan} from "../../contracts/types/Plan.sol";
import {EtherBomb} from "../mocks/EtherBomb.sol";
import {Reenterer} from "../mocks/Reenterer.sol";
import {AaveTest} from "../utils/AaveTest.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Attack: somebody's tokens or ether lie in the contract. A liquidation must neither count them nor spend them,
/// even if the operator wants it to.
contract RestingTokensTest is AaveTest {
    uint24 private constant OWN_FEE = 10_000;

    Liquidity private attacker;

    function setUp() public override {
        super.setUp();
        _openReference();
        attacker = new Liquidity(uniswapFactory);
    }

    function test_FlashSwapIgnoresWhatLiesHere() public {
        _assertSameWithDonations(_flashSwap());
    }

    function test_FlashLoanIgnoresWhatLiesHere() public {
        _assertSameWithDonations(_flashLoan());
    }

    function test_WalletIgnoresWhatLiesHere() public {
        _fundWallet(operator, usdc, 11_000e6);
        _assertSameWithDonations(_wallet());
    }

    /// @dev A thief's pool of one fee tier pays next to nothing for the collateral; what lies here would be sold to it, while
    /// the aTokens that stand for the profit hide the loss. But what is sold is what arrived, and nothing else.
    function test_RevertWhen_WalletTakesATokensAndSellsTheCollateral() public {
        _thievesPool();
        deal(weth, address(liquidator), 5e18);
        _fundWallet(operator, usdc, 11_000e6);
        Plan memory plan = _wallet();
        plan.route = Routes.split(0, 1, Routes.v3(OWN_FEE, usdc));
        _expectNoPoolForATokens(plan, OWN_FEE);
    }

    function test_RevertWhen_FlashSwapTakesATokensAndPaysWithTheCollateral() public {
        deal(weth, address(liquidator), 5e18);
        _expectNoPoolForATokens(_flashSwap(), 3000);
    }

    function test_RevertWhen_FlashLoanTakesATokensAndSellsTheCollateral() public {
        deal(weth, address(liquidator), 5e18);
        _expectNoPoolForATokens(_flashLoan(), 3000);
    }

    function test_EtherForcedInStaysUntilRescue() public {
        EtherBomb.drop(address(liquidator), 3 ether);
        Plan memory plan = _flashSwap();
        plan.terms.tipBps = 5_000;
        plan.terms.tipRecipient = stranger;

        _liquidate(plan);
        assertEq(address(liquidator).balance, 3 ether);

        vm.prank(owner);
        liquidator.rescue(address(0), 3 ether);
        assertEq(receiver.balance, 3 ether);
    }

    /// @dev Whoever is tipped gives both assets back, and more: it is nobody's gain.
    function test_WhatComesInWithATipStaysUntilRescue() public {
        Reenterer tipped = new Reenterer(address(liquidator));
        address[2] memory tokens = [weth, usdc];
        for (uint256 i; i < tokens.length; ++i) {
            deal(tokens[i], address(tipped), 7e18);
            tipped.add(tokens[i], abi.encodeCall(IERC20.transfer, (address(liquidator), 7e18)));
        }
        Plan memory plan = _flashSwap();
        plan.target.amount = 10_000e6; // 1,000 USDC are left over, and collateral
        (plan.terms.tipBps, plan.terms.tipRecipient) = (3_000, address(tipped));

        Outcome memory outcome = _liquidate(plan);
        assertEq(_balance(usdc, receiver), outcome.debtGain - outcome.debtGain * 3 / 10);
        assertEq(_balance(weth, receiver), outcome.collateralGain - outcome.collateralGain * 3 / 10);
        for (uint256 i; i < tokens.length; ++i) {
            assertEq(_balance(tokens[i], address(liquidator)), 7e18);
        }

        vm.prank(owner);
        liquidator.rescue(weth, 7e18);
        assertEq(_balance(weth, address(liquidator)), 0);
    }

    /// @dev The same liquidation twice, the second time with everything already lying here.
    function _assertSameWithDonations(Plan memory plan) private {
        uint256 snapshot = vm.snapshotState();
        Outcome memory expected = _liquidate(plan);
        vm.revertToState(snapshot);

        address[3] memory tokens = [weth, usdc, dai];
        for (uint256 i; i < tokens.length; ++i) {
            deal(tokens[i], address(liquidator), 7e18);
        }
        EtherBomb.drop(address(liquidator), 1 ether);

        assertEq(abi.encode(_liquidate(plan)), abi.encode(expected), "counted");
        for (uint256 i; i < tokens.length; ++i) {
            assertEq(_balance(tokens[i], address(liquidator)), 7e18, "spent or kept");
        }
        assertEq(address(liquidator).balance, 1 ether);
        assertEq(_balance(weth, receiver), expected.collateralGain);
        assertEq(_balance(usdc, receiver), expected.debtGain);
    }

    function _expectNoPoolForATokens(Plan memory plan, uint24 fee) private {
        plan.target.data = abi.encode(true);
        address aToken = _aToken(weth);
        (address token0, address token1) = aToken < usdc ? (aToken, usdc) : (usdc, aToken);
        bytes32 salt = keccak256(abi.encode(token0, token1, fee));
        address missing = vm.computeCreate2Address(salt, POOL_INIT_CODE_HASH, uniswapFactory);
        vm.expectRevert(abi.encodeWithSelector(PoolMissing.selector, missing));
        _liquidate(plan);
    }

    /// @dev 1 WETH = 1 USDC, deep enough to swallow what lies here.
    function _thievesPool() private {
        deal(weth, address(attacker), 1e24);
        deal(usdc, address(attacker), 1e18);
        attacker.open(weth, 1000e18, usdc, 1000e6, OWN_FEE);
    }
}
