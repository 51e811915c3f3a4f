// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPriceOracleGetter} from "@aave/core-v3/contracts/interfaces/IPriceOracleGetter.sol";
import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";

import {IAaveV3Configuration} from "../interfaces/IAaveV3Configuration.sol";

import {AllSources} from "../funding/AllSources.sol";
import {OraclePriceZero} from "../types/Errors.sol";
import {Target} from "../types/Plan.sol";
import {Setup} from "../types/Setup.sol";

/// @title AaveV3Liquidator
/// @notice Liquidates on every allowed Aave V3 Pool of a chain, any revision, L2 Pools included.
/// @dev `Target.amount`: most debt units to repay; the Pool clips it to its own limit. `Target.data`: empty, or
/// `abi.encode(bool receiveAToken)`; aTokens are worth their underlying, one to one, and go to the receiver unless a route sells them.
contract AaveV3Liquidator is AllSources {
    constructor(Setup memory setup) AllSources(setup) {}

    /// @dev `amount` may exceed `budget`: the allowance bounds what the Pool can take, so the smaller one is asked for.
    function _seize(Target calldata target, uint256 budget) internal override {
        IPool(target.market)
            .liquidationCall(
                target.collateral,
                target.debt,
                target.borrower,
                target.amount < budget ? target.amount : budget,
                _receiveAToken(target.data)
            );
    }

    function _seizedToken(Target calldata target) internal view override returns (address) {
        if (!_receiveAToken(target.data)) return target.collateral;
        return IPool(target.market).getReserveData(target.collateral).aTokenAddress;
    }

    /// @dev Prices of the market's own oracle, in its base currency, brought to debt units. An eMode price source of
    /// v3.0 and v3.1 is not read: the floor uses the asset's own price.
    function _oraclePrice(Target calldata target, address)
        internal
        view
        override
        returns (uint256 numerator, uint256 denominator)
    {
        (address market, address collateral, address debt) = (target.market, target.collateral, target.debt);
        IPriceOracleGetter oracle = IPriceOracleGetter(IPool(market).ADDRESSES_PROVIDER().getPriceOracle());
        numerator = _price(oracle, collateral) * _unit(market, debt);
        denominator = _price(oracle, debt) * _unit(market, collateral);
    }

    /// @dev By the Pool's own record, which it values positions and liquidations with (v3.0, ReserveConfiguration.sol: bits 48 to 55). What
    /// the token says today may be anything, or nothing.
    function _unit(address market, address asset) private view returns (uint256) {
        return 10 ** (IAaveV3Configuration(market).getConfiguration(asset) >> 48 & 0xff);
    }

    function _price(IPriceOracleGetter oracle, address asset) private view returns (uint256 price) {
        price = oracle.getAssetPrice(asset);
        require(price != 0, OraclePriceZero(asset));
    }

    function _receiveAToken(bytes calldata data) private pure returns (bool) {
        return data.length != 0 && abi.decode(data, (bool));
    }
}
