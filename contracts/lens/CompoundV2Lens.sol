// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {
    ICErc20,
    ICompoundOracle,
    IComptroller,
    IComptrollerExtras,
    ICToken,
    IVaiController
} from "../interfaces/ICompoundV2.sol";
import {Buffer, Packer} from "./Packer.sol";
import {Probe} from "./Probe.sol";

/// @title CompoundV2Lens
/// @notice Reads a whole market of Compound V2 or a relative, or the holdings of hundreds of accounts, in one `eth_call` without being
/// deployed. What a relative lacks is asked for by calls that may fail.
/// @dev Both functions stop when gas or room runs out and say where to resume. Numbers are encoded as `Packer` documents; the decoder is
/// `ts/protocols/compound-v2/lens.ts`.
contract CompoundV2Lens {
    using Packer for Buffer;

    /// @dev Flags of the market head.
    uint256 private constant PROTOCOL_PAUSED = 1;
    uint256 private constant SEIZE_PAUSED = 2;

    /// @dev Flags of a token.
    uint256 private constant NATIVE = 1;
    uint256 private constant LISTED = 2;
    uint256 private constant DEPRECATED = 4;
    uint256 private constant NO_REDEEM = 8;
    uint256 private constant NO_REPAY = 16;
    uint256 private constant NO_SEIZE = 32;
    uint256 private constant NO_LIQUIDATE = 64;
    uint256 private constant NOT_ITSELF = 128;

    /// @dev Flags of a holding.
    uint256 private constant ENTERED = 1;
    uint256 private constant HAS_SUPPLY = 2;
    uint256 private constant HAS_DEBT = 4;
    uint256 private constant HAS_ACCRUED = 8;

    /// @dev A price may burn this much, interest that much, any other call the least.
    uint256 private constant PRICE_GAS = 1_500_000;
    uint256 private constant ACCRUE_GAS = 1_000_000;
    uint256 private constant CALL_GAS = 300_000;
    /// @dev Must be left before a record is begun, so that none fails for want of gas that the next call would have.
    uint256 private constant TOKEN_GAS = PRICE_GAS + 10 * CALL_GAS;
    uint256 private constant RECORD_BYTES = 1_024;
    /// @dev Instead of an amount that a token does not tell.
    uint256 private constant UNKNOWN = type(uint256).max;

    /// @dev What is the same for all accounts of a call.
    struct Asked {
        IComptroller comptroller;
        address[] cTokens;
        address dollars; // who lends dollars besides; zero: nobody
    }

    /// @dev What an account has of a token by its stored index.
    struct Holding {
        bool isEntered; // counts as collateral
        uint256 supply; // cTokens
        uint256 debt;
    }

    /// @notice The market at this block: its head, then its tokens from index `from` of the list, as many as fit.
    /// @param comptroller Of Compound V2 or a relative.
    /// @param native Its token of the chain's own coin, zero where it has none. Nobody asks that one for its underlying.
    /// @param wrapped Token that the coin is wrapped in.
    /// @param from 0, or `next` of the call before.
    /// @return next Number of tokens when all were read.
    /// @return records Head: timestamp, block number as contracts see it, number of tokens, flags, who lends dollars besides, then each led
    /// by a byte that is 0 where there is none: close factor, liquidation incentive, sole liquidator, share of redemptions that is kept.
    /// Then the tokens.
    function market(IComptroller comptroller, address native, address wrapped, uint256 from)
        external
        view
        returns (uint256 next, bytes memory records)
    {
        Buffer memory buffer = Packer.create();
        address[] memory cTokens = comptroller.getAllMarkets();
        address oracle = comptroller.oracle();
        _putHead(buffer, comptroller, cTokens.length);
        uint256 first = buffer.length;
        for (next = from; next < cTokens.length; ++next) {
            uint256 mark = buffer.length;
            if (mark != first && !buffer.affords(TOKEN_GAS, RECORD_BYTES)) break;
            address cToken = cTokens[next];
            _putToken(buffer, comptroller, oracle, cToken, cToken == native ? wrapped : address(0));
            if (buffer.full) {
                buffer.rewind(mark);
                break;
            }
        }
        records = buffer.finish();
    }

    /// @notice Holdings of `users`, with what they owe by the stored index of each token and by the index of this block, for which the
    /// lens has the tokens accrue. A debt's own index is not told by any token.
    /// @param comptroller Of Compound V2 or a relative.
    /// @param cTokens All of them, at most 256.
    /// @param users As many as the caller likes.
    /// @return done How many users, from the first on, have a record.
    /// @return timestamp Of the block that was read, seconds.
    /// @return records Of each token its stored index and, led by a byte that is 0 where it does not accrue, that of this block. Then one a
    /// user: a byte that is 0 when the user could not be read and else 1, what it owes besides (USD, scaled by 1e18), number of
    /// holdings (byte), and for each: index of the token (byte), flags (byte), the amounts that the flags announce.
    function accounts(IComptroller comptroller, address[] calldata cTokens, address[] calldata users)
        external
        returns (uint256 done, uint256 timestamp, bytes memory records)
    {
        timestamp = block.timestamp;
        Buffer memory buffer = Packer.create();
        uint256[][] memory stored = _readStored(cTokens, users);
        for (uint256 i; i < cTokens.length; ++i) {
            buffer.putUint(_wordOr0(cTokens[i], abi.encodeCall(ICToken.borrowIndex, ())));
            bool accrued = _accrue(cTokens[i]);
            buffer.putByte(accrued ? 1 : 0);
            if (accrued) buffer.putUint(_wordOr0(cTokens[i], abi.encodeCall(ICToken.borrowIndex, ())));
        }
        Asked memory asked = Asked(comptroller, cTokens, _dollarLender(comptroller));
        for (; done < stored.length; ++done) {
            uint256 mark = buffer.length;
            if (!_putAccount(buffer, asked, users[done], stored[done]) && !buffer.full) {
                buffer.rewind(mark);
                buffer.putByte(0);
            }
            if (buffer.full) {
                buffer.rewind(mark);
                break;
            }
        }
        records = buffer.finish();
    }

    // What the records of a market hold

    function _putHead(Buffer memory buffer, IComptroller comptroller, uint256 count) private view {
        address root = address(comptroller);
        uint256 flags = _isTrue(root, abi.encodeCall(IComptrollerExtras.protocolPaused, ())) ? PROTOCOL_PAUSED : 0;
        if (_isTrue(root, abi.encodeCall(IComptrollerExtras.seizeGuardianPaused, ()))) flags |= SEIZE_PAUSED;
        buffer.putUint(block.timestamp);
        buffer.putUint(block.number);
        buffer.putUint(count);
        buffer.putByte(flags);
        buffer.putAddress(_dollarLender(comptroller));
        _putProbe(buffer, root, abi.encodeCall(IComptroller.closeFactorMantissa, ()), CALL_GAS);
        _putProbe(buffer, root, abi.encodeCall(IComptroller.liquidationIncentiveMantissa, ()), CALL_GAS);
        _putProbe(buffer, root, abi.encodeCall(IComptrollerExtras.liquidatorContract, ()), CALL_GAS);
        _putProbe(buffer, root, abi.encodeCall(IComptrollerExtras.treasuryPercent, ()), CALL_GAS);
    }

    /// @param wrapped Not zero: it is the token of the chain's own coin.
    function _putToken(Buffer memory buffer, IComptroller comptroller, address oracle, address cToken, address wrapped)
        private
        view
    {
        buffer.putAddress(cToken);
        buffer.putText(Probe.text(cToken, abi.encodeCall(IERC20Metadata.symbol, ()), CALL_GAS));
        _putProbe(buffer, cToken, abi.encodeCall(IERC20Metadata.decimals, ()), CALL_GAS);
        (bool isListed, uint256 collateralFactor) = comptroller.markets(cToken);
        buffer.putByte(_flagsOf(comptroller, cToken) | (isListed ? LISTED : 0) | (wrapped == address(0) ? 0 : NATIVE));
        buffer.putUint(collateralFactor);
        _putProbe(buffer, oracle, abi.encodeCall(ICompoundOracle.getUnderlyingPrice, (cToken)), PRICE_GAS);
        bytes4[9] memory figures = [
            ICToken.getCash.selector,
            ICToken.totalBorrows.selector,
            ICToken.totalReserves.selector,
            ICToken.totalSupply.selector,
            ICToken.reserveFactorMantissa.selector,
            ICToken.borrowIndex.selector,
            ICToken.accrualBlockNumber.selector,
            ICToken.exchangeRateStored.selector,
            ICToken.borrowRatePerBlock.selector
        ];
        for (uint256 i; i < figures.length; ++i) {
            _putProbe(buffer, cToken, abi.encodeWithSelector(figures[i]), CALL_GAS);
        }
        _putProbe(buffer, cToken, abi.encodeCall(ICToken.protocolSeizeShareMantissa, ()), CALL_GAS);
        address underlying =
            wrapped == address(0) ? _addressOr0(cToken, abi.encodeCall(ICErc20.underlying, ())) : wrapped;
        buffer.putAddress(underlying);
        _putProbe(buffer, underlying, abi.encodeCall(IERC20Metadata.decimals, ()), CALL_GAS);
        buffer.putText(Probe.text(underlying, abi.encodeCall(IERC20Metadata.symbol, ()), CALL_GAS));
    }

    function _flagsOf(IComptroller comptroller, address cToken) private view returns (uint256 flags) {
        address root = address(comptroller);
        if (_isTrue(root, abi.encodeCall(IComptrollerExtras.isDeprecated, (cToken)))) flags |= DEPRECATED;
        (bool isOldest,) = Probe.word(cToken, abi.encodeCall(ICToken.initialExchangeRateMantissa, ()), CALL_GAS);
        if (isOldest) flags |= NOT_ITSELF;
        uint8[4] memory actions = [1, 3, 4, 5];
        uint256[4] memory meanings = [NO_REDEEM, NO_REPAY, NO_SEIZE, NO_LIQUIDATE];
        for (uint256 i; i < actions.length; ++i) {
            bytes memory data = abi.encodeCall(IComptrollerExtras.actionPaused, (cToken, actions[i]));
            if (_isTrue(root, data)) flags |= meanings[i];
        }
    }

    // What the records of accounts hold

    /// @dev Of each user, in the order of the tokens: cTokens, then debts, as the comptroller asks for them: a relative's token (CREAM) may
    /// count fewer cTokens than are held, and lets no more be seized. Stops where half of the gas is gone, because the records are
    /// written afterwards.
    function _readStored(address[] calldata cTokens, address[] calldata users)
        private
        view
        returns (uint256[][] memory stored)
    {
        uint256 count = cTokens.length;
        uint256 reserved = gasleft() / 2 + count * ACCRUE_GAS / 4;
        stored = new uint256[][](users.length);
        uint256 read;
        for (; read < users.length && (read == 0 || gasleft() > reserved); ++read) {
            uint256[] memory amounts = new uint256[](2 * count);
            address user = users[read];
            for (uint256 i; i < count; ++i) {
                (amounts[i], amounts[count + i]) = _snapshot(cTokens[i], user);
            }
            stored[read] = amounts;
        }
        assembly ("memory-safe") {
            mstore(stored, read)
        }
    }

    function _snapshot(address cToken, address user) private view returns (uint256 supply, uint256 debt) {
        bytes memory data = abi.encodeCall(ICToken.getAccountSnapshot, (user));
        bool ok;
        uint256 code;
        (ok, code, supply, debt) = Probe.words(cToken, data, CALL_GAS);
        if (!ok || code != 0) return (UNKNOWN, UNKNOWN);
    }

    /// @return ok False when one of the calls failed: what was written is then worthless.
    function _putAccount(Buffer memory buffer, Asked memory asked, address user, uint256[] memory stored)
        private
        view
        returns (bool ok)
    {
        (bool known, uint256 entered) = _entered(asked, user);
        if (!known) return false;
        uint256 owed;
        if (asked.dollars != address(0)) {
            bytes memory data = abi.encodeCall(IVaiController.getVAIRepayAmount, (user));
            (known, owed) = Probe.word(asked.dollars, data, PRICE_GAS);
            if (!known) return false;
        }
        buffer.putByte(1);
        buffer.putUint(owed);
        buffer.putByte(_holdings(entered, stored));
        uint256 count = stored.length / 2;
        for (uint256 i; i < count; ++i) {
            Holding memory holding = Holding(entered >> i & 1 != 0, stored[i], stored[count + i]);
            if (holding.supply == UNKNOWN || holding.debt == UNKNOWN) return false;
            if (!holding.isEntered && holding.supply == 0 && holding.debt == 0) continue;
            buffer.putByte(i);
            _putHolding(buffer, holding, asked.cTokens[i], user);
        }
        return true;
    }

    function _putHolding(Buffer memory buffer, Holding memory holding, address cToken, address user) private view {
        uint256 flags = holding.isEntered ? ENTERED : 0;
        if (holding.supply != 0) flags |= HAS_SUPPLY;
        uint256 accrued;
        if (holding.debt != 0) {
            flags |= HAS_DEBT;
            bool ok;
            // its interest of this block is in it now
            (ok, accrued) = Probe.word(cToken, abi.encodeCall(ICToken.borrowBalanceStored, (user)), CALL_GAS);
            if (ok) flags |= HAS_ACCRUED;
        }
        buffer.putByte(flags);
        if (holding.supply != 0) buffer.putUint(holding.supply);
        if (holding.debt != 0) buffer.putUint(holding.debt);
        if (flags & HAS_ACCRUED != 0) buffer.putUint(accrued);
    }

    function _holdings(uint256 entered, uint256[] memory stored) private pure returns (uint256 holdings) {
        uint256 count = stored.length / 2;
        for (uint256 i; i < count; ++i) {
            if ((entered >> i) & 1 != 0 || stored[i] != 0 || stored[count + i] != 0) ++holdings;
        }
    }

    /// @return known False when the account is in a market that is not among the tokens, or nobody tells.
    /// @return bitmap Bit i: token i counts.
    function _entered(Asked memory asked, address user) private view returns (bool known, uint256 bitmap) {
        address[] memory cTokens = asked.cTokens;
        try asked.comptroller.getAssetsIn(user) returns (address[] memory assets) {
            for (uint256 i; i < assets.length; ++i) {
                uint256 place;
                while (place < cTokens.length && cTokens[place] != assets[i]) ++place;
                if (place == cTokens.length) return (false, 0);
                bitmap |= 1 << place;
            }
            return (true, bitmap);
        } catch {
            return (false, 0);
        }
    }

    // Small questions

    function _accrue(address cToken) private returns (bool) {
        (bool ok, bytes memory answer) = cToken.call{gas: ACCRUE_GAS}(abi.encodeCall(ICToken.accrueInterest, ()));
        return ok && answer.length > 31 && abi.decode(answer, (uint256)) == 0;
    }

    function _dollarLender(IComptroller comptroller) private view returns (address) {
        return _addressOr0(address(comptroller), abi.encodeCall(IComptrollerExtras.vaiController, ()));
    }

    function _isTrue(address target, bytes memory data) private view returns (bool) {
        return _wordOr0(target, data) != 0;
    }

    function _addressOr0(address target, bytes memory data) private view returns (address) {
        // casting to 'uint160' is safe because an answer that is no address is one that nobody has
        // forge-lint: disable-next-line(unsafe-typecast)
        return address(uint160(_wordOr0(target, data)));
    }

    function _wordOr0(address target, bytes memory data) private view returns (uint256 value) {
        (, value) = Probe.word(target, data, CALL_GAS);
    }

    /// @dev A byte that is 1 when the target answered, then its answer; else a byte that is 0.
    function _putProbe(Buffer memory buffer, address target, bytes memory data, uint256 gasLimit) private view {
        (bool ok, uint256 value) = Probe.word(target, data, gasLimit);
        buffer.putByte(ok ? 1 : 0);
        if (ok) buffer.putUint(value);
    }
}
