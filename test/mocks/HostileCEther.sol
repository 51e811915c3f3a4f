// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

import {EtherBomb} from "./EtherBomb.sol";
import {EtherSender} from "./EtherSender.sol";

/// @notice A market of ether that an allowed comptroller lists, and that cheats in one chosen way. It is its own comptroller and oracle; a
/// share is a unit of ether, and the bonus is 8 %. As the real ones it mints when it is asked what it does not know.
contract HostileCEther is ERC20 {
    enum Trick {
        None,
        GivesNothing,
        Refuses,
        SendsSomeBack,
        ForcesEtherAndRefuses,
        CallsBackWhileItLiquidates,
        PaysNothing,
        PaysThroughAnother,
        PaysMore,
        ForcesEtherAsItPays,
        CallsBackWhileItPays,
        RefusesToPay
    }

    address public immutable oracle = address(this);
    Trick public trick;
    address private _target;
    bytes private _call;

    error Refused();

    constructor() ERC20("cHostile ether", "cHETH") {}

    receive() external payable {}

    /// @dev Whoever asks it for an `underlying()` gets shares.
    fallback() external payable {
        _mint(msg.sender, 1);
    }

    function set(Trick trick_) external {
        trick = trick_;
    }

    /// @notice What it calls back.
    function callBack(address target, bytes calldata data) external {
        (_target, _call) = (target, data);
    }

    function giveShares(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function liquidateBorrow(address, address) external payable {
        if (trick == Trick.Refuses) revert Refused();
        if (trick == Trick.ForcesEtherAndRefuses) {
            EtherBomb.drop(msg.sender, 1 ether);
            revert Refused();
        }
        if (trick == Trick.SendsSomeBack) _pay(msg.sender, 1);
        if (trick == Trick.CallsBackWhileItLiquidates) _back();
        if (trick != Trick.GivesNothing) _mint(msg.sender, msg.value * 108 / 100);
    }

    function redeem(uint256 shares) external returns (uint256 code) {
        if (trick == Trick.RefusesToPay) return 9;
        _burn(msg.sender, shares);
        if (trick == Trick.CallsBackWhileItPays) _back();
        if (trick == Trick.PaysNothing) return 0;
        if (trick == Trick.ForcesEtherAsItPays) EtherBomb.drop(msg.sender, 1 ether);
        if (trick == Trick.PaysThroughAnother) new EtherSender{value: shares}(msg.sender);
        else _pay(msg.sender, trick == Trick.PaysMore ? 2 * shares : shares);
        return 0;
    }

    function accrueInterest() external pure returns (uint256) {
        return 0;
    }

    function markets(address) external pure returns (bool, uint256) {
        return (true, 0);
    }

    function getUnderlyingPrice(address) external pure returns (uint256) {
        return 1e18;
    }

    function closeFactorMantissa() external pure returns (uint256) {
        return 0;
    }

    function borrowBalanceStored(address) external pure returns (uint256) {
        return 0;
    }

    function liquidateCalculateSeizeTokens(address, address, uint256) external pure returns (uint256, uint256) {
        return (0, 0);
    }

    function _pay(address to, uint256 amount) private {
        (bool success, bytes memory failure) = to.call{value: amount}("");
        _bubble(success, failure);
    }

    function _back() private {
        (bool success, bytes memory failure) = _target.call(_call);
        _bubble(success, failure);
    }

    function _bubble(bool success, bytes memory failure) private pure {
        assembly ("memory-safe") {
            if iszero(success) { revert(add(failure, 0x20), mload(failure)) }
        }
    }
}
