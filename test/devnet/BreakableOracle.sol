// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title BreakableOracle
/// @notice A Morpho Blue oracle that works until it is broken and always reverts from then on. For local chains only.
contract BreakableOracle {
    uint256 private _price;
    bool public broken;

    /// @notice The oracle was asked after it broke.
    error OracleBroken();

    constructor(uint256 price_) {
        _price = price_;
    }

    /// @notice Makes every later reading revert. There is no way back.
    function breakDown() external {
        broken = true;
    }

    /// @notice Loan token base units per collateral base unit, scaled by 1e36.
    function price() external view returns (uint256) {
        if (broken) revert OracleBroken();
        return _price;
    }
}
