// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

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
abstract contract Governed is Ownable2Step {
    /// @notice Read on every liquidation, so it fits one storage slot.
    struct Settings {
        address receiver;
        uint16 minBonusShareBps;
        uint16 maxTipBps;
        bool paused;
    }

    event ReceiverSet(address indexed receiver);
    event LimitsSet(uint16 minBonusShareBps, uint16 maxTipBps);
    event PausedSet(bool paused);
    event SellerSet(address indexed seller);
    event OperatorSet(address indexed operator, bool allowed);
    event MarketSet(address indexed market, bool allowed);
    event LenderSet(address indexed lender, bool allowed);

    uint256 internal constant BPS = 10_000;

    Settings public settings;
    /// @notice Companion that sells what the plan says it shall; zero means none. Not trusted: it is sent what is to be sold, and what
    /// comes back is measured.
    address public seller;
    mapping(address operator => bool) public isOperator;
    mapping(address market => bool) public isMarket;
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

    /// @notice Sets who gets every profit and every rescued token: neither this contract, nor the wrapped native token, nor the seller.
    function setReceiver(address receiver) external onlyOwner {
        _setReceiver(receiver);
    }

    /// @notice Sets what no operator can pass, basis points.
    /// @param minBonusShareBps Of the bonus of a liquidation, at the oracle's price, the share that the receiver is left with at least:
    /// whatever the sale loses and the tip gives away. More than 0.
    /// @param maxTipBps Of the realised profit, the share that can be given away at most. Where more is earned than the oracle says, this
    /// bounds it alone.
    function setLimits(uint16 minBonusShareBps, uint16 maxTipBps) external onlyOwner {
        _setLimits(minBonusShareBps, maxTipBps);
    }

    /// @notice Sets who sells on venues that are not known here; zero means nobody. Never the receiver.
    function setSeller(address newSeller) external onlyOwner {
        _setSeller(newSeller);
    }

    /// @notice Stops or resumes liquidations. Rescue works in both states.
    function setPaused(bool paused) external onlyOwner {
        settings.paused = paused;
        emit PausedSet(paused);
    }

    function setOperator(address operator, bool allowed) external onlyOwner {
        _setOperator(operator, allowed);
    }

    /// @notice Allows a lending market, or a root that vouches for markets (factory, comptroller), if the liquidator documents that. It, or
    /// what it vouches for, gets exact approvals of the debt asset, so it must be the protocol's contract.
    function setMarket(address market, bool allowed) external onlyOwner {
        _setMarket(market, allowed);
    }

    /// @notice Allows a flash lender. It gets exact approvals of the debt asset plus its premium.
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
