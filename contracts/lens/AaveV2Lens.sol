// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IScaledBalanceToken} from "@aave/core-v3/contracts/interfaces/IScaledBalanceToken.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {IAaveV2Pool, IStableDebtToken} from "../interfaces/IAaveV2Pool.sol";
import {AaveHoldings} from "./AaveHoldings.sol";
import {Buffer, Packer} from "./Packer.sol";
import {Probe} from "./Probe.sol";

/// @title AaveV2Lens
/// @notice Reads a whole market of Aave V2 or of one of its forks, or the holdings of hundreds of users, in one `eth_call`
/// without being deployed.
/// @dev The decoder is `ts/protocols/aave-v2/lens.ts`. Indices are given as the pool stores them, with the time of the last
/// update: whoever knows both computes those of any later second exactly.
contract AaveV2Lens is AaveHoldings {
    using Packer for Buffer;

    /// @notice The market at this block: its head, then reserves from index `fromReserve` of the list, as many as fit.
    /// @param pool Aave V2 pool.
    /// @param fromReserve 0, or `nextReserve` of the call before.
    /// @return nextReserve Number of places in the list when all were read.
    /// @return records Head: timestamp, whether the pool is paused (byte), number of places in the list. Then a record for each
    /// reserve; a place that names none has no record.
    function market(IAaveV2Pool pool, uint256 fromReserve)
        external
        view
        returns (uint256 nextReserve, bytes memory records)
    {
        Buffer memory buffer = Packer.create();
        address[] memory assets = pool.getReservesList();
        address oracle = pool.getAddressesProvider().getPriceOracle();

        buffer.putUint(block.timestamp);
        buffer.putByte(pool.paused() ? 1 : 0);
        buffer.putUint(assets.length);

        nextReserve = fromReserve;
        uint256 first = buffer.length;
        while (nextReserve < assets.length) {
            uint256 mark = buffer.length;
            if (mark != first && !buffer.affords(PRICE_GAS + RECORD_GAS, RECORD_BYTES)) break;
            if (assets[nextReserve] != address(0)) _putReserve(buffer, pool, oracle, assets[nextReserve]);
            if (buffer.full) {
                buffer.rewind(mark);
                break;
            }
            ++nextReserve;
        }
        records = buffer.finish();
    }

    function _putReserve(Buffer memory buffer, IAaveV2Pool pool, address oracle, address asset) private view {
        IAaveV2Pool.ReserveData memory data = pool.getReserveData(asset);
        buffer.putByte(data.id);
        buffer.putAddress(asset);
        buffer.putAddress(data.aTokenAddress);
        buffer.putAddress(data.variableDebtTokenAddress);
        buffer.putUint(data.configuration);
        buffer.putUint(data.liquidityIndex);
        buffer.putUint(data.variableBorrowIndex);
        buffer.putUint(data.currentLiquidityRate);
        buffer.putUint(data.currentVariableBorrowRate);
        buffer.putUint(data.lastUpdateTimestamp);
        _putPrice(buffer, oracle, asset);
        _putProbe(buffer, asset, abi.encodeCall(IERC20.balanceOf, (data.aTokenAddress)), CALL_GAS);
        bytes memory scaledTotal = abi.encodeCall(IScaledBalanceToken.scaledTotalSupply, ());
        _putProbe(buffer, data.variableDebtTokenAddress, scaledTotal, CALL_GAS);
        buffer.putText(Probe.text(asset, abi.encodeCall(IERC20Metadata.symbol, ()), CALL_GAS));
    }

    /// @dev The place of an asset in the list is its id.
    function _prepare(Known memory known) internal view override {
        known.assets = IAaveV2Pool(known.pool).getReservesList();
    }

    function _lookUp(Known memory known, uint256 id) internal view override returns (Tokens memory tokens) {
        if (id >= known.assets.length) return tokens;
        IAaveV2Pool.ReserveData memory data = IAaveV2Pool(known.pool).getReserveData(known.assets[id]);
        tokens.aToken = data.aTokenAddress;
        tokens.variableDebt = data.variableDebtTokenAddress;
        tokens.stableDebt = data.stableDebtTokenAddress;
    }

    /// @dev There is no eMode.
    function _category(address, address) internal pure override returns (bool, uint256) {
        return (true, 0);
    }

    /// @dev Principal, yearly rate in ray, Unix time of both.
    function _stableDebt(address token, address user) internal view override returns (bool ok, uint256[] memory words) {
        words = new uint256[](3);
        (ok, words[0]) = Probe.word(token, abi.encodeCall(IStableDebtToken.principalBalanceOf, (user)), CALL_GAS);
        if (!ok || words[0] == 0) return (ok, words);
        (ok, words[1]) = Probe.word(token, abi.encodeCall(IStableDebtToken.getUserStableRate, (user)), CALL_GAS);
        if (!ok) return (false, words);
        (ok, words[2]) = Probe.word(token, abi.encodeCall(IStableDebtToken.getUserLastUpdated, (user)), CALL_GAS);
    }
}
