// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A Morpho Blue oracle that says what its author wants, or reverts.
contract SettableOracle {
    uint256 private _price;
    bool private _broken;

    error Broken();

    function set(uint256 price_, bool broken) external {
        (_price, _broken) = (price_, broken);
    }

    function price() external view returns (uint256) {
        if (_broken) revert Broken();
        return _price;
    }
}
