// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {AaveTest} from "../utils/AaveTest.sol";
import {Plans} from "../utils/Plans.sol";

/// @notice aTokens are scaled balances: what is sent and what arrives may differ by a unit. Nothing may get stuck on that.
contract ATokensFuzzTest is AaveTest {
    function testFuzz_TipAndRestAddUpWhateverTheIndex(uint32 elapsed, uint256 amount, uint16 tipBps, uint96 resting)
        public
    {
        _open(pool, makeAddr("other"), usdc, 50_000_000e6, weth, 9_000e18); // ether earns interest
        vm.warp(block.timestamp + bound(elapsed, 0, 1_000 days));
        _open(pool, borrower, weth, 10e18, usdc, 22_000e6);
        _setPrice("WETH", 2600 * USD);
        if (resting > 10) {
            deal(weth, stranger, resting);
            vm.startPrank(stranger);
            IERC20(weth).approve(address(pool), resting);
            pool.supply(weth, resting, address(liquidator), 0);
            vm.stopPrank();
        }
        address aWeth = _aToken(weth);
        uint256 lying = _balance(aWeth, address(liquidator));

        amount = bound(amount, 1e6, 11_000e6);
        _fundWallet(operator, usdc, amount);
        Plan memory plan = Plans.wallet(address(pool), borrower, weth, usdc, amount, 3000);
        plan.selling = Selling.None;
        plan.target.data = abi.encode(true);
        (plan.terms.tipBps, plan.terms.tipRecipient) = (uint16(bound(tipBps, 0, 5_000)), makeAddr("tipped"));
        Outcome memory outcome = _liquidate(plan);

        uint256 sent = _balance(aWeth, receiver) + _balance(aWeth, makeAddr("tipped"));
        assertApproxEqAbs(sent, outcome.collateralGain, 1);
        // Of what lay here a share may go, by rounding, which is two units at most; where nothing lay, nothing lies.
        assertApproxEqAbs(_balance(aWeth, address(liquidator)), lying, lying == 0 ? 0 : 2);
    }
}
