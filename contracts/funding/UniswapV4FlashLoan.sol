// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IPoolManager, IUnlockCallback} from "../interfaces/IPoolManager.sol";
import {Lender, Lenders} from "../types/Lender.sol";
import {FlashLoan} from "./FlashLoan.sol";

/// @title UniswapV4FlashLoan
/// @notice Borrows the debt asset from an allowed manager of Uniswap V4, whatever lies there of any pool, for nothing.
/// @dev Unlocked, the manager lets its caller take what it wants, and demands that nothing is owed at the end. It calls back whoever asked.
abstract contract UniswapV4FlashLoan is FlashLoan {
    using SafeERC20 for IERC20;

    /// @dev The callback and the request: plan.
    function _requestOfUniswapV4() internal pure returns (Lender lender, bytes memory head) {
        lender = Lenders.pack(
            IPoolManager.unlock.selector,
            IUnlockCallback.unlockCallback.selector,
            1,
            Lenders.NOWHERE,
            Lenders.NOWHERE,
            Lenders.SETTLED,
            Lenders.BYTES
        );
        head = abi.encode(0x20);
    }

    function _take(IERC20 debt, uint256 amount) internal override {
        IPoolManager(msg.sender).take(address(debt), address(this), amount);
    }

    function _settleDebt(IERC20 debt, uint256 amount) internal override {
        IPoolManager manager = IPoolManager(msg.sender);
        // Only now: what others send to the manager before does not count as sent by us.
        manager.sync(address(debt));
        debt.safeTransfer(address(manager), amount);
        manager.settle();
    }
}
