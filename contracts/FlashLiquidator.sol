// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IFlashLiquidator} from "./interfaces/IFlashLiquidator.sol";

import {CallbackGuard} from "./guards/CallbackGuard.sol";
import {CappedCall} from "./guards/CappedCall.sol";
import {Governed} from "./guards/Governed.sol";
import {LegAccount} from "./guards/LegAccount.sol";
import {ProfitCheck} from "./guards/ProfitCheck.sol";
import {Treasury} from "./guards/Treasury.sol";
import {
    BonusShareBelowLimit,
    DeadlinePassed,
    Loss,
    MinProfitZero,
    NotSelf,
    TipAboveLimit,
    TipRecipientInvalid
} from "./types/Errors.sol";
import {Leg, LegResult} from "./types/Leg.sol";
import {FundingSource, Outcome, Plan, Selling, Target, Terms} from "./types/Plan.sol";
import {PlanData} from "./types/PlanData.sol";
import {ROUNDING} from "./types/Rounding.sol";
import {Setup} from "./types/Setup.sol";

/// @title FlashLiquidator
/// @notice The story of every liquidation: enter, fund, seize, sell, repay, settle.
/// @dev Entry, order of steps and exit are fixed here. A leaf (protocols/) says how to seize and what the protocol's own
/// oracle says; sources of money (funding/) and ways to sell (venues/) are the same for every leaf: funding/AllSources.sol.
abstract contract FlashLiquidator is
    IFlashLiquidator,
    Treasury,
    Governed,
    CallbackGuard,
    LegAccount,
    ReentrancyGuardTransient
{
    using SafeERC20 for IERC20;

    /// @dev What was read before any code of others could change it: what the result is measured by.
    struct Start {
        address receiver;
        address collateral; // what arrives: the collateral itself, or what stands for it
        uint256 debtBalance;
        uint256 collateralBalance;
        uint256 numerator; // debt units = collateral units * numerator / denominator
        uint256 denominator;
    }

    // The treasury is built first: governance asks for its wrapped native token.
    constructor(Setup memory setup) Treasury(setup.wrappedNative) Governed(setup) {}

    // Entry

    /// @inheritdoc IFlashLiquidator
    function liquidate(Plan calldata plan) external nonReentrant onlyOperator returns (Outcome memory outcome) {
        _execute(plan, msg.sender, outcome);
    }

    /// @inheritdoc IFlashLiquidator
    function liquidateBatch(Leg[] calldata legs)
        external
        nonReentrant
        onlyOperator
        returns (LegResult[] memory results)
    {
        results = new LegResult[](legs.length);
        for (uint256 i; i < legs.length; ++i) {
            Leg calldata leg = legs[i];
            // A call to itself, so that a failing leg takes all its effects back, transient ones included.
            bytes memory data = PlanData.asFirstArgument(this.executeLeg.selector, leg.plan, msg.sender);
            (bool success, bytes memory answer) = CappedCall.run(address(this), leg.gasLimit, leg.mayFail, data);
            if (success) {
                (results[i].success, results[i].outcome) = (true, abi.decode(answer, (Outcome)));
            } else {
                results[i].revertData = answer;
                emit LegFailed(i, leg.plan.target.borrower, answer);
            }
        }
    }

    /// @inheritdoc IFlashLiquidator
    function executeLeg(Plan calldata plan, address caller) external returns (Outcome memory outcome) {
        require(msg.sender == address(this), NotSelf(msg.sender));
        _execute(plan, caller, outcome);
    }

    /// @inheritdoc IFlashLiquidator
    function rescue(address token, uint256 amount) external nonReentrant onlyOwner {
        _send(token, settings.receiver, amount);
    }

    /// @dev The wrapper would turn rescued ether into a balance of this contract, and keep rescued tokens for ever.
    function _mayReceive(address receiver) internal view override returns (bool) {
        return receiver != WRAPPED_NATIVE && super._mayReceive(receiver);
    }

    // Steps

    /// @dev Runs only where the plan is the first argument of the external call: see PlanData.
    /// @param outcome Empty; filled here.
    function _execute(Plan calldata plan, address caller, Outcome memory outcome) private {
        Target calldata target = plan.target;
        address debt = target.debt;
        Settings memory current = settings;
        _requireNotPaused(current);
        _requireMarket(target);
        _requireTerms(plan.terms, current);

        Start memory start = _start(plan, current.receiver);
        uint256 unreturned = _fund(plan, caller);
        _requireCalledBack();
        (start.numerator, start.denominator) = (_numerator, _denominator);

        outcome.repaid = _repaid;
        outcome.premium = _premium;
        outcome.seized = _seized;
        outcome.debtGain = _gain(debt, start.debtBalance, _isPaidFirst(plan.funding.source) ? ROUNDING : 0);
        if (start.collateral != debt) {
            // A flash swap is no sale: its pool says itself what it asks for, which could be more than was seized, of whatever token.
            uint256 rounding = plan.selling == Selling.None ? 0 : ROUNDING;
            outcome.collateralGain = _gain(start.collateral, start.collateralBalance, rounding);
        }
        _settle(plan, start, unreturned, outcome);

        emit Liquidated(target.market, target.borrower, caller, target.collateral, debt, outcome);
    }

    function _start(Plan calldata plan, address receiver) private returns (Start memory start) {
        Target calldata target = plan.target;
        address collateral = _seizedToken(target);
        start.receiver = receiver;
        start.collateral = collateral;
        start.debtBalance = _balance(target.debt);
        start.collateralBalance = collateral == target.debt ? start.debtBalance : _balance(collateral);
        // Not asked for again: a market may name another token the second time.
        _openAccount(collateral, start.collateralBalance);
        // Its protocol is called next; every other source hands control to others first.
        if (plan.funding.source == FundingSource.Callback) _readPrice(target);
    }

    /// @dev Right before the protocol reads it. Read at the exit, or before the debt units come, it would be at the mercy of everybody
    /// who gets control on the way: a price that a pull oracle takes from anybody may fall after the loan was judged, or rise before.
    function _readPrice(Target calldata target) private {
        (_numerator, _denominator) = _oraclePrice(target, _arriving);
    }

    /// @dev Judges the result at the protocol's own price, pays the tip and sends everything else to the receiver.
    function _settle(Plan calldata plan, Start memory start, uint256 unreturned, Outcome memory outcome) private {
        Terms calldata terms = plan.terms;
        uint256 gained = outcome.debtGain + _value(outcome.collateralGain, start);
        require(gained >= unreturned, Loss(gained, unreturned));
        outcome.profit = gained - unreturned;

        (uint256 debtLeft, uint256 collateralLeft) = _tip(plan, start, gained, outcome);
        // Not the profit less the tip: of a token that takes more than is sent, or by rounding, the tip may have cost more than it paid.
        uint256 left = terms.tipBps == 0
            ? outcome.profit
            : Math.saturatingSub(debtLeft + _value(collateralLeft, start), unreturned);
        ProfitCheck.requireBonusShare(left, _value(outcome.seized, start), outcome.repaid, terms.minBonusShareBps);
        ProfitCheck.requireMinimum(left, terms.minProfit);

        _sendToken(plan.target.debt, start.receiver, debtLeft);
        _sendToken(start.collateral, start.receiver, collateralLeft);
    }

    /// @dev Out of both leftovers, in proportion. `gained` may exceed the profit by what a wallet put in.
    /// @return debtLeft Debt units of the gain that are left.
    /// @return collateralLeft The same of what arrived.
    function _tip(Plan calldata plan, Start memory start, uint256 gained, Outcome memory outcome)
        private
        returns (uint256 debtLeft, uint256 collateralLeft)
    {
        (debtLeft, collateralLeft) = (outcome.debtGain, outcome.collateralGain);
        Terms calldata terms = plan.terms;
        if (terms.tipBps == 0 || gained == 0) return (debtLeft, collateralLeft);

        (address debt, address collateral) = (plan.target.debt, start.collateral);
        uint256 share = outcome.profit * terms.tipBps;
        gained *= BPS;
        uint256 debtTip = _payTip(debt, terms.tipRecipient, Math.mulDiv(debtLeft, share, gained));
        uint256 collateralTip = _payTip(collateral, terms.tipRecipient, Math.mulDiv(collateralLeft, share, gained));
        outcome.tip = debtTip + _value(collateralTip, start);
        if (debtTip != 0) debtLeft = _rest(debt, start.debtBalance, debtLeft - debtTip);
        if (collateralTip != 0) {
            collateralLeft = _rest(collateral, start.collateralBalance, collateralLeft - collateralTip);
        }
    }

    /// @dev Liquidates with debt units that are already here, then sells. Called by every source except `Callback`.
    /// @param budget Debt units received from the source; the protocol may take less.
    function _seizeAndSell(Plan calldata plan, uint256 budget) internal {
        Target calldata target = plan.target;
        address collateral = _arriving;

        _readPrice(target);
        // With one asset on both sides the balance also holds the budget, or whatever of it has come: no lender's word counts.
        bool isSame = collateral == target.debt;
        uint256 before = isSame ? _balance(collateral) : _arrivingBefore;
        uint256 repaid = _repayAndSeize(target, budget);
        uint256 seized = _balance(collateral) + (isSame ? repaid : 0) - before;
        _repaid = repaid;
        _seized = seized;
        _sell(plan, seized);
    }

    /// @dev Takes back what `spender` did not use; of a token that does not count allowances down, all of it.
    /// @return unused Units of `token` that were left.
    function _clearAllowance(IERC20 token, address spender) internal returns (uint256 unused) {
        unused = token.allowance(address(this), spender);
        if (unused != 0) token.forceApprove(spender, 0);
    }

    /// @dev For a protocol that is not paid by allowance: in ether that `_seize` unwraps the budget for and wraps the rest of, or in
    /// shares. The collateral must not arrive in the debt asset, or what is repaid cannot be told from what is seized.
    function _seizeByBalance(Target calldata target, uint256 budget) internal returns (uint256 repaid) {
        uint256 before = _balance(target.debt);
        _seize(target, budget);
        return before - _balance(target.debt);
    }

    // What a leaf says

    /// @dev Has the protocol take up to `budget` debt units and send what is seized. By allowance, unless a leaf knows better.
    /// @return repaid Debt units that it took.
    function _repayAndSeize(Target calldata target, uint256 budget) internal virtual returns (uint256 repaid) {
        IERC20 debt = IERC20(target.debt);
        address spender = _spender(target);
        debt.forceApprove(spender, budget);
        _seize(target, budget);
        return budget - _clearAllowance(debt, spender);
    }

    /// @dev Who takes the debt units in `_seize`. What it leaves of its allowance counts as not repaid.
    function _spender(Target calldata target) internal view virtual returns (address) {
        return target.market;
    }

    /// @dev Calls the protocol, which may take up to `budget` debt units and sends what is seized here. Called once.
    function _seize(Target calldata target, uint256 budget) internal virtual;

    /// @dev Token that arrives here: the collateral itself, or what stands for it (aTokens, cTokens, shares of a vault).
    function _seizedToken(Target calldata target) internal view virtual returns (address);

    /// @dev The protocol's own price of what arrives: debt units = units of `arriving` * numerator / denominator. Reverts on zero. Of
    /// shares that are worth more with time it may have the protocol count first what it has not counted yet.
    function _oraclePrice(Target calldata target, address arriving)
        internal
        virtual
        returns (uint256 numerator, uint256 denominator);

    // What the sources of money and the ways to sell say

    /// @dev Obtains the debt asset, has the collateral seized and sold, pays back.
    /// @return unreturned Debt units that the caller's wallet put in and did not get back in kind.
    function _fund(Plan calldata plan, address caller) internal virtual returns (uint256 unreturned);

    /// @dev Sells `amount` of the seized token for the debt asset. The exit watches these two only: where a sale goes by way of a third
    /// token, it is the venue's own duty that nothing of that one stays here and nothing that lies here of it is spent.
    function _sell(Plan calldata plan, uint256 amount) internal virtual;

    // Checks

    function _requireTerms(Terms calldata terms, Settings memory current) private view {
        require(block.timestamp <= terms.deadline, DeadlinePassed(terms.deadline, block.timestamp));
        require(terms.minProfit != 0, MinProfitZero());
        require(
            terms.minBonusShareBps >= current.minBonusShareBps,
            BonusShareBelowLimit(terms.minBonusShareBps, current.minBonusShareBps)
        );
        require(terms.tipBps <= current.maxTipBps, TipAboveLimit(terms.tipBps, current.maxTipBps));
        // Either would bring the tip back here: the wrapper turns ether into a balance of its sender.
        address recipient = terms.tipRecipient;
        bool comesBack = recipient == address(this) || (recipient == WRAPPED_NATIVE && recipient != address(0));
        require(!comesBack, TipRecipientInvalid(recipient));
    }

    /// @dev What a tip left. A balance that is a share of something, as an aToken's, may have fallen by a unit more than was sent.
    function _rest(address token, uint256 before, uint256 expected) private view returns (uint256) {
        return Math.min(expected, _gain(token, before, ROUNDING));
    }

    /// @dev Whether the debt is repaid out of a budget that was given before. Otherwise somebody pulls at the end what the sale should have
    /// brought, and could be paid with what lies here, of whatever token.
    function _isPaidFirst(FundingSource source) private pure returns (bool) {
        return source == FundingSource.Wallet || source == FundingSource.UniswapV3FlashSwap
            || source == FundingSource.UniswapV2FlashSwap;
    }

    /// @param rounding Units that may be missing of what was here before.
    function _gain(address token, uint256 before, uint256 rounding) private view returns (uint256) {
        uint256 balance = _balance(token);
        require(balance + rounding >= before, Loss(balance, before));
        return Math.saturatingSub(balance, before);
    }

    /// @return Debt units that `amount` of what arrived is worth, by the price that judged the loan.
    function _value(uint256 amount, Start memory start) private pure returns (uint256) {
        return Math.mulDiv(amount, start.numerator, start.denominator);
    }

    function _balance(address token) private view returns (uint256) {
        return IERC20(token).balanceOf(address(this));
    }
}
