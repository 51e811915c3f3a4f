// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @notice A cToken that an allowed comptroller lists, and that does as it likes.
contract HostileCToken is ERC20 {
    address public immutable underlying;
    address public immutable oracle;
    address private _target;
    bytes private _call;
    uint256 private _code;
    uint256 private _allowed; // what it says that could be repaid at most
    bool private _pays; // shares to whoever liquidates
    bool private _takes; // also where it refuses
    bool private _isSilent; // whoever liquidates gets no answer
    bool private _sendsEther; // to whoever redeems

    constructor(address underlying_) ERC20("cHostile", "cHST") {
        (underlying, oracle) = (underlying_, address(this));
    }

    receive() external payable {}

    /// @notice What it calls back while it liquidates.
    function callBack(address target, bytes calldata data) external {
        (_target, _call) = (target, data);
    }

    function answer(uint256 code) external {
        _code = code;
    }

    function payShares() external {
        _pays = true;
    }

    function takeAllTheSame(uint256 allowed) external {
        (_takes, _allowed) = (true, allowed);
    }

    function sendEther() external {
        _sendsEther = true;
    }

    function sayNothing() external {
        _isSilent = true;
    }

    /// @notice It vouches for itself, as a comptroller that lies.
    function markets(address) external pure returns (bool, uint256) {
        return (true, 0);
    }

    function getUnderlyingPrice(address) external pure returns (uint256) {
        return 1e30;
    }

    function closeFactorMantissa() external pure returns (uint256) {
        return 1e18;
    }

    function accrueInterest() external pure returns (uint256) {
        return 0;
    }

    function borrowBalanceStored(address) external view returns (uint256) {
        return _allowed;
    }

    function exchangeRateStored() external pure returns (uint256) {
        return 1e18;
    }

    function liquidateCalculateSeizeTokens(address, address, uint256) external pure returns (uint256, uint256) {
        return (0, 0);
    }

    function liquidateBorrow(address, uint256 amount, address) external returns (uint256) {
        if (_code != 0 && !_takes) return _code;
        IERC20(underlying).transferFrom(msg.sender, address(this), amount);
        if (_pays) _mint(msg.sender, amount);
        if (_target != address(0)) {
            (bool success, bytes memory failure) = _target.call(_call);
            assembly ("memory-safe") {
                if iszero(success) { revert(add(failure, 0x20), mload(failure)) }
            }
        }
        if (_isSilent) {
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        return _code;
    }

    /// @notice Takes them for nothing.
    function redeem(uint256 shares) external returns (uint256) {
        _burn(msg.sender, shares);
        if (_sendsEther) Address.sendValue(payable(msg.sender), 1);
        return _code;
    }
}
