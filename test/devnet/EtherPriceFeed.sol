// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SettablePriceFeed} from "./SettablePriceFeed.sol";

/// @title EtherPriceFeed
/// @notice A price in wei, made of two USD feeds, as the sources of Aave V2 on Ethereum give it. For local chains only.
contract EtherPriceFeed {
    SettablePriceFeed public immutable TOKEN_FEED;
    SettablePriceFeed public immutable ETHER_FEED;

    constructor(SettablePriceFeed tokenFeed, SettablePriceFeed etherFeed) {
        TOKEN_FEED = tokenFeed;
        ETHER_FEED = etherFeed;
    }

    /// @notice Wei per whole token, rounded down; whatever is not positive means "no answer" to Aave.
    function latestAnswer() external view returns (int256) {
        return TOKEN_FEED.latestAnswer() * 1 ether / ETHER_FEED.latestAnswer();
    }
}
