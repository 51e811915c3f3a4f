// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {IUniswapV3PoolImmutables} from "@uniswap/v3-core/contracts/interfaces/pool/IUniswapV3PoolImmutables.sol";
import {IUniswapV3PoolState} from "@uniswap/v3-core/contracts/interfaces/pool/IUniswapV3PoolState.sol";

import {Buffer, Packer} from "./Packer.sol";
import {Probe} from "./Probe.sol";

/// @title UniswapV3States
/// @notice Reads what swaps on many pools of the Uniswap V3 kind depend on, in one `eth_call` without being deployed: price,
/// liquidity, fee and the initialised ticks around the price, with which whoever reads it computes every swap himself.
/// @dev Ticks are walked outward, a word of the bitmap after the other, and never left out because nothing is in range now: the
/// distance counts from where liquidity begins on that side.
contract UniswapV3States {
    using Packer for Buffer;

    /// @notice Where pools come from.
    struct Origin {
        address factory; // that is asked for a pool, or its deployer, from which the address is computed
        bytes32 initCodeHash; // of the pools' creation code; zero: the factory is asked
        bytes4 lookup; // of the factory's `getPool`, whose third argument is the fee or the tick spacing
    }

    /// @notice How far to walk on each side.
    struct Walk {
        uint24 distance; // ticks from where liquidity begins: the price, or the first initialised tick
        uint16 ticks; // initialised ones, at most
        uint16 words; // of the bitmap, at most
    }

    /// @dev A pool, whether it exists or not.
    struct Source {
        address pool;
        address token0;
        address token1;
    }

    /// @dev What a pool says of itself.
    struct Head {
        uint256 sqrtPrice;
        int256 tick;
        uint256 liquidity;
        uint256 fee;
        uint256 spacing;
    }

    /// @dev One side of a pool on its way through the walk. Indices are ticks in units of the spacing.
    struct Side {
        address pool;
        bool down;
        bool mayStop; // where gas or room ends, keeping what is read; else the pool is left to the next call
        bool limited; // whether `limit` counts yet
        int256 spacing;
        int256 limit; // tick at which it is far enough
        int256 reach; // index up to which every initialised tick is known
        int256 edge; // of the bitmap's words, the outermost
        int256 last; // index of the tick that was written last, or from which the walk began
        uint256 ticks;
    }

    enum Walked {
        Whole,
        Unreadable,
        OutOfGas
    }

    /// @dev Outcomes of a pool.
    uint256 private constant READ = 1;
    uint256 private constant MISSING = 2;
    uint256 private constant UNREADABLE = 3;

    uint256 private constant KEY_BYTES = 8;
    uint256 private constant FEE_BYTES = 3;
    int256 private constant MAX_TICK = 887_272;

    uint256 private constant CALL_GAS = 100_000; // of a pool or a factory, whose answers are a few storage slots
    uint256 private constant BALANCE_GAS = 200_000; // of a token, whatever it is
    uint256 private constant POOL_GAS = 700_000; // before the walk
    uint256 private constant POOL_BYTES = 200;
    uint256 private constant STEP_GAS = 150_000; // of a word or a tick
    uint256 private constant STEP_BYTES = 24;

    /// @notice Reads the pools of `keys`, as many as gas and room allow.
    /// @param origins At most 256.
    /// @param tokens At most 65,536.
    /// @param keys One a pool: index of the origin (1 byte), of either token (2 bytes each), fee or tick spacing (3 bytes).
    /// @param walk How far to walk.
    /// @return done How many keys, from the first on, have a record.
    /// @return records One a key: outcome (byte); for what was read its address, square root price (X96), tick + 887,272,
    /// liquidity, fee, tick spacing, what it holds of the lower and of the higher token (optional each) and the side below and
    /// above. A side is its initialised ticks outward, each as distance in spacings from the one before or from the
    /// price's (at first 1 at least), whether its net liquidity is negative (byte) and how much, then a zero and the tick up to
    /// which all is known + 887,272.
    function states(Origin[] calldata origins, address[] calldata tokens, bytes calldata keys, Walk calldata walk)
        external
        view
        returns (uint256 done, bytes memory records)
    {
        Buffer memory buffer = Packer.create();
        while (done < keys.length / KEY_BYTES) {
            uint256 mark = buffer.length;
            if (done != 0 && !buffer.affords(POOL_GAS, POOL_BYTES)) break;
            Source memory source = _sourceOf(origins, tokens, uint256(uint64(bytes8(keys[done * KEY_BYTES:]))));
            Walked walked = _putPool(buffer, source, walk, done == 0);
            if (buffer.full || walked == Walked.OutOfGas) {
                buffer.rewind(mark);
                break;
            }
            if (walked == Walked.Unreadable) {
                buffer.rewind(mark);
                buffer.putByte(UNREADABLE);
            }
            ++done;
        }
        records = buffer.finish();
    }

    /// @notice With which of `fees` a factory makes pools.
    /// @param fees Hundredths of a basis point, 3 bytes each.
    /// @return done How many, from the first on, were asked for.
    /// @return records The fees with which it does.
    function feeTiers(address factory, bytes calldata fees) external view returns (uint256 done, bytes memory records) {
        Buffer memory buffer = Packer.create();
        uint256 count = fees.length / FEE_BYTES;
        for (; done < count && (done == 0 || buffer.affords(CALL_GAS, FEE_BYTES + 1)); ++done) {
            uint24 fee = uint24(bytes3(fees[done * FEE_BYTES:]));
            (, uint256 spacing) =
                Probe.word(factory, abi.encodeCall(IUniswapV3Factory.feeAmountTickSpacing, (fee)), CALL_GAS);
            if (spacing != 0) buffer.putUint(fee);
        }
        records = buffer.finish();
    }

    function _sourceOf(Origin[] calldata origins, address[] calldata tokens, uint256 key)
        private
        view
        returns (Source memory source)
    {
        (source.token0, source.token1) = (tokens[(key >> 40) & 0xffff], tokens[(key >> 24) & 0xffff]);
        if (source.token0 > source.token1) (source.token0, source.token1) = (source.token1, source.token0);
        source.pool = _poolOf(origins[key >> 56], source.token0, source.token1, key & 0xffffff);
    }

    function _poolOf(Origin calldata origin, address token0, address token1, uint256 key)
        private
        view
        returns (address)
    {
        if (origin.initCodeHash != 0) {
            bytes32 salt = keccak256(abi.encode(token0, token1, key));
            return Create2.computeAddress(salt, origin.initCodeHash, origin.factory);
        }
        bytes memory question = abi.encodeWithSelector(origin.lookup, token0, token1, key);
        (, uint256 pool) = Probe.word(origin.factory, question, CALL_GAS);
        // casting to 'uint160' is safe because an address is what is asked for
        // forge-lint: disable-next-line(unsafe-typecast)
        return address(uint160(pool));
    }

    function _putPool(Buffer memory buffer, Source memory source, Walk memory walk, bool mayStop)
        private
        view
        returns (Walked walked)
    {
        (bool ok, Head memory head) = _headOf(source.pool);
        if (source.pool.code.length == 0 || (ok && head.sqrtPrice == 0)) {
            buffer.putByte(MISSING);
            return Walked.Whole;
        }
        if (!ok) return Walked.Unreadable;

        buffer.putByte(READ);
        buffer.putAddress(source.pool);
        buffer.putUint(head.sqrtPrice);
        buffer.putUint(_unsigned(head.tick + MAX_TICK));
        buffer.putUint(head.liquidity);
        buffer.putUint(head.fee);
        buffer.putUint(head.spacing);
        bool isEmpty = _putBalance(buffer, source.token0, source.pool);
        isEmpty = _putBalance(buffer, source.token1, source.pool) && isEmpty;
        // Without a unit of either there is no liquidity anywhere, and the walk would go to the end for nothing.
        if (isEmpty) walk.words = 0;

        Side memory side;
        (side.pool, side.mayStop, side.spacing) = (source.pool, mayStop, _signed(head.spacing));
        for (uint256 i; i < 2 && walked == Walked.Whole; ++i) {
            side.down = i == 0;
            (side.limited, side.ticks) = (head.liquidity != 0, 0);
            side.limit = _beyond(side, head.tick, walk.distance);
            // Division truncates, as that of the ticks that pools take as their outermost.
            side.edge = (side.down ? -MAX_TICK : MAX_TICK) / side.spacing >> 8;
            int256 index = _floor(head.tick, side.spacing);
            side.reach = side.last = side.down ? index + 1 : index;
            walked = _putSide(buffer, side, walk);
        }
    }

    /// @return ok Whether it answers as a pool does.
    function _headOf(address pool) private view returns (bool ok, Head memory head) {
        uint256 tick;
        (ok, head.sqrtPrice, tick,) = Probe.words(pool, abi.encodeCall(IUniswapV3PoolState.slot0, ()), CALL_GAS);
        if (!ok || head.sqrtPrice == 0) return (ok, head);
        head.tick = _signed(tick);
        bool[3] memory has;
        (has[0], head.liquidity) = Probe.word(pool, abi.encodeCall(IUniswapV3PoolState.liquidity, ()), CALL_GAS);
        (has[1], head.fee) = Probe.word(pool, abi.encodeCall(IUniswapV3PoolImmutables.fee, ()), CALL_GAS);
        (has[2], head.spacing) = Probe.word(pool, abi.encodeCall(IUniswapV3PoolImmutables.tickSpacing, ()), CALL_GAS);
        ok = has[0] && has[1] && has[2] && _isTick(head.tick) && _isTick(_signed(head.spacing))
            && _signed(head.spacing) > 0;
    }

    /// @return isNothing Whether the token says that the pool has none.
    function _putBalance(Buffer memory buffer, address token, address pool) private view returns (bool isNothing) {
        (bool ok, uint256 balance) = Probe.word(token, abi.encodeCall(IERC20.balanceOf, (pool)), BALANCE_GAS);
        buffer.putByte(ok ? 1 : 0);
        if (ok) buffer.putUint(balance);
        return ok && balance == 0;
    }

    function _putSide(Buffer memory buffer, Side memory side, Walk memory walk) private view returns (Walked walked) {
        bool goesOn = true;
        for (uint256 words; goesOn && words < walk.words; ++words) {
            (walked, goesOn) = _putWord(buffer, side, walk.ticks, walk.distance);
            if (walked == Walked.OutOfGas && side.mayStop) walked = Walked.Whole;
            if (walked != Walked.Whole) return walked;
        }
        buffer.putUint(0);
        int256 tick = side.reach * side.spacing;
        buffer.putUint(tick < -MAX_TICK ? 0 : _unsigned((tick > MAX_TICK ? MAX_TICK : tick) + MAX_TICK));
    }

    /// @dev The ticks of the next word outward.
    /// @return goesOn Whether the walk does.
    function _putWord(Buffer memory buffer, Side memory side, uint256 ticks, uint24 distance)
        private
        view
        returns (Walked, bool goesOn)
    {
        if (!_affordsStep(buffer)) return (Walked.OutOfGas, false);
        int256 next = side.down ? side.reach - 1 : side.reach + 1;
        int256 word = next >> 8;
        (bool ok, uint256 bitmap) =
            Probe.word(side.pool, abi.encodeWithSelector(IUniswapV3PoolState.tickBitmap.selector, word), CALL_GAS);
        if (!ok) return (Walked.Unreadable, false);
        uint256 bit = _unsigned(next) & 255;
        bitmap &= side.down ? type(uint256).max >> (255 - bit) : type(uint256).max << bit;
        while (bitmap != 0) {
            if (side.ticks == ticks) return (Walked.Whole, false);
            if (!_affordsStep(buffer)) return (Walked.OutOfGas, false);
            bit = Math.log2(side.down ? bitmap : bitmap & (~bitmap + 1));
            bitmap ^= 2 ** bit;
            if (!_putTick(buffer, side, (word << 8) + _signed(bit))) return (Walked.Unreadable, false);
            int256 tick = side.reach * side.spacing;
            if (!side.limited) (side.limited, side.limit) = (true, _beyond(side, tick, distance));
            if (_isFar(side)) return (Walked.Whole, false);
        }
        // Beyond every index where the outermost word is read.
        if (side.down) side.reach = word <= side.edge ? -MAX_TICK : word << 8;
        else side.reach = word >= side.edge ? MAX_TICK : (word << 8) + 255;
        bool isEnd = side.down ? word <= side.edge : word >= side.edge;
        return (Walked.Whole, !isEnd && (!side.limited || !_isFar(side)));
    }

    function _putTick(Buffer memory buffer, Side memory side, int256 index) private view returns (bool ok) {
        uint256 net;
        bytes memory question = abi.encodeWithSelector(IUniswapV3PoolState.ticks.selector, index * side.spacing);
        (ok,, net,) = Probe.words(side.pool, question, CALL_GAS);
        buffer.putUint(_unsigned(side.down ? side.last - index : index - side.last));
        buffer.putByte(_signed(net) < 0 ? 1 : 0);
        buffer.putUint(_signed(net) < 0 ? ~net + 1 : net);
        side.reach = side.last = index;
        ++side.ticks;
    }

    function _affordsStep(Buffer memory buffer) private view returns (bool) {
        return buffer.affords(STEP_GAS, POOL_BYTES) && buffer.length + POOL_BYTES + STEP_BYTES <= Packer.CAPACITY;
    }

    function _isFar(Side memory side) private pure returns (bool) {
        int256 tick = side.reach * side.spacing;
        return side.down ? tick <= side.limit : tick >= side.limit;
    }

    function _beyond(Side memory side, int256 tick, uint24 distance) private pure returns (int256) {
        int256 away = int256(uint256(distance));
        return side.down ? tick - away : tick + away;
    }

    /// @dev Towards minus infinity, as the pools divide.
    function _floor(int256 tick, int256 spacing) private pure returns (int256 index) {
        index = tick / spacing;
        if (tick < 0 && tick % spacing != 0) --index;
    }

    function _isTick(int256 tick) private pure returns (bool) {
        return tick >= -MAX_TICK && tick <= MAX_TICK;
    }

    /// @dev The same word.
    function _signed(uint256 word) private pure returns (int256) {
        // casting to 'int256' is safe because no bit changes
        // forge-lint: disable-next-line(unsafe-typecast)
        return int256(word);
    }

    /// @dev The same word.
    function _unsigned(int256 word) private pure returns (uint256) {
        // casting to 'uint256' is safe because no bit changes
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint256(word);
    }
}
