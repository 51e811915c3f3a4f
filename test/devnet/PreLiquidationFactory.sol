// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMorphoForPreLiquidation, PreLiquidation} from "./PreLiquidation.sol";

/// @title PreLiquidationFactory
/// @notice Stands in for Morpho's factory of the same name, as {PreLiquidation} does for what it makes.
contract PreLiquidationFactory {
    IMorphoForPreLiquidation public immutable MORPHO;

    mapping(address preLiquidation => bool) public isPreLiquidation;

    event CreatePreLiquidation(address indexed preLiquidation, bytes32 id, PreLiquidation.Terms preLiquidationParams);

    error ZeroAddress();

    constructor(IMorphoForPreLiquidation morpho) {
        require(address(morpho) != address(0), ZeroAddress());
        MORPHO = morpho;
    }

    /// @notice The same terms in the same market have one contract: a second one reverts without data.
    function createPreLiquidation(bytes32 id, PreLiquidation.Terms calldata terms)
        external
        returns (PreLiquidation made)
    {
        made = new PreLiquidation{salt: 0}(MORPHO, id, terms);
        emit CreatePreLiquidation(address(made), id, terms);
        isPreLiquidation[address(made)] = true;
    }
}
