// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {IPriceOracleGetter} from "@aave/core-v3/contracts/interfaces/IPriceOracleGetter.sol";
import {IScaledBalanceToken} from "@aave/core-v3/contracts/interfaces/IScaledBalanceToken.sol";
import {DataTypes} from "@aave/core-v3/contracts/protocol/libraries/types/DataTypes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {IAaveV3Extras} from "../interfaces/IAaveV3Extras.sol";
import {AaveHoldings} from "./AaveHoldings.sol";
import {AaveV3Revisions} from "./AaveV3Revisions.sol";
import {Buffer, Packer} from "./Packer.sol";
import {Probe} from "./Probe.sol";

/// @title AaveV3Lens
/// @notice Reads a whole Aave V3 market, or the holdings of hundreds of users, in one `eth_call` without being deployed.
/// Works on every revision: what a revision lacks is asked for by calls that may fail.
/// @dev Stops when gas or room runs out and says where to resume, so no market is too large. Numbers are encoded as `Packer`
/// documents; the decoder is `ts/protocols/aave-v3/lens.ts`.
contract AaveV3Lens is AaveHoldings {
    using Packer for Buffer;

    /// @dev Record kinds of `market`.
    uint256 private constant RESERVE = 1;
    uint256 private constant EMODE = 2;

    /// @dev Flags of the market head.
    uint256 private constant BASE_IS_USD = 1;
    uint256 private constant LIQUIDATION_ALLOWED = 2;
    uint256 private constant EMODE_BY_BITMAP = 4;

    uint256 private constant LAST_EMODE = 255;
    /// @dev Chainlink's denomination for USD; Aave's own oracles say zero.
    address private constant USD = address(840);

    /// @notice The market at this block: its head, then reserves from index `fromReserve` of the list, then eModes from id
    /// `fromEMode`, as many as fit.
    /// @param pool Aave V3 pool, any revision.
    /// @param fromReserve 0, or `nextReserve` of the call before.
    /// @param fromEMode 1, or `nextEMode` of the call before.
    /// @return nextReserve Number of reserves when all were read.
    /// @return nextEMode 256 when all were read.
    /// @return records Head: timestamp, revision, base currency unit, flags, flash-loan premium (basis points), number of
    /// reserves. Then records, each led by a byte with its kind.
    function market(IPool pool, uint256 fromReserve, uint256 fromEMode)
        external
        view
        returns (uint256 nextReserve, uint256 nextEMode, bytes memory records)
    {
        Buffer memory buffer = Packer.create();
        address[] memory assets = pool.getReservesList();
        IPriceOracleGetter oracle = IPriceOracleGetter(pool.ADDRESSES_PROVIDER().getPriceOracle());
        bool byBitmap = AaveV3Revisions.hasBitmaps(pool);

        _putHead(buffer, pool, oracle, byBitmap, assets.length);

        nextReserve = fromReserve;
        nextEMode = fromEMode;
        uint256 first = buffer.length;
        while (nextReserve < assets.length) {
            uint256 mark = buffer.length;
            if (mark != first && !buffer.affords(PRICE_GAS + RECORD_GAS, RECORD_BYTES)) break;
            _putReserve(buffer, pool, oracle, assets[nextReserve]);
            if (buffer.full) {
                buffer.rewind(mark);
                break;
            }
            ++nextReserve;
        }

        while (nextReserve == assets.length && nextEMode <= LAST_EMODE) {
            uint256 mark = buffer.length;
            if (!buffer.affords(PRICE_GAS + RECORD_GAS, RECORD_BYTES)) break;
            // casting to 'uint8' is safe because the loop ends after LAST_EMODE
            // forge-lint: disable-next-line(unsafe-typecast)
            uint8 id = uint8(nextEMode);
            if (byBitmap) _putBitmapEMode(buffer, pool, id);
            else _putAssetEMode(buffer, pool, oracle, id);
            if (buffer.full) {
                buffer.rewind(mark);
                break;
            }
            ++nextEMode;
        }
        records = buffer.finish();
    }

    // What the records hold.

    function _putHead(Buffer memory buffer, IPool pool, IPriceOracleGetter oracle, bool byBitmap, uint256 count)
        private
        view
    {
        uint256 revision = IAaveV3Extras(address(pool)).POOL_REVISION();
        uint256 flags = byBitmap ? EMODE_BY_BITMAP : 0;
        if (AaveV3Revisions.liquidationAllowed(pool, revision)) flags |= LIQUIDATION_ALLOWED;
        (bool ok, uint256 base) =
            Probe.word(address(oracle), abi.encodeCall(IPriceOracleGetter.BASE_CURRENCY, ()), CALL_GAS);
        if (ok && (base == 0 || base == uint160(USD))) flags |= BASE_IS_USD;

        buffer.putUint(block.timestamp);
        buffer.putUint(revision);
        buffer.putUint(oracle.BASE_CURRENCY_UNIT());
        buffer.putByte(flags);
        buffer.putUint(pool.FLASHLOAN_PREMIUM_TOTAL());
        buffer.putUint(count);
    }

    function _putReserve(Buffer memory buffer, IPool pool, IPriceOracleGetter oracle, address asset) private view {
        DataTypes.ReserveData memory data = pool.getReserveData(asset);
        buffer.putByte(RESERVE);
        buffer.putByte(data.id);
        buffer.putAddress(asset);
        buffer.putAddress(data.aTokenAddress);
        buffer.putAddress(data.variableDebtTokenAddress);
        buffer.putUint(data.configuration.data);
        buffer.putUint(pool.getReserveNormalizedIncome(asset));
        buffer.putUint(pool.getReserveNormalizedVariableDebt(asset));
        buffer.putUint(data.currentLiquidityRate);
        buffer.putUint(data.currentVariableBorrowRate);
        _putPrice(buffer, address(oracle), asset);
        buffer.putUint(AaveV3Revisions.graceUntil(pool, asset));
        buffer.putUint(AaveV3Revisions.available(pool, asset, data.aTokenAddress));
        bytes memory scaledTotal = abi.encodeCall(IScaledBalanceToken.scaledTotalSupply, ());
        _putProbe(buffer, data.variableDebtTokenAddress, scaledTotal, CALL_GAS);
        buffer.putText(Probe.text(asset, abi.encodeCall(IERC20Metadata.symbol, ()), CALL_GAS));
    }

    /// @dev Since v3.2: the category names its collateral by a bitmap and has no price of its own.
    function _putBitmapEMode(Buffer memory buffer, IPool pool, uint8 id) private view {
        IAaveV3Extras extras = IAaveV3Extras(address(pool));
        (, uint16 threshold, uint16 bonus) = extras.getEModeCategoryCollateralConfig(id);
        if (threshold == 0) return;
        buffer.putByte(EMODE);
        buffer.putByte(id);
        buffer.putUint(threshold);
        buffer.putUint(bonus);
        buffer.putUint(extras.getEModeCategoryCollateralBitmap(id));
        buffer.putText(Probe.text(address(pool), abi.encodeCall(IAaveV3Extras.getEModeCategoryLabel, (id)), CALL_GAS));
    }

    /// @dev v3.0 and v3.1: the assets name their category, and a price source may replace their prices.
    function _putAssetEMode(Buffer memory buffer, IPool pool, IPriceOracleGetter oracle, uint8 id) private view {
        DataTypes.EModeCategory memory category = pool.getEModeCategoryData(id);
        if (category.liquidationThreshold == 0) return;
        buffer.putByte(EMODE);
        buffer.putByte(id);
        buffer.putUint(category.liquidationThreshold);
        buffer.putUint(category.liquidationBonus);
        buffer.putByte(category.priceSource == address(0) ? 0 : 1);
        if (category.priceSource != address(0)) _putPrice(buffer, address(oracle), category.priceSource);
        buffer.putText(_shortened(bytes(category.label)));
    }

    function _prepare(Known memory known) internal view override {
        known.stableCounts = !AaveV3Revisions.hasBitmaps(IPool(known.pool));
    }

    function _lookUp(Known memory known, uint256 id) internal view override returns (Tokens memory tokens) {
        IPool pool = IPool(known.pool);
        // casting to 'uint16' is safe because a user configuration has 128 pairs of bits
        // forge-lint: disable-next-line(unsafe-typecast)
        DataTypes.ReserveData memory data = pool.getReserveData(pool.getReserveAddressById(uint16(id)));
        tokens.aToken = data.aTokenAddress;
        tokens.variableDebt = data.variableDebtTokenAddress;
        if (known.stableCounts) tokens.stableDebt = data.stableDebtTokenAddress;
    }

    function _category(address pool, address user) internal view override returns (bool ok, uint256 category) {
        return Probe.word(pool, abi.encodeCall(IPool.getUserEMode, (user)), CALL_GAS);
    }

    /// @dev The balance alone, interest included.
    function _stableDebt(address token, address user) internal view override returns (bool ok, uint256[] memory words) {
        words = new uint256[](1);
        (ok, words[0]) = Probe.word(token, abi.encodeCall(IERC20.balanceOf, (user)), CALL_GAS);
    }

    function _shortened(bytes memory label) private pure returns (bytes memory) {
        if (label.length > Probe.MAX_TEXT) {
            uint256 length = Probe.MAX_TEXT;
            assembly ("memory-safe") {
                mstore(label, length)
            }
        }
        return label;
    }
}
