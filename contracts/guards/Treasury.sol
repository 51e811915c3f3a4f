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

    /// @dev Gas for a builder that takes its tip in code of its own: an account behind a proxy needs 7,000, one that splits 40,000.
    uint256 private constant BUILDER_GAS = 50_000;

    /// @notice Unwrapped to pay tips in ether; zero if the chain has none.
    address public immutable WRAPPED_NATIVE;

    constructor(address wrappedNative) {
        WRAPPED_NATIVE = wrappedNative;
    }

    /// @notice Ether of the wrapped native token, and of a market that pays in ether; from anybody else it reverts with `EtherUnexpected`.
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

    /// @dev Zero `recipient` means block.coinbase, which can use ether only: any other token is then kept. Whoever is named must take its
    /// tip, or a bid would be counted that was not paid; a builder, whom nobody chose, cannot stop a liquidation by refusing it.
    /// @return paid Units of `token` that left.
    function _payTip(address token, address recipient, uint256 amount) internal returns (uint256 paid) {
        if (amount == 0) return 0;
        if (recipient == address(0)) return token == WRAPPED_NATIVE ? _tipBuilder(amount) : 0;
        if (token != WRAPPED_NATIVE) {
            IERC20(token).safeTransfer(recipient, amount);
            return amount;
        }
        _unwrap(amount);
        _send(address(0), recipient, amount);
        return amount;
    }

    function _tipBuilder(uint256 amount) private returns (uint256 paid) {
        address builder = block.coinbase;
        // A block that names nobody would have the ether burned; the others would bring it back here: the wrapper turns ether into a
        // balance of its sender.
        if (builder == address(0) || builder == WRAPPED_NATIVE || builder == address(this)) return 0;
        _unwrap(amount);
        if (_trySend(builder, amount, BUILDER_GAS)) return amount;
        // What it refused must not lie here as ether.
        IWrappedNative(WRAPPED_NATIVE).deposit{value: amount}();
        return 0;
    }

    /// @dev Ether to pay with.
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
        require(_trySend(to, amount, gasleft()), EtherTransferFailed(to, amount));
    }

    /// @dev Solidity would copy what `to` answers, which can be as long as its gas lasts, at the caller's cost.
    function _trySend(address to, uint256 amount, uint256 gasLimit) private returns (bool success) {
        assembly ("memory-safe") {
            success := call(gasLimit, to, amount, 0, 0, 0, 0)
        }
    }
}
