// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IGoverned
/// @notice What the owner of a liquidator decides, and what anybody can read of it. Every function that changes something is the owner's
/// alone: anybody else gets `OwnableUnauthorizedAccount` of OpenZeppelin's Ownable, whose two steps hand the ownership over.
/// @dev Shares are basis points (10_000 = all). Every change leaves one event, also one that changes nothing, and so does the deployment
/// for all that it is told; only a seller of zero is not told of.
interface IGoverned {
    /// @notice Who gets every profit and every rescued token has been set.
    /// @param receiver From now on.
    event ReceiverSet(address indexed receiver);

    /// @notice What no operator can pass has been set.
    /// @param minBonusShareBps Basis points of the bonus that must be left.
    /// @param maxTipBps Basis points of the realised profit that may be given away.
    event LimitsSet(uint16 minBonusShareBps, uint16 maxTipBps);

    /// @notice Liquidations have been stopped or resumed.
    /// @param paused True: stopped.
    event PausedSet(bool paused);

    /// @notice Who sells on venues that the liquidator does not know has been set.
    /// @param seller From now on; zero: nobody.
    event SellerSet(address indexed seller);

    /// @notice An account has been made an operator, or is none any more.
    /// @param operator The account.
    /// @param allowed True: it may liquidate.
    event OperatorSet(address indexed operator, bool allowed);

    /// @notice A market, or a root that vouches for markets, has been put on the list or taken off it.
    /// @param market The contract.
    /// @param allowed True: it is on the list.
    event MarketSet(address indexed market, bool allowed);

    /// @notice A flash lender has been put on the list or taken off it.
    /// @param lender The contract.
    /// @param allowed True: it is on the list.
    event LenderSet(address indexed lender, bool allowed);

    /// @notice Sets who gets every profit and every rescued token.
    /// @dev Reverts with `ReceiverInvalid` for zero, the liquidator itself, the wrapped native token, and the seller.
    /// @param receiver From now on. A liquidation that has begun still pays the one before.
    function setReceiver(address receiver) external;

    /// @notice Sets what no operator can pass.
    /// @dev Reverts with `LimitInvalid` for a share of more than all, or no bonus at all.
    /// @param minBonusShareBps Of the bonus of a liquidation, at the oracle's price, the share that the receiver is left with at least:
    /// whatever the sale loses and the tip gives away. More than 0.
    /// @param maxTipBps Of the realised profit, the share that can be given away at most. Where more is earned than the oracle says, this
    /// bounds it alone.
    function setLimits(uint16 minBonusShareBps, uint16 maxTipBps) external;

    /// @notice Sets who sells on venues that are not known to the liquidator.
    /// @dev Reverts with `SellerInvalid` for the receiver.
    /// @param newSeller From now on; zero: nobody.
    function setSeller(address newSeller) external;

    /// @notice Stops or resumes liquidations. Rescue works in both states.
    /// @param paused True: every liquidation reverts with `Paused`.
    function setPaused(bool paused) external;

    /// @notice Allows an account to liquidate, or no longer.
    /// @param operator A hot key: what it can cost is bounded by the limits.
    /// @param allowed False: it gets `NotOperator`.
    function setOperator(address operator, bool allowed) external;

    /// @notice Allows a lending market, or a root that vouches for markets (factory, comptroller), if the liquidator documents that.
    /// @param market The protocol's own contract: it, or what it vouches for, gets exact approvals of the debt asset.
    /// @param allowed False: a plan that names it reverts with `MarketNotAllowed`.
    function setMarket(address market, bool allowed) external;

    /// @notice Allows a flash lender.
    /// @param lender It gets exact approvals of the debt asset plus its premium.
    /// @param allowed False: a plan that names it reverts with `LenderNotAllowed`.
    function setLender(address lender, bool allowed) external;

    /// @notice What every liquidation reads first.
    /// @return receiver Of every profit and every rescued token.
    /// @return minBonusShareBps Basis points of the bonus that must be left.
    /// @return maxTipBps Basis points of the realised profit that may be given away.
    /// @return paused True: nothing is liquidated.
    function settings() external view returns (address receiver, uint16 minBonusShareBps, uint16 maxTipBps, bool paused);

    /// @notice Companion that sells what the plan says it shall; zero means none. Not trusted: it is sent what is to be sold, and what
    /// comes back is measured.
    function seller() external view returns (address);

    /// @notice Whether the account may liquidate.
    function isOperator(address operator) external view returns (bool);

    /// @notice Whether the contract is on the owner's list of markets and roots.
    function isMarket(address market) external view returns (bool);

    /// @notice Whether the contract is on the owner's list of flash lenders.
    function isLender(address lender) external view returns (bool);
}
