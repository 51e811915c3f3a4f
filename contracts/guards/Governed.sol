// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

import {IGoverned} from "../interfaces/IGoverned.sol";

import {
    LenderNotAllowed,
    LimitInvalid,
    MarketNotAllowed,
    NotOperator,
    OwnerNeeded,
    Paused,
    ReceiverInvalid,
    SellerInvalid
} from "../types/Errors.sol";
import {Target} from "../types/Plan.sol";
import {Setup} from "../types/Setup.sol";

/// @title Governed
/// @notice Who may do what: a cold owner sets the receiver, the limits, the operators and the allow-lists; hot operators
/// may only liquidate.
abstract contract Governed is IGoverned, Ownable2Step {
    /// @dev Read on every liquidation, so it fits one storage slot.
    struct Settings {
        address receiver;
        uint16 minBonusShareBps;
        uint16 maxTipBps;
        bool paused;
    }

    uint256 internal constant BPS = 10_000;

    /// @inheritdoc IGoverned
    Settings public settings;
    /// @inheritdoc IGoverned
    address public seller;
    /// @inheritdoc IGoverned
    mapping(address operator => bool) public isOperator;
    /// @inheritdoc IGoverned
    mapping(address market => bool) public isMarket;
    /// @inheritdoc IGoverned
    mapping(address lender => bool) public isLender;

    modifier onlyOperator() {
        require(isOperator[msg.sender], NotOperator(msg.sender));
        _;
    }

    constructor(Setup memory setup) Ownable(setup.owner) {
        _setReceiver(setup.receiver);
        _setLimits(setup.minBonusShareBps, setup.maxTipBps);
        if (setup.seller != address(0)) _setSeller(setup.seller);
        for (uint256 i; i < setup.operators.length; ++i) {
            _setOperator(setup.operators[i], true);
        }
        for (uint256 i; i < setup.markets.length; ++i) {
            _setMarket(setup.markets[i], true);
        }
        for (uint256 i; i < setup.lenders.length; ++i) {
            _setLender(setup.lenders[i], true);
        }
    }

    /// @inheritdoc IGoverned
    function setReceiver(address receiver) external onlyOwner {
        _setReceiver(receiver);
    }

    /// @inheritdoc IGoverned
    function setLimits(uint16 minBonusShareBps, uint16 maxTipBps) external onlyOwner {
        _setLimits(minBonusShareBps, maxTipBps);
    }

    /// @inheritdoc IGoverned
    function setSeller(address newSeller) external onlyOwner {
        _setSeller(newSeller);
    }

    /// @inheritdoc IGoverned
    function setPaused(bool paused) external onlyOwner {
        settings.paused = paused;
        emit PausedSet(paused);
    }

    /// @inheritdoc IGoverned
    function setOperator(address operator, bool allowed) external onlyOwner {
        _setOperator(operator, allowed);
    }

    /// @inheritdoc IGoverned
    function setMarket(address market, bool allowed) external onlyOwner {
        _setMarket(market, allowed);
    }

    /// @inheritdoc IGoverned
    function setLender(address lender, bool allowed) external onlyOwner {
        _setLender(lender, allowed);
    }

    /// @notice Always reverts: without an owner nobody could pause, revoke an operator or rescue.
    function renounceOwnership() public view override onlyOwner {
        revert OwnerNeeded();
    }

    /// @dev The contract that is called must be a market of the protocol. A leaf whose markets are proven by a root (a factory, a
    /// comptroller) asks that one here; what it asks must be on the list itself, or be named by something that is.
    function _requireMarket(Target calldata target) internal view virtual {
        require(isMarket[target.market], MarketNotAllowed(target.market));
    }

    function _requireLender(address lender) internal view {
        require(isLender[lender], LenderNotAllowed(lender));
    }

    function _requireNotPaused(Settings memory current) internal pure {
        require(!current.paused, Paused());
    }

    /// @dev What rests in the seller is whoever's asks first.
    function _mayReceive(address receiver) internal view virtual returns (bool) {
        return receiver != address(0) && receiver != address(this) && receiver != seller;
    }

    function _setReceiver(address receiver) private {
        require(_mayReceive(receiver), ReceiverInvalid(receiver));
        settings.receiver = receiver;
        emit ReceiverSet(receiver);
    }

    function _setLimits(uint16 minBonusShareBps, uint16 maxTipBps) private {
        require(minBonusShareBps != 0 && minBonusShareBps <= BPS, LimitInvalid(minBonusShareBps));
        require(maxTipBps <= BPS, LimitInvalid(maxTipBps));
        settings.minBonusShareBps = minBonusShareBps;
        settings.maxTipBps = maxTipBps;
        emit LimitsSet(minBonusShareBps, maxTipBps);
    }

    function _setSeller(address newSeller) private {
        require(newSeller != settings.receiver, SellerInvalid(newSeller));
        seller = newSeller;
        emit SellerSet(newSeller);
    }

    function _setOperator(address operator, bool allowed) private {
        isOperator[operator] = allowed;
        emit OperatorSet(operator, allowed);
    }

    function _setMarket(address market, bool allowed) private {
        isMarket[market] = allowed;
        emit MarketSet(market, allowed);
    }

    function _setLender(address lender, bool allowed) private {
        isLender[lender] = allowed;
        emit LenderSet(lender, allowed);
    }
}
