// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPriceOracleGetter} from "@aave/core-v3/contracts/interfaces/IPriceOracleGetter.sol";
import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {FlashLiquidator} from "../FlashLiquidator.sol";
import {AaveV3FlashLoan} from "../funding/AaveV3FlashLoan.sol";
import {UniswapV3FlashSwap} from "../funding/UniswapV3FlashSwap.sol";
import {WalletFunding} from "../funding/WalletFunding.sol";
import {OraclePriceZero} from "../types/Errors.sol";
import {Plan, Target} from "../types/Plan.sol";
import {Setup, UniswapV3Deployment} from "../types/Setup.sol";
import {UniswapV3Venue} from "../venues/UniswapV3Venue.sol";

/// @title AaveV3Liquidator
/// @notice Liquidates on every allowed Aave V3 Pool of a chain, any revision, L2 Pools included.
/// @dev `Target.amount`: most debt units to repay; the Pool clips it to its own limit. `Target.data`: empty, or
/// `abi.encode(bool receiveAToken)`; aTokens are kept (source `Wallet`, venue `None`) and go to the receiver.
contract AaveV3Liquidator is UniswapV3FlashSwap, AaveV3FlashLoan, WalletFunding {
    constructor(Setup memory setup, UniswapV3Deployment memory uniswapV3)
        FlashLiquidator(setup)
        UniswapV3Venue(uniswapV3)
    {}

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

    function _seizedToken(address market, address collateral, bytes calldata data)
        internal
        view
        override
        returns (address)
    {
        return _receiveAToken(data) ? IPool(market).getReserveData(collateral).aTokenAddress : collateral;
    }

    /// @dev Prices of the market's own oracle, in its base currency, brought to debt units. An eMode price source of
    /// v3.0 and v3.1 is not read: the floor uses the asset's own price.
    function _oraclePrice(Target calldata target)
        internal
        view
        override
        returns (uint256 numerator, uint256 denominator)
    {
        IPriceOracleGetter oracle = IPriceOracleGetter(IPool(target.market).ADDRESSES_PROVIDER().getPriceOracle());
        numerator = _price(oracle, target.collateral) * 10 ** IERC20Metadata(target.debt).decimals();
        denominator = _price(oracle, target.debt) * 10 ** IERC20Metadata(target.collateral).decimals();
    }

    function _price(IPriceOracleGetter oracle, address asset) private view returns (uint256 price) {
        price = oracle.getAssetPrice(asset);
        require(price != 0, OraclePriceZero(asset));
    }

    function _receiveAToken(bytes calldata data) private pure returns (bool) {
        return data.length != 0 && abi.decode(data, (bool));
    }

    // The order in which sources are asked

    function _fund(Plan calldata plan, address caller)
        internal
        override(UniswapV3FlashSwap, AaveV3FlashLoan, WalletFunding)
        returns (uint256)
    {
        return super._fund(plan, caller);
    }

    function _sell(Plan calldata plan, uint256 amount) internal override(FlashLiquidator, UniswapV3Venue) {
        super._sell(plan, amount);
    }
}
