// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPriceOracleGetter} from "@aave/core-v3/contracts/interfaces/IPriceOracleGetter.sol";

import {AllSources} from "../funding/AllSources.sol";
import {IAaveV2Pool} from "../interfaces/IAaveV2Pool.sol";
import {OraclePriceZero} from "../types/Errors.sol";
import {Target} from "../types/Plan.sol";
import {Setup} from "../types/Setup.sol";

/// @title AaveV2Liquidator
/// @notice Liquidates on every allowed pool of Aave V2 and of its forks, also of those that keep a part of the bonus.
/// @dev `Target.amount`: most debt units to repay; the pool clips it to half of the debt. `Target.data`: empty, or
/// `abi.encode(bool receiveAToken)`; aTokens are worth their underlying, one to one, and go to the receiver unless a route sells them.
contract AaveV2Liquidator is AllSources {
    constructor(Setup memory setup) AllSources(setup) {}

    /// @dev `amount` may exceed `budget`: the allowance bounds what the pool can take, so the smaller one is asked for.
    function _seize(Target calldata target, uint256 budget) internal override {
        IAaveV2Pool(target.market)
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
        return IAaveV2Pool(target.market).getReserveData(target.collateral).aTokenAddress;
    }

    /// @dev Prices of the market's own oracle, in whatever it counts in, brought to debt units.
    function _oraclePrice(Target calldata target, address)
        internal
        view
        override
        returns (uint256 numerator, uint256 denominator)
    {
        IAaveV2Pool market = IAaveV2Pool(target.market);
        IPriceOracleGetter oracle = IPriceOracleGetter(market.getAddressesProvider().getPriceOracle());
        numerator = _price(oracle, target.collateral) * _unit(market, target.debt);
        denominator = _price(oracle, target.debt) * _unit(market, target.collateral);
    }

    /// @dev By the pool's own record, which it values positions and liquidations with (ReserveConfiguration.sol: bits 48 to 55).
    /// What the token says today may be anything, or nothing.
    function _unit(IAaveV2Pool market, address asset) private view returns (uint256) {
        return 10 ** (market.getConfiguration(asset) >> 48 & 0xff);
    }

    function _price(IPriceOracleGetter oracle, address asset) private view returns (uint256 price) {
        price = oracle.getAssetPrice(asset);
        require(price != 0, OraclePriceZero(asset));
    }

    function _receiveAToken(bytes calldata data) private pure returns (bool) {
        return data.length != 0 && abi.decode(data, (bool));
    }
}
