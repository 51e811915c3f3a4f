// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Outcome, Plan} from "../../contracts/types/Plan.sol";
import {DevnetToken} from "../devnet/DevnetToken.sol";
import {AaveTest} from "../utils/AaveTest.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Attack: a token that is listed on the real Pool gets other code, which says that it has more decimals, fewer, or none. The Pool
/// goes by what it wrote down when it listed the token, and so does the floor.
contract TokenDecimalsTest is AaveTest {
    uint256 private constant FLOOR = 247.499999e6; // half of the bonus of the reference

    /// @dev Of the collateral: it would be worth nothing, and there would be no floor.
    function test_RevertWhen_CollateralSaysMoreAndIsSoldForLess() public {
        Plan memory plan = _soldBadly();
        vm.mockCall(weth, abi.encodeCall(IERC20Metadata.decimals, ()), abi.encode(36));
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(plan);
    }

    /// @dev Of the debt: what is seized would be worth nothing in it.
    function test_RevertWhen_DebtSaysLessAndTheCollateralIsSoldForLess() public {
        Plan memory plan = _soldBadly();
        _upgrade(usdc, 0);
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(plan);
    }

    function test_WhatATokenSaysChangesNothing() public {
        _openReference();
        uint256 snapshot = vm.snapshotState();
        bytes memory honest = abi.encode(_liquidate(_flashLoan()));
        vm.revertToState(snapshot);

        uint8[4] memory said = [0, 2, 36, 255];
        for (uint256 i; i < said.length; ++i) {
            snapshot = vm.snapshotState();
            _upgrade(usdc, said[i]);
            vm.mockCall(weth, abi.encodeCall(IERC20Metadata.decimals, ()), abi.encode(said[3 - i]));
            assertEq(abi.encode(_liquidate(_flashLoan())), honest);
            vm.clearMockedCalls();
            vm.revertToState(snapshot);
        }
    }

    /// @dev As the first tokens were: `decimals` is optional, and the Pool never asks for it.
    function test_TokensThatSayNothingAreLiquidated() public {
        _openReference();
        vm.mockCallRevert(weth, abi.encodeCall(IERC20Metadata.decimals, ()), "");
        vm.mockCallRevert(usdc, abi.encodeCall(IERC20Metadata.decimals, ()), "");
        Outcome memory outcome = _liquidate(_flashLoan());
        assertGt(outcome.profit, FLOOR);
        assertEq(_balance(usdc, receiver), outcome.profit);
    }

    /// @dev The reference by a pool of the thief's that pays 1 USDC more than is owed.
    function _soldBadly() private returns (Plan memory plan) {
        _openReference();
        Liquidity maker = new Liquidity(uniswapFactory);
        deal(weth, address(maker), 1e24);
        deal(usdc, address(maker), 1e18);
        uint256 proceeds = 11_006.5e6; // of 4.421153846153846153 WETH, after the pool's fee of 1 %
        maker.open(weth, 1e24, usdc, proceeds * 1e24 * 100 / (4.421153846153846153e18 * 99), 10_000);
        plan = _flashLoan();
        plan.route = Routes.uniswapV3(abi.encodePacked(weth, uint24(10_000), usdc));
    }

    /// @dev The same token with its balances, behind the code of one that says something else.
    function _upgrade(address token, uint8 decimals) private {
        vm.etch(token, address(new DevnetToken("USD Coin", "USDC", decimals)).code);
        assertEq(IERC20Metadata(token).decimals(), decimals);
    }
}
