// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {IPriceOracleGetter} from "@aave/core-v3/contracts/interfaces/IPriceOracleGetter.sol";
import {IScaledBalanceToken} from "@aave/core-v3/contracts/interfaces/IScaledBalanceToken.sol";
import {DataTypes} from "@aave/core-v3/contracts/protocol/libraries/types/DataTypes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {IAaveV3Extras} from "../interfaces/IAaveV3Extras.sol";
import {AaveV3Revisions} from "./AaveV3Revisions.sol";
import {Buffer, Packer} from "./Packer.sol";
import {Probe} from "./Probe.sol";

/// @title AaveV3Lens
/// @notice Reads a whole Aave V3 market, or the holdings of hundreds of users, in one `eth_call` without being deployed.
/// Works on every revision: what a revision lacks is asked for by calls that may fail.
/// @dev Both functions stop when gas or room runs out and say where to resume, so no market is too large and no account
/// is dropped. Numbers are encoded as `Packer` documents; the decoder is `ts/protocols/aave-v3/lens.ts`.
contract AaveV3Lens {
    using Packer for Buffer;

    /// @dev Record kinds of `market`.
    uint256 private constant RESERVE = 1;
    uint256 private constant EMODE = 2;

    /// @dev Flags of the market head.
    uint256 private constant BASE_IS_USD = 1;
    uint256 private constant LIQUIDATION_ALLOWED = 2;
    uint256 private constant EMODE_BY_BITMAP = 4;

    /// @dev Flags of a holding. `user configuration` bits first, then which balances follow.
    uint256 private constant COLLATERAL = 1;
    uint256 private constant BORROWED = 2;
    uint256 private constant HAS_SUPPLY = 4;
    uint256 private constant HAS_VARIABLE_DEBT = 8;
    uint256 private constant HAS_STABLE_DEBT = 16;

    /// @dev A price may burn this much, any other call that may fail that much: feeds through several adapters stay far
    /// below, and a feed that burns everything cannot starve the reserves after it.
    uint256 private constant PRICE_GAS = 1_500_000;
    uint256 private constant CALL_GAS = AaveV3Revisions.CALL_GAS;
    /// @dev Must be left before a record is begun, so that none fails for want of gas that the next call would have.
    uint256 private constant RECORD_GAS = 1_000_000;
    uint256 private constant ACCOUNT_GAS = 3_000_000;
    uint256 private constant RECORD_BYTES = 2_048;

    uint256 private constant MAX_RESERVES = 128;
    uint256 private constant LAST_EMODE = 255;
    /// @dev Chainlink's denomination for USD; Aave's own oracles say zero.
    address private constant USD = address(840);

    /// @dev What `accounts` has to know about a reserve. Looked up once a call.
    struct Tokens {
        bool known;
        address aToken;
        address variableDebt;
        address stableDebt; // zero where stable debt no longer counts
    }

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

    /// @notice Holdings of `users` in the reserves they use as collateral or borrow from. A supply that is not collateral
    /// and stands alone is read only in `others`: nothing can be taken from it.
    /// @param pool Aave V3 pool, any revision.
    /// @param users As many as the caller likes.
    /// @param others Reserves to look into in any case: bit i for the reserve with id i.
    /// @return done How many users, from the first on, have a record.
    /// @return records One a user: a byte that is 0 when the user could not be read and else 1, then eMode category (byte),
    /// number of holdings (byte), and for each: reserve id (byte), flags (byte), the balances that the flags announce.
    function accounts(IPool pool, address[] calldata users, uint256 others)
        external
        view
        returns (uint256 done, bytes memory records)
    {
        Buffer memory buffer = Packer.create();
        Tokens[] memory table = new Tokens[](MAX_RESERVES);
        bool stableCounts = !AaveV3Revisions.hasBitmaps(pool);

        while (done < users.length) {
            uint256 mark = buffer.length;
            if (done != 0 && !buffer.affords(ACCOUNT_GAS, RECORD_BYTES)) break;
            if (!_putAccount(buffer, pool, table, users[done], others, stableCounts) && !buffer.full) {
                buffer.rewind(mark);
                buffer.putByte(0);
            }
            if (buffer.full) {
                buffer.rewind(mark);
                break;
            }
            ++done;
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
        _putPrice(buffer, oracle, asset);
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
        if (category.priceSource != address(0)) _putPrice(buffer, oracle, category.priceSource);
        buffer.putText(_shortened(bytes(category.label)));
    }

    /// @return ok False when one of the calls failed: what was written is then worthless.
    function _putAccount(
        Buffer memory buffer,
        IPool pool,
        Tokens[] memory table,
        address user,
        uint256 others,
        bool stableCounts
    ) private view returns (bool ok) {
        uint256 configuration;
        uint256 category;
        (ok, configuration) = Probe.word(address(pool), abi.encodeCall(IPool.getUserConfiguration, (user)), CALL_GAS);
        if (!ok) return false;
        (ok, category) = Probe.word(address(pool), abi.encodeCall(IPool.getUserEMode, (user)), CALL_GAS);
        if (!ok) return false;

        buffer.putByte(1);
        buffer.putByte(category);
        buffer.putByte(_holdings(configuration, others));
        for (uint256 id; configuration | others != 0; ++id) {
            uint256 bits = configuration & 3;
            bool isAsked = bits | (others & 1) != 0;
            configuration >>= 2;
            others >>= 1;
            if (!isAsked) continue;
            Tokens memory tokens = _tokens(pool, table, id, stableCounts);
            // The lowest bit of the pair says "borrows", the other "uses as collateral".
            uint256 flags = (bits & 1 != 0 ? BORROWED : 0) | (bits & 2 != 0 ? COLLATERAL : 0);
            if (!_putHolding(buffer, tokens, user, id, flags)) return false;
        }
    }

    function _putHolding(Buffer memory buffer, Tokens memory tokens, address user, uint256 id, uint256 flags)
        private
        view
        returns (bool ok)
    {
        bytes memory scaledBalance = abi.encodeCall(IScaledBalanceToken.scaledBalanceOf, (user));
        uint256 supply;
        uint256 variableDebt;
        uint256 stableDebt;
        (ok, supply) = Probe.word(tokens.aToken, scaledBalance, CALL_GAS);
        if (!ok) return false;
        if (flags & BORROWED != 0) {
            (ok, variableDebt) = Probe.word(tokens.variableDebt, scaledBalance, CALL_GAS);
            if (ok && tokens.stableDebt != address(0)) {
                (ok, stableDebt) = Probe.word(tokens.stableDebt, abi.encodeCall(IERC20.balanceOf, (user)), CALL_GAS);
            }
            if (!ok) return false;
        }

        if (supply != 0) flags |= HAS_SUPPLY;
        if (variableDebt != 0) flags |= HAS_VARIABLE_DEBT;
        if (stableDebt != 0) flags |= HAS_STABLE_DEBT;
        buffer.putByte(id);
        buffer.putByte(flags);
        if (supply != 0) buffer.putUint(supply);
        if (variableDebt != 0) buffer.putUint(variableDebt);
        if (stableDebt != 0) buffer.putUint(stableDebt);
    }

    function _putPrice(Buffer memory buffer, IPriceOracleGetter oracle, address asset) private view {
        _putProbe(buffer, address(oracle), abi.encodeCall(IPriceOracleGetter.getAssetPrice, (asset)), PRICE_GAS);
    }

    /// @dev A byte that is 1 when the target answered, then its answer; else a byte that is 0.
    function _putProbe(Buffer memory buffer, address target, bytes memory data, uint256 gasLimit) private view {
        (bool ok, uint256 value) = Probe.word(target, data, gasLimit);
        buffer.putByte(ok ? 1 : 0);
        if (ok) buffer.putUint(value);
    }

    function _tokens(IPool pool, Tokens[] memory table, uint256 id, bool stableCounts)
        private
        view
        returns (Tokens memory tokens)
    {
        tokens = table[id];
        if (tokens.known) return tokens;
        // casting to 'uint16' is safe because a user configuration has 128 pairs of bits
        // forge-lint: disable-next-line(unsafe-typecast)
        DataTypes.ReserveData memory data = pool.getReserveData(pool.getReserveAddressById(uint16(id)));
        tokens.known = true;
        tokens.aToken = data.aTokenAddress;
        tokens.variableDebt = data.variableDebtTokenAddress;
        if (stableCounts) tokens.stableDebt = data.stableDebtTokenAddress;
    }

    // Small arithmetic.

    /// @dev Reserves that are used or asked for.
    function _holdings(uint256 configuration, uint256 others) private pure returns (uint256 count) {
        for (; configuration | others != 0; (configuration, others) = (configuration >> 2, others >> 1)) {
            if ((configuration & 3) | (others & 1) != 0) ++count;
        }
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
