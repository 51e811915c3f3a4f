// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IWrappedNative} from "../interfaces/IWrappedNative.sol";

import {EtherTransferFailed, EtherUnexpected} from "../types/Errors.sol";

/// @title Treasury
/// @notice How tokens and ether leave, and whose ether is taken.
abstract contract Treasury {
    using SafeERC20 for IERC20;

    /// @notice Unwrapped to pay tips in ether; zero if the chain has none.
    address public immutable WRAPPED_NATIVE;

    constructor(address wrappedNative) {
        WRAPPED_NATIVE = wrappedNative;
    }

    /// @dev What a liquidation asks for leaves in the same call. More may come at any time: of a wrapped native token that sends to
    /// whom it is told (`withdrawTo`, as on Arbitrum) anybody can send it, and what is forced in (by a contract that destroys itself,
    /// as the fees or the reward of a block) does not ask. It lies here until the owner rescues it: what lies here is never counted
    /// and never spent.
    receive() external payable {
        require(_acceptsEtherFrom(msg.sender), EtherUnexpected(msg.sender));
    }

    /// @dev Those who send ether in the middle of a liquidation, which then uses it up; not only then, and not that alone. A leaf whose
    /// market pays in ether adds it.
    function _acceptsEtherFrom(address sender) internal view virtual returns (bool) {
        return sender == WRAPPED_NATIVE;
    }

    /// @dev Zero `recipient` means block.coinbase, which can use ether only: any other token is then kept.
    /// @return paid Units of `token` that left.
    function _payTip(address token, address recipient, uint256 amount) internal returns (uint256 paid) {
        bool isNative = token == WRAPPED_NATIVE;
        if (amount == 0 || (recipient == address(0) && !isNative)) return 0;
        if (recipient == address(0)) recipient = block.coinbase;
        // A block that names nobody would have the ether burned.
        if (recipient == address(0)) return 0;
        // Either would bring the tip back here: the wrapper turns ether into a balance of its sender.
        if (recipient == WRAPPED_NATIVE || recipient == address(this)) return 0;
        if (!isNative) {
            IERC20(token).safeTransfer(recipient, amount);
            return amount;
        }
        IWrappedNative(token).withdraw(amount);
        _send(address(0), recipient, amount);
        return amount;
    }

    /// @dev Ether to pay a market with.
    function _unwrap(uint256 amount) internal {
        IWrappedNative(WRAPPED_NATIVE).withdraw(amount);
    }

    /// @dev Turns what a market sent, or did not take, into a token again, so that the exit counts it. What is forced in between cannot
    /// be told from that, and goes to the receiver as well.
    /// @param before Ether that lay here before it came, which stays as it is.
    /// @return wrapped Wei.
    function _wrapSince(uint256 before) internal returns (uint256 wrapped) {
        wrapped = address(this).balance - before;
        if (wrapped != 0) IWrappedNative(WRAPPED_NATIVE).deposit{value: wrapped}();
    }

    function _sendToken(address token, address to, uint256 amount) internal {
        if (amount != 0) IERC20(token).safeTransfer(to, amount);
    }

    /// @dev Zero `token` is ether.
    function _send(address token, address to, uint256 amount) internal {
        if (token != address(0)) return _sendToken(token, to, amount);
        (bool success,) = to.call{value: amount}("");
        require(success, EtherTransferFailed(to, amount));
    }
}
