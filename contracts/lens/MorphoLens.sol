// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {IMorpho, IMorphoOracle, MorphoMarketParams} from "../interfaces/IMorpho.sol";
import {IMorphoIrm, MorphoMarketTotals} from "./IMorphoIrm.sol";
import {Buffer, Packer} from "./Packer.sol";
import {Probe} from "./Probe.sol";

/// @title MorphoLens
/// @notice Reads markets and positions of Morpho Blue, hundreds in one `eth_call`, without being deployed.
/// @dev Anyone can create a market with any oracle, rate model and token: none of them is trusted to answer, to answer
/// little, or to leave gas. All functions stop when gas or room runs out and say where to resume. Numbers are encoded as
/// `Packer` documents; the decoder is `ts/protocols/morpho/lens.ts`.
contract MorphoLens {
    using Packer for Buffer;

    /// @dev An oracle or a rate model may burn this much, a token's symbol or decimals that much.
    uint256 private constant PRICE_GAS = 2_000_000;
    uint256 private constant TOKEN_GAS = 200_000;
    /// @dev Must be left before a record is begun, so that none fails for want of gas that the next call would have.
    uint256 private constant MARKET_GAS = 2 * PRICE_GAS + 4 * TOKEN_GAS + 1_000_000;
    uint256 private constant POSITION_GAS = 100_000;
    uint256 private constant CANDIDATE_GAS = 6_000;
    uint256 private constant RECORD_BYTES = 512;

    /// @notice The list of candidates is shorter than it says.
    error CandidatesMissing();

    /// @notice Markets as stored: interest since their last update is not in the totals.
    /// @param morpho The singleton.
    /// @param ids Market ids, as many as the caller likes.
    /// @return done How many ids, from the first on, have a record.
    /// @return timestamp Of the block that was read, seconds.
    /// @return records One an id: a byte that is 0 when no such market exists and else 1, then loan token, collateral
    /// token, oracle, rate model, lltv, the six totals, price, borrow rate per second, loan token's decimals and symbol,
    /// collateral token's decimals and symbol. Price, rate and decimals are led by a byte that is 0 when the call failed
    /// and nothing follows.
    function markets(IMorpho morpho, bytes32[] calldata ids)
        external
        view
        returns (uint256 done, uint256 timestamp, bytes memory records)
    {
        timestamp = block.timestamp;
        Buffer memory buffer = Packer.create();
        while (done < ids.length) {
            uint256 mark = buffer.length;
            if (done != 0 && !buffer.affords(MARKET_GAS, RECORD_BYTES)) break;
            _putMarket(buffer, morpho, ids[done]);
            if (buffer.full) {
                buffer.rewind(mark);
                break;
            }
            ++done;
        }
        records = buffer.finish();
    }

    /// @notice Borrow shares and collateral of positions, and whom their owners let act for them.
    /// @param morpho The singleton.
    /// @param ids Market ids that the keys refer to.
    /// @param candidates One an id: a byte with a count, at most 255, then as many addresses of 20 bytes.
    /// @param keys One a position: the index into `ids` above the lowest 160 bits, the user in them.
    /// @return done How many keys, from the first on, have a record.
    /// @return timestamp Of the block that was read, seconds.
    /// @return records Three numbers a position: borrow shares, collateral units, and a bit for each candidate of its market, the first the
    /// lowest, that is set where the user has authorised it; 0 where nothing is owed.
    function positions(IMorpho morpho, bytes32[] memory ids, bytes memory candidates, uint256[] memory keys)
        external
        view
        returns (uint256 done, uint256 timestamp, bytes memory records)
    {
        timestamp = block.timestamp;
        address[][] memory lists = _listsOf(candidates, ids.length);
        Buffer memory buffer = Packer.create();
        while (done < keys.length) {
            uint256 mark = buffer.length;
            uint256 key = keys[done];
            address[] memory list = lists[key >> 160];
            if (done != 0 && !buffer.affords(POSITION_GAS + list.length * CANDIDATE_GAS, RECORD_BYTES)) break;
            _putPosition(buffer, morpho, ids[key >> 160], key, list);
            if (buffer.full) {
                buffer.rewind(mark);
                break;
            }
            ++done;
        }
        records = buffer.finish();
    }

    /// @notice What oracles say.
    /// @param oracles As many as the caller likes.
    /// @return done How many, from the first on, have a record.
    /// @return timestamp Of the block that was read, seconds.
    /// @return records One an oracle: a byte that is 0 when the call failed and else 1, then the price.
    function prices(address[] calldata oracles)
        external
        view
        returns (uint256 done, uint256 timestamp, bytes memory records)
    {
        timestamp = block.timestamp;
        Buffer memory buffer = Packer.create();
        while (done < oracles.length) {
            uint256 mark = buffer.length;
            if (done != 0 && !buffer.affords(2 * PRICE_GAS, RECORD_BYTES)) break;
            _putProbe(buffer, oracles[done], abi.encodeCall(IMorphoOracle.price, ()), PRICE_GAS);
            if (buffer.full) {
                buffer.rewind(mark);
                break;
            }
            ++done;
        }
        records = buffer.finish();
    }

    function _putMarket(Buffer memory buffer, IMorpho morpho, bytes32 id) private view {
        MorphoMarketTotals memory totals = _totals(morpho, id);
        buffer.putByte(totals.lastUpdate == 0 ? 0 : 1);
        if (totals.lastUpdate == 0) return;

        MorphoMarketParams memory params = morpho.idToMarketParams(id);
        buffer.putAddress(params.loanToken);
        buffer.putAddress(params.collateralToken);
        buffer.putAddress(params.oracle);
        buffer.putAddress(params.irm);
        buffer.putUint(params.lltv);
        buffer.putUint(totals.totalSupplyAssets);
        buffer.putUint(totals.totalSupplyShares);
        buffer.putUint(totals.totalBorrowAssets);
        buffer.putUint(totals.totalBorrowShares);
        buffer.putUint(totals.lastUpdate);
        buffer.putUint(totals.fee);
        _putProbe(buffer, params.oracle, abi.encodeCall(IMorphoOracle.price, ()), PRICE_GAS);
        _putProbe(buffer, params.irm, abi.encodeCall(IMorphoIrm.borrowRateView, (params, totals)), PRICE_GAS);
        _putToken(buffer, params.loanToken);
        _putToken(buffer, params.collateralToken);
    }

    function _listsOf(bytes memory packed, uint256 count) private pure returns (address[][] memory lists) {
        lists = new address[][](count);
        uint256 start;
        for (uint256 i; i < count; ++i) {
            lists[i] = _addresses(packed, start + 1, uint8(packed[start]));
            start += 1 + 20 * lists[i].length;
        }
    }

    function _addresses(bytes memory packed, uint256 start, uint256 count)
        private
        pure
        returns (address[] memory found)
    {
        require(packed.length >= start + 20 * count, CandidatesMissing());
        found = new address[](count);
        for (uint256 i; i < count; ++i) {
            address one;
            assembly ("memory-safe") {
                one := shr(96, mload(add(add(packed, 0x20), add(start, mul(i, 20)))))
            }
            found[i] = one;
        }
    }

    /// @param key Whose lowest 160 bits are the user.
    function _putPosition(Buffer memory buffer, IMorpho morpho, bytes32 id, uint256 key, address[] memory candidates)
        private
        view
    {
        // casting to 'uint160' is safe because the user is what its lowest 160 bits say
        // forge-lint: disable-next-line(unsafe-typecast)
        address user = address(uint160(key));
        (, uint128 borrowShares, uint128 collateral) = morpho.position(id, user);
        buffer.putUint(borrowShares);
        buffer.putUint(collateral);
        uint256 authorized;
        for (uint256 i; borrowShares != 0 && i < candidates.length; ++i) {
            if (morpho.isAuthorized(user, candidates[i])) authorized |= 1 << i;
        }
        buffer.putUint(authorized);
    }

    function _putToken(Buffer memory buffer, address token) private view {
        _putProbe(buffer, token, abi.encodeCall(IERC20Metadata.decimals, ()), TOKEN_GAS);
        buffer.putText(Probe.text(token, abi.encodeCall(IERC20Metadata.symbol, ()), TOKEN_GAS));
    }

    function _putProbe(Buffer memory buffer, address target, bytes memory data, uint256 gasLimit) private view {
        (bool ok, uint256 value) = Probe.word(target, data, gasLimit);
        buffer.putByte(ok ? 1 : 0);
        if (ok) buffer.putUint(value);
    }

    function _totals(IMorpho morpho, bytes32 id) private view returns (MorphoMarketTotals memory totals) {
        (
            totals.totalSupplyAssets,
            totals.totalSupplyShares,
            totals.totalBorrowAssets,
            totals.totalBorrowShares,
            totals.lastUpdate,
            totals.fee
        ) = morpho.market(id);
    }
}
