// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IUniswapV3SwapCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";

import {IUniswapV2Callee} from "../../contracts/interfaces/IUniswapV2Pair.sol";

/// @notice A pair in the manner of Uniswap V2 that was allowed by mistake and cheats in one chosen way. It lends what it holds and never
/// looks at what it is paid.
contract HostilePair {
    enum Trick {
        None,
        NeverCallsBack,
        CallsTwice,
        AltersData,
        CallsAnotherCallback,
        ClaimsAnotherInitiator,
        LendsNothing,
        LendsLess,
        LendsAnotherToken,
        WantsMore,
        Reenters
    }

    address public immutable TOKEN0;
    address public immutable TOKEN1;
    /// @notice The token that it does not lend.
    address public immutable PAID;
    uint112 private _reserve0;
    uint112 private _reserve1;
    Trick public trick;
    /// @notice What `WantsMore` wants of the token that it is paid in, basis points of what is fair.
    uint256 public wantedBps;

    /// @notice What `Reenters` does before it calls back, and what it was told.
    address[] private _attempted;
    bytes[] private _attempts;
    bool[] public succeeded;

    constructor(address lent_, address paid_) {
        (TOKEN0, TOKEN1) = lent_ < paid_ ? (lent_, paid_) : (paid_, lent_);
        PAID = paid_;
    }

    function set(Trick trick_) external {
        trick = trick_;
    }

    function want(uint256 bps) external {
        (trick, wantedBps) = (Trick.WantsMore, bps);
    }

    function attempt(address to, bytes calldata data) external {
        _attempted.push(to);
        _attempts.push(data);
    }

    /// @notice What it holds counts from now on.
    function sync() external {
        _reserve0 = uint112(IERC20(TOKEN0).balanceOf(address(this)));
        _reserve1 = uint112(IERC20(TOKEN1).balanceOf(address(this)));
    }

    /// @dev What it is paid follows from what it says that it has.
    function getReserves() external view returns (uint112 reserve0, uint112 reserve1, uint32) {
        (reserve0, reserve1) = (_reserve0, _reserve1);
        if (trick != Trick.WantsMore) return (reserve0, reserve1, 0);
        if (PAID == TOKEN0) reserve0 = uint112(reserve0 * wantedBps / 10_000);
        else reserve1 = uint112(reserve1 * wantedBps / 10_000);
        return (reserve0, reserve1, 0);
    }

    function swap(uint256 amount0Out, uint256 amount1Out, address to, bytes calldata data) external {
        if (trick == Trick.NeverCallsBack) return;
        (address lent, address other) = amount0Out > 0 ? (TOKEN0, TOKEN1) : (TOKEN1, TOKEN0);
        uint256 amount = amount0Out + amount1Out;
        if (trick == Trick.LendsLess) amount /= 2;
        if (trick == Trick.LendsAnotherToken) lent = other;
        if (trick != Trick.LendsNothing) IERC20(lent).transfer(to, amount);
        if (trick == Trick.Reenters) _reenter();
        if (trick == Trick.CallsAnotherCallback) {
            IUniswapV3SwapCallback(to).uniswapV3SwapCallback(-int256(amount), int256(amount), data);
            return;
        }
        _callBack(to, amount0Out, amount1Out, data);
        if (trick == Trick.CallsTwice) _callBack(to, amount0Out, amount1Out, data);
    }

    function _callBack(address to, uint256 amount0Out, uint256 amount1Out, bytes memory data) private {
        if (trick == Trick.AltersData) data[data.length - 1] ^= 0x01;
        address initiator = trick == Trick.ClaimsAnotherInitiator ? address(this) : msg.sender;
        IUniswapV2Callee(to).uniswapV2Call(initiator, amount0Out, amount1Out, data);
    }

    function _reenter() private {
        for (uint256 i; i < _attempts.length; ++i) {
            (bool success,) = _attempted[i].call(_attempts[i]);
            succeeded.push(success);
        }
    }
}
