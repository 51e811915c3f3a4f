// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IUniswapV4Swaps} from "../../contracts/interfaces/IUniswapV4Swaps.sol";
import {AggregatorRouter} from "../doubles/AggregatorRouter.sol";
import {Routes} from "../utils/Routes.sol";
import {VenuesTest} from "../utils/VenuesTest.sol";

/// @notice Attack: whoever runs earlier in the transaction tells the manager of Uniswap V4 to note what it has of some currency. Until
/// something is settled it awaits that one, refuses ether, and every later sale of ether would revert.
contract SyncedManagerTest is VenuesTest {
    uint8 private constant V4_ETHER_IN = 1;
    uint8 private constant V4_ETHER_OUT = 2;

    function test_SellsWhateverTheManagerWasToldBefore() public {
        address[4] memory currencies = [usdc, weth, dai, address(0)];
        for (uint256 i; i < currencies.length; ++i) {
            _sellsAlike(currencies[i], weth, 3e18, usdc, Routes.v4(manager, 500, 10, V4_ETHER_IN, "", usdc));
            _sellsAlike(currencies[i], usdc, 3_000e6, weth, Routes.v4(manager, 500, 10, V4_ETHER_OUT, "", weth));
            _sellsAlike(currencies[i], weth, 3e18, usdc, Routes.v4(manager, 3000, 60, 0, "", usdc));
        }
    }

    /// @dev From within the sale: by the calldata of a router that has the first half of it.
    function test_SellsWhatTheManagerWasToldInTheMiddle() public {
        bytes memory hop = Routes.v4(manager, 500, 10, V4_ETHER_IN, "", usdc);
        uint256 snapshot = vm.snapshotState();
        uint256 due = _sell(weth, 0.5e18, usdc, hop);
        vm.revertToState(snapshot);

        AggregatorRouter.Call[] memory calls = new AggregatorRouter.Call[](1);
        calls[0] = AggregatorRouter.Call(manager, abi.encodeCall(IUniswapV4Swaps.sync, (usdc)));
        bytes memory data =
            abi.encodeCall(AggregatorRouter.swap, (IERC20(weth), 0.5e18, IERC20(usdc), 700e6, address(seller), calls));
        deal(usdc, address(router), 700e6);
        deal(weth, address(seller), 1e18);
        bytes memory first = Routes.split(5_000, 1, Routes.router(address(router), data, usdc));
        vm.prank(stranger);
        seller.sell(weth, 1e18, usdc, bytes.concat(first, Routes.split(0, 1, hop)));
        assertEq(IERC20(usdc).balanceOf(stranger), 700e6 + due);
        _assertClean(manager);
    }

    /// @dev As much as if nobody had told it anything.
    function _sellsAlike(address currency, address tokenIn, uint256 amount, address tokenOut, bytes memory hop)
        private
    {
        uint256 snapshot = vm.snapshotState();
        uint256 due = _sell(tokenIn, amount, tokenOut, hop);
        vm.revertToState(snapshot);
        IUniswapV4Swaps(manager).sync(currency);
        assertEq(_sell(tokenIn, amount, tokenOut, hop), due);
        assertGt(due, 0);
        _assertClean(manager);
        vm.revertToState(snapshot);
    }
}
