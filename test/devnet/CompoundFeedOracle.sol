// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SettablePriceFeed} from "./SettablePriceFeed.sol";

/// @title CompoundFeedOracle
/// @notice An oracle of Compound V2's form made of USD feeds. The same feeds can serve an Aave oracle, so that one price change moves
///         both protocols alike. For local chains only: anybody can set a feed.
contract CompoundFeedOracle {
    using SafeCast for int256;

    struct Source {
        SettablePriceFeed feed;
        uint256 scale; // 10 ** (36 - decimals of the underlying - decimals of the feed)
    }

    bool public constant isPriceOracle = true;

    mapping(address cToken => Source) public sources;

    /// @param decimals Of the underlying, at most 28.
    function setFeed(address cToken, SettablePriceFeed feed, uint8 decimals) external {
        sources[cToken] = Source(feed, 10 ** (36 - uint256(decimals) - feed.decimals()));
    }

    /// @notice USD of one unit of the underlying, scaled by 1e36; zero where there is no feed. Reverts on a negative answer.
    function getUnderlyingPrice(address cToken) external view returns (uint256) {
        Source memory source = sources[cToken];
        if (address(source.feed) == address(0)) return 0;
        return source.feed.latestAnswer().toUint256() * source.scale;
    }
}
