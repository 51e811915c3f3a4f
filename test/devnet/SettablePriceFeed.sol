// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title SettablePriceFeed
/// @notice A USD price feed with the reading functions of a Chainlink aggregator and 8 decimals, whose answer anybody can
///         set. It does not refuse zero or negative answers, so that broken feeds can be played. For local chains only.
contract SettablePriceFeed {
    uint8 public constant decimals = 8;
    uint256 public constant version = 1;
    string public description;

    int256 public latestAnswer;
    uint256 public latestTimestamp;
    uint80 public latestRound;

    event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);

    constructor(string memory description_, int256 answer) {
        description = description_;
        setAnswer(answer);
    }

    /// @notice Opens a new round with `answer`, in USD with 8 decimals per whole token.
    function setAnswer(int256 answer) public {
        latestAnswer = answer;
        latestTimestamp = block.timestamp;
        latestRound += 1;
        emit AnswerUpdated(answer, latestRound, block.timestamp);
    }

    /// @notice Sets answer and time of the current round, to play a feed that has stopped updating.
    function setRound(int256 answer, uint256 updatedAt) external {
        latestAnswer = answer;
        latestTimestamp = updatedAt;
    }

    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        return (latestRound, latestAnswer, latestTimestamp, latestTimestamp, latestRound);
    }
}
