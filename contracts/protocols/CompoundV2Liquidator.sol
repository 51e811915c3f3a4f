// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ICErc20, ICEther, ICompoundOracle, IComptroller, ICToken} from "../interfaces/ICompoundV2.sol";

import {AllSources} from "../funding/AllSources.sol";
import {
    AssetsMismatch,
    LiquidationRefused,
    MarketNotAllowed,
    NothingRedeemed,
    OraclePriceZero,
    RedemptionRefused
} from "../types/Errors.sol";
import {Target} from "../types/Plan.sol";
import {Setup} from "../types/Setup.sol";

/// @title CompoundV2Liquidator
/// @notice Liquidates with every allowed comptroller of a chain, Compound V2's and its relatives', and redeems what is seized.
/// @dev `Target.market`: the comptroller, which vouches for the cTokens. `Target.amount`: most debt units to repay; what of it the
/// comptroller no longer allows, because somebody was first, is left. `Target.collateral`: underlying, or the cToken where it is kept; of
/// ether its wrapped form, as `Target.debt`. `Target.data`: `abi.encode(address cTokenBorrowed, address cTokenCollateral, address native,
/// bool keepsCTokens)`; `native` is the comptroller's cToken of ether, zero where neither of the two is.
contract CompoundV2Liquidator is AllSources {
    struct Pair {
        address borrowed;
        address collateral;
        address native;
        bool keepsCTokens;
    }

    uint256 private constant ONE = 1e18; // of a factor, a rate and a price of Compound
    uint256 private constant COMPTROLLER_REJECTION = 3; // TokenErrorReporter: the comptroller knows why

    address private transient _payer; // market that sends ether now; transient, because it leaves 2,300 gas for `receive`

    constructor(Setup memory setup) AllSources(setup) {}

    /// @dev Anybody can write a contract that names the comptroller; the comptroller does not list it. What a plan calls ether without its
    /// being so is found out by the call: neither kind of token has the functions of the other.
    function _requireMarket(Target calldata target) internal view override {
        super._requireMarket(target);
        Pair memory pair = _pair(target);
        IComptroller comptroller = IComptroller(target.market);
        _requireListed(comptroller, pair.borrowed);
        _requireListed(comptroller, pair.collateral);
        _requireAsset(_underlying(pair, pair.borrowed), target.debt);
        _requireAsset(pair.keepsCTokens ? pair.collateral : _underlying(pair, pair.collateral), target.collateral);
    }

    /// @dev What is repaid is measured before anything is redeemed, so that both may be the same token.
    function _repayAndSeize(Target calldata target, uint256 budget) internal override returns (uint256 repaid) {
        Pair memory pair = _pair(target);
        uint256 before = ICToken(pair.collateral).balanceOf(address(this));
        repaid = pair.borrowed == pair.native ? _seizeByBalance(target, budget) : super._repayAndSeize(target, budget);
        if (!pair.keepsCTokens) _redeem(pair, ICToken(pair.collateral).balanceOf(address(this)) - before);
    }

    function _spender(Target calldata target) internal pure override returns (address) {
        return _pair(target).borrowed;
    }

    /// @dev Whoever comes first and repays a little must not stop the rest: only then the limits are asked for, and the call is made again.
    function _seize(Target calldata target, uint256 budget) internal override {
        Pair memory pair = _pair(target);
        uint256 amount = Math.min(target.amount, budget);
        (bool done, uint256 code, bytes memory failure) = _attempt(target, pair, amount);
        if (done) return;
        uint256 most = _mostNow(target, pair);
        if (most != 0 && most < amount) (done, code, failure) = _attempt(target, pair, most);
        if (done) return;
        if (code != 0) revert LiquidationRefused(code, _detail(target, pair, code, amount));
        assembly ("memory-safe") {
            revert(add(failure, 0x20), mload(failure))
        }
    }

    /// @dev Older tokens refuse with a code, newer ones and those of ether revert.
    /// @return done Whether the loan was liquidated.
    /// @return code With which it was refused; zero where it was not, or by a revert.
    /// @return failure Data of that revert.
    function _attempt(Target calldata target, Pair memory pair, uint256 amount)
        private
        returns (bool done, uint256 code, bytes memory failure)
    {
        if (pair.borrowed == pair.native) return _attemptInEther(target.borrower, pair, amount);
        try ICErc20(pair.borrowed).liquidateBorrow(target.borrower, amount, pair.collateral) returns (uint256 answer) {
            return (answer == 0, answer, "");
        } catch (bytes memory data) {
            return (false, 0, data);
        }
    }

    function _attemptInEther(address borrower, Pair memory pair, uint256 amount)
        private
        returns (bool done, uint256 code, bytes memory failure)
    {
        uint256 before = address(this).balance;
        _unwrap(amount);
        try ICEther(pair.borrowed).liquidateBorrow{value: amount}(borrower, pair.collateral) {
            return (true, 0, "");
        } catch (bytes memory data) {
            _wrapSince(before);
            return (false, 0, data);
        }
    }

    /// @dev What the comptroller allows now, and what the collateral is enough for. A deprecated debt, of which all could be repaid, is
    /// then repaid in part.
    function _mostNow(Target calldata target, Pair memory pair) private returns (uint256 most) {
        IComptroller comptroller = IComptroller(target.market);
        ICToken(pair.borrowed).accrueInterest();
        ICToken(pair.collateral).accrueInterest();
        uint256 owed = ICToken(pair.borrowed).borrowBalanceStored(target.borrower);
        most = comptroller.closeFactorMantissa() * owed / ONE;
        // Where it cannot say, it refuses what is tried next as well.
        (, uint256 cTokens) = comptroller.liquidateCalculateSeizeTokens(pair.borrowed, pair.collateral, most);
        uint256 held = ICToken(pair.collateral).balanceOf(target.borrower);
        if (cTokens > held) most = Math.mulDiv(most, held, cTokens);
    }

    /// @return The comptroller's own code, where that is why; it may revert with a sentence instead.
    function _detail(Target calldata target, Pair memory pair, uint256 code, uint256 amount) private returns (uint256) {
        if (code != COMPTROLLER_REJECTION) return 0;
        return IComptroller(target.market)
            .liquidateBorrowAllowed(pair.borrowed, pair.collateral, address(this), target.borrower, amount);
    }

    /// @dev Ether is wrapped again, so that the exit counts it.
    function _redeem(Pair memory pair, uint256 cTokens) private {
        if (cTokens == 0) return;
        uint256 before = address(this).balance;
        bool isNative = pair.collateral == pair.native;
        if (isNative) _payer = pair.collateral;
        uint256 code = ICToken(pair.collateral).redeem(cTokens);
        require(code == 0, RedemptionRefused(code));
        if (!isNative) return;
        _payer = address(0);
        // A token that pays in something else would leave that here.
        require(_wrapSince(before) != 0, NothingRedeemed(pair.collateral));
    }

    function _acceptsEtherFrom(address sender) internal view override returns (bool) {
        return sender == _payer || super._acceptsEtherFrom(sender);
    }

    function _seizedToken(Target calldata target) internal pure override returns (address) {
        return target.collateral;
    }

    /// @dev By the comptroller's oracle, which scales the price of one unit by 1e36, whatever its unit of account. cTokens are worth what
    /// they can be redeemed for; the market seizes by the rate of this block, so by that one they are judged.
    function _oraclePrice(Target calldata target, address)
        internal
        override
        returns (uint256 numerator, uint256 denominator)
    {
        Pair memory pair = _pair(target);
        if (pair.keepsCTokens) ICToken(pair.collateral).accrueInterest();
        ICompoundOracle oracle = ICompoundOracle(IComptroller(target.market).oracle());
        numerator = _price(oracle, pair.collateral);
        denominator = _price(oracle, pair.borrowed);
        if (pair.keepsCTokens) {
            numerator *= ICToken(pair.collateral).exchangeRateStored();
            denominator *= ONE;
        }
    }

    function _price(ICompoundOracle oracle, address cToken) private view returns (uint256 price) {
        price = oracle.getUnderlyingPrice(cToken);
        require(price != 0, OraclePriceZero(cToken));
    }

    function _requireListed(IComptroller comptroller, address cToken) private view {
        (bool isListed,) = comptroller.markets(cToken);
        require(isListed, MarketNotAllowed(cToken));
    }

    /// @dev A token of ether is never asked: it has no underlying, and answers what it does not know by minting.
    function _underlying(Pair memory pair, address cToken) private view returns (address) {
        return cToken == pair.native ? WRAPPED_NATIVE : ICErc20(cToken).underlying();
    }

    function _requireAsset(address expected, address actual) private pure {
        require(expected == actual, AssetsMismatch(expected, actual));
    }

    function _pair(Target calldata target) private pure returns (Pair memory) {
        return abi.decode(target.data, (Pair));
    }
}
