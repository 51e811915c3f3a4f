// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {IUniswapV3SwapCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";

import {Buffer, Packer} from "./Packer.sol";

/// @title UniswapV3Quoter
/// @notice Quotes many swaps over Uniswap V3 pools in one `eth_call` without being deployed: each hop swaps on the real pool
/// and is undone by a revert in the callback, so every figure is the pool's own.
/// @dev Paths are always in the direction of the trade (token, fee, token, ...), also for an exact output. Every quote starts
/// from the state of the block; a pool that occurs twice in one path is quoted twice from that state. Unlike Uniswap's
/// QuoterV2, an exact input that a pool cannot take whole is a failure and not a quote for the part that it took.
contract UniswapV3Quoter is IUniswapV3SwapCallback {
    using Packer for Buffer;

    /// @notice Carries the figures of a hop out of the swap that it undoes.
    /// @param amount0Delta Token0 units that the pool would take if positive, has sent if negative.
    /// @param amount1Delta The same for token1.
    /// @param sqrtPriceX96After Square root of the price of token0 in token1 after the swap, times 2^96.
    error HopQuoted(int256 amount0Delta, int256 amount1Delta, uint160 sqrtPriceX96After);

    /// @notice The pools' origin: an address is computed from it, never taken from the caller.
    struct Pools {
        address factory;
        bytes32 initCodeHash;
    }

    /// @notice One quote that is asked for.
    struct Request {
        uint256 path; // index into the paths
        int256 amount; // > 0: exact input, units of the first token; < 0: exact output, units of the last token
    }

    /// @notice One pool by its key, tokens in any order.
    struct PoolKey {
        address tokenA;
        address tokenB;
        uint24 fee;
    }

    /// @dev One hop on its way through the quoter.
    struct Hop {
        address pool;
        bool zeroForOne;
        int256 amount;
    }

    /// @dev Outcomes of a quote.
    uint256 private constant QUOTED = 1;
    uint256 private constant NO_POOL = 2;
    uint256 private constant REVERTED = 3;
    uint256 private constant TOO_LITTLE_LIQUIDITY = 4;

    /// @dev A hop through an empty pool walks the whole tick range, over 10 million gas at tick spacing 1: it is cut off.
    uint256 private constant HOP_GAS = 4_000_000;
    uint256 private constant RECORD_GAS = 300_000;
    uint256 private constant RECORD_BYTES = 256;

    uint256 private constant ADDRESS_BYTES = 20;
    uint256 private constant HOP_BYTES = 23;
    /// @dev Price limits of a swap that has none: one inside the range that pools accept.
    uint160 private constant LOWEST_LIMIT = 4_295_128_740;
    uint160 private constant HIGHEST_LIMIT = 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_341;

    /// @notice Quotes `requests`, as many as gas and room allow.
    /// @param pools Origin of every pool.
    /// @param paths Token (20 bytes), fee (3 bytes), token, ..., in the direction of the trade.
    /// @param requests Which path, how much.
    /// @return done How many requests, from the first on, have a record.
    /// @return records One a request: outcome (byte); for a quote also the other amount (input of an exact output, output of
    /// an exact input), the gas that quoting took, the number of hops (byte) and the square root price (X96) of each pool
    /// after the swap, in the direction of the trade. Gas of a pool's first use in the call includes loading it; of later
    /// uses not.
    function quote(Pools calldata pools, bytes[] calldata paths, Request[] calldata requests)
        external
        returns (uint256 done, bytes memory records)
    {
        Buffer memory buffer = Packer.create();
        while (done < requests.length) {
            bytes calldata path = paths[requests[done].path];
            uint256 hops = path.length / HOP_BYTES;
            uint256 mark = buffer.length;
            if (done != 0 && !buffer.affords(hops * HOP_GAS + RECORD_GAS, RECORD_BYTES)) break;
            _putQuote(buffer, pools, path, requests[done].amount, hops);
            if (buffer.full) {
                buffer.rewind(mark);
                break;
            }
            ++done;
        }
        records = buffer.finish();
    }

    /// @notice In-range liquidity of pools, as many as gas and room allow.
    /// @param pools Origin of every pool.
    /// @param keys Which pools.
    /// @return done How many keys, from the first on, have a record.
    /// @return records One number a key: its liquidity, 0 when there is no such pool.
    function liquidity(Pools calldata pools, PoolKey[] calldata keys)
        external
        view
        returns (uint256 done, bytes memory records)
    {
        Buffer memory buffer = Packer.create();
        while (done < keys.length) {
            uint256 mark = buffer.length;
            if (done != 0 && !buffer.affords(RECORD_GAS, RECORD_BYTES)) break;
            address pool = _pool(pools, keys[done].tokenA, keys[done].tokenB, keys[done].fee);
            buffer.putUint(pool.code.length == 0 ? 0 : IUniswapV3Pool(pool).liquidity());
            if (buffer.full) {
                buffer.rewind(mark);
                break;
            }
            ++done;
        }
        records = buffer.finish();
    }

    /// @inheritdoc IUniswapV3SwapCallback
    /// @dev Nothing is paid and nothing is kept: the revert undoes the swap and carries its figures.
    function uniswapV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata) external view {
        (uint160 sqrtPriceX96After,,,,,,) = IUniswapV3Pool(msg.sender).slot0();
        revert HopQuoted(amount0Delta, amount1Delta, sqrtPriceX96After);
    }

    function _putQuote(Buffer memory buffer, Pools calldata pools, bytes calldata path, int256 amount, uint256 hops)
        private
    {
        uint256 gasBefore = gasleft();
        uint160[] memory prices = new uint160[](hops);
        uint256 outcome = QUOTED;
        for (uint256 i; i < hops && outcome == QUOTED; ++i) {
            // An exact output is traced back from the last pool.
            uint256 index = amount > 0 ? i : hops - 1 - i;
            (outcome, amount, prices[index]) = _quoteHop(_hop(pools, path[index * HOP_BYTES:], amount));
        }
        uint256 gasUsed = gasBefore - gasleft();

        buffer.putByte(outcome);
        if (outcome != QUOTED) return;
        // casting to 'uint256' is safe because the sign only says which amount is meant
        // forge-lint: disable-next-line(unsafe-typecast)
        buffer.putUint(uint256(amount > 0 ? amount : -amount));
        buffer.putUint(gasUsed);
        buffer.putByte(hops);
        for (uint256 i; i < hops; ++i) {
            buffer.putUint(prices[i]);
        }
    }

    /// @return outcome One of the outcomes above.
    /// @return next Amount of the next hop, signed as `hop.amount`.
    function _quoteHop(Hop memory hop) private returns (uint256 outcome, int256 next, uint160 sqrtPriceX96After) {
        if (hop.pool.code.length == 0) return (NO_POOL, 0, 0);
        bytes memory answer;
        try IUniswapV3Pool(hop.pool).swap{gas: HOP_GAS}(
            address(this), hop.zeroForOne, hop.amount, hop.zeroForOne ? LOWEST_LIMIT : HIGHEST_LIMIT, ""
        ) {
            return (REVERTED, 0, 0); // no pool of the factory succeeds without being paid
        } catch (bytes memory reason) {
            answer = reason;
        }
        // casting to 'bytes4' is safe because the selector is what is compared
        // forge-lint: disable-next-line(unsafe-typecast)
        if (answer.length != 100 || bytes4(answer) != HopQuoted.selector) return (REVERTED, 0, 0);

        int256 paid;
        int256 received;
        assembly ("memory-safe") {
            paid := mload(add(answer, 0x24))
            received := mload(add(answer, 0x44))
            sqrtPriceX96After := mload(add(answer, 0x64))
        }
        if (!hop.zeroForOne) (paid, received) = (received, paid);
        // Deltas are the pool's: what it is paid is positive, what it pays out is negative.
        bool exactInput = hop.amount > 0;
        if ((exactInput ? paid : received) != hop.amount) return (TOO_LITTLE_LIQUIDITY, 0, 0);
        next = exactInput ? -received : -paid;
        // Dust that buys nothing, or costs nothing, is no trade and would stop the next hop.
        outcome = next == 0 ? TOO_LITTLE_LIQUIDITY : QUOTED;
    }

    function _hop(Pools calldata pools, bytes calldata path, int256 amount) private pure returns (Hop memory hop) {
        address tokenIn = address(bytes20(path[:ADDRESS_BYTES]));
        uint24 fee = uint24(bytes3(path[ADDRESS_BYTES:HOP_BYTES]));
        address tokenOut = address(bytes20(path[HOP_BYTES:HOP_BYTES + ADDRESS_BYTES]));
        hop.pool = _pool(pools, tokenIn, tokenOut, fee);
        hop.zeroForOne = tokenIn < tokenOut;
        hop.amount = amount;
    }

    function _pool(Pools calldata pools, address tokenA, address tokenB, uint24 fee) private pure returns (address) {
        (address token0, address token1) = tokenA < tokenB ? (tokenA, tokenB) : (tokenB, tokenA);
        return Create2.computeAddress(keccak256(abi.encode(token0, token1, fee)), pools.initCodeHash, pools.factory);
    }
}
