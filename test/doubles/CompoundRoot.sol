// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Stands in for Compound V2's comptroller and its oracle, which need a compiler that is not installed: which markets are
/// real, what their assets are worth, and what a liquidation gives. No protocol fee on what is seized, one collateral factor.
contract CompoundRoot {
    uint256 public constant CLOSE_FACTOR = 0.5e18;
    uint256 public constant LIQUIDATION_INCENTIVE = 1.08e18;
    uint256 public constant COLLATERAL_FACTOR = 0.8e18;

    mapping(address market => bool) public isListed;
    /// @notice USD of one unit, scaled by 1e(36 - decimals), as Compound's oracle writes it.
    mapping(address market => uint256) public priceOf;

    function list(address market, uint256 price) external {
        (isListed[market], priceOf[market]) = (true, price);
    }

    function setPrice(address market, uint256 price) external {
        priceOf[market] = price;
    }
}
