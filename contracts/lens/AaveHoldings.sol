// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {IPriceOracleGetter} from "@aave/core-v3/contracts/interfaces/IPriceOracleGetter.sol";
import {IScaledBalanceToken} from "@aave/core-v3/contracts/interfaces/IScaledBalanceToken.sol";

import {Buffer, Packer} from "./Packer.sol";
import {Probe} from "./Probe.sol";

/// @title AaveHoldings
/// @notice Reads the holdings of hundreds of users of an Aave pool in one `eth_call`; what the versions do in different ways, a
/// lens says.
/// @dev Stops when gas or room runs out and says where to resume, so no account is dropped. Numbers are encoded as `Packer`
/// documents; the decoder is `ts/protocols/aave/holdings.ts`.
abstract contract AaveHoldings {
    using Packer for Buffer;

    /// @dev Flags of a holding. `user configuration` bits first, then which balances follow.
    uint256 private constant COLLATERAL = 1;
    uint256 private constant BORROWED = 2;
    uint256 private constant HAS_SUPPLY = 4;
    uint256 private constant HAS_VARIABLE_DEBT = 8;
    uint256 private constant HAS_STABLE_DEBT = 16;

    /// @dev A price may burn this much, any other call that may fail that much: feeds through several adapters stay far
    /// below, and a feed that burns everything cannot starve the reserves after it.
    uint256 internal constant PRICE_GAS = 1_500_000;
    uint256 internal constant CALL_GAS = 500_000;
    /// @dev Must be left before a record is begun, so that none fails for want of gas that the next call would have.
    uint256 internal constant RECORD_GAS = 1_000_000;
    uint256 private constant ACCOUNT_GAS = 3_000_000;
    uint256 internal constant RECORD_BYTES = 2_048;

    uint256 private constant MAX_RESERVES = 128;

    /// @dev What has to be known about a reserve. Looked up once a call.
    struct Tokens {
        bool known;
        address aToken;
        address variableDebt;
        address stableDebt; // zero where stable debt does not count
    }

    /// @dev What is known about a pool. `assets` and `stableCounts` are the lens's own.
    struct Known {
        address pool;
        Tokens[] table; // by reserve id
        address[] assets;
        bool stableCounts;
    }

    /// @notice Holdings of `users` in the reserves they use as collateral or borrow from. A supply that is not collateral
    /// and stands alone is read only in `others`: nothing can be taken from it.
    /// @param pool Of the lens's version.
    /// @param users As many as the caller likes.
    /// @param others Reserves to look into in any case: bit i for the reserve with id i.
    /// @return done How many users, from the first on, have a record.
    /// @return records One a user: a byte that is 0 when the user could not be read and else 1, then eMode category (byte),
    /// number of holdings (byte), and for each: reserve id (byte), flags (byte), the balances that the flags announce. A stable
    /// debt is as many numbers as the lens says.
    function accounts(address pool, address[] calldata users, uint256 others)
        external
        view
        returns (uint256 done, bytes memory records)
    {
        Buffer memory buffer = Packer.create();
        Known memory known;
        known.pool = pool;
        known.table = new Tokens[](MAX_RESERVES);
        _prepare(known);

        while (done < users.length) {
            uint256 mark = buffer.length;
            if (done != 0 && !buffer.affords(ACCOUNT_GAS, RECORD_BYTES)) break;
            if (!_putAccount(buffer, known, users[done], others) && !buffer.full) {
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

    // What a lens says

    /// @dev Fills in what the lens needs to look reserves up.
    function _prepare(Known memory known) internal view virtual;

    /// @dev The tokens of a reserve, by its id.
    function _lookUp(Known memory known, uint256 id) internal view virtual returns (Tokens memory tokens);

    /// @return ok Whether the pool said it.
    /// @return category The user's eMode; zero: none.
    function _category(address pool, address user) internal view virtual returns (bool ok, uint256 category);

    /// @return ok Whether the token said it.
    /// @return words What is to be known of a user's debt at a stable rate; the first is zero when there is none.
    function _stableDebt(address token, address user) internal view virtual returns (bool ok, uint256[] memory words);

    // What the lenses share

    function _putPrice(Buffer memory buffer, address oracle, address asset) internal view {
        _putProbe(buffer, oracle, abi.encodeCall(IPriceOracleGetter.getAssetPrice, (asset)), PRICE_GAS);
    }

    /// @dev A byte that is 1 when the target answered, then its answer; else a byte that is 0.
    function _putProbe(Buffer memory buffer, address target, bytes memory data, uint256 gasLimit) internal view {
        (bool ok, uint256 value) = Probe.word(target, data, gasLimit);
        buffer.putByte(ok ? 1 : 0);
        if (ok) buffer.putUint(value);
    }

    // What the records hold

    /// @return ok False when one of the calls failed: what was written is then worthless.
    function _putAccount(Buffer memory buffer, Known memory known, address user, uint256 others)
        private
        view
        returns (bool ok)
    {
        uint256 configuration;
        uint256 category;
        (ok, configuration) = Probe.word(known.pool, abi.encodeCall(IPool.getUserConfiguration, (user)), CALL_GAS);
        if (!ok) return false;
        (ok, category) = _category(known.pool, user);
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
            Tokens memory tokens = known.table[id];
            if (!tokens.known) {
                tokens = _lookUp(known, id);
                tokens.known = true;
                known.table[id] = tokens;
            }
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
        uint256[] memory stableDebt;
        (ok, supply) = Probe.word(tokens.aToken, scaledBalance, CALL_GAS);
        if (!ok) return false;
        if (flags & BORROWED != 0) {
            (ok, variableDebt) = Probe.word(tokens.variableDebt, scaledBalance, CALL_GAS);
            if (ok && tokens.stableDebt != address(0)) (ok, stableDebt) = _stableDebt(tokens.stableDebt, user);
            if (!ok) return false;
        }

        if (supply != 0) flags |= HAS_SUPPLY;
        if (variableDebt != 0) flags |= HAS_VARIABLE_DEBT;
        if (stableDebt.length != 0 && stableDebt[0] != 0) flags |= HAS_STABLE_DEBT;
        buffer.putByte(id);
        buffer.putByte(flags);
        if (supply != 0) buffer.putUint(supply);
        if (variableDebt != 0) buffer.putUint(variableDebt);
        if (flags & HAS_STABLE_DEBT == 0) return true;
        for (uint256 i; i < stableDebt.length; ++i) {
            buffer.putUint(stableDebt[i]);
        }
    }

    /// @dev Reserves that are used or asked for.
    function _holdings(uint256 configuration, uint256 others) private pure returns (uint256 count) {
        for (; configuration | others != 0; (configuration, others) = (configuration >> 2, others >> 1)) {
            if ((configuration & 3) | (others & 1) != 0) ++count;
        }
    }
}
