// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Leg, LegResult} from "../types/Leg.sol";
import {Outcome, Plan} from "../types/Plan.sol";

/// @title IFlashLiquidator
/// @notice Liquidates an unhealthy loan in one transaction: fund, seize, sell, repay, settle.
/// @dev Amounts are token units, shares of something are basis points (10_000 = all), times are unix seconds.
///
/// Assumptions, each with an attack in test/adversarial:
/// 1. Allowed markets and lenders are the real contracts of their protocol; the owner checked them, or the root that vouches for them.
/// 2. The market's oracle is the judge of value, by the price that judges the loan. A wrong oracle makes a wrong floor; a zero
///    price is refused, and a price that changes on the way is not seen.
/// 3. Tokens may return nothing, return false, take a fee or call back. A token that lies about balances can make its
///    own amounts worthless, never those of another token.
/// 4. Uniswap V3 pools that are called from here are only those that the configured factory would create; their tokens are not trusted.
/// 5. Operators are hot keys. A stolen one can cost what the owner's limits leave of the bonus of one liquidation at a time, never
///    a balance: what lies here was there before, and only what a liquidation adds is sold, paid or sent.
/// 6. The seller and whatever its routes name are not trusted: they get what is to be sold, and what comes back is measured.
///
/// Invariants, each with the test that holds it. After any sequence of actions (test/invariant; 6 to 8 are the seller's: ISeller):
/// 1. Nothing is at rest: a liquidator to which nobody sent anything holds no token and no ether. (invariant_1_NothingIsAtRest)
/// 2. No allowance is left to anyone. (invariant_2_NoAllowanceIsLeft)
/// 3. Whoever is neither owner nor operator changes nothing. (invariant_3_StrangersChangeNothing)
/// 4. The receiver is left with the minimum profit or more, and with exactly what the outcome says; or nothing happened.
///    (invariant_4_ProfitIsAtLeastTheMinimumOrNothingHappened)
/// 5. What was sent here stays here, to the unit, until the owner rescues it. (invariant_5_DonationsStayUntilRescue)
/// In every transaction (test/unit, test/adversarial):
/// 9. A callback is honoured once, from the contract that was asked, in the function and with the data that it was given.
///    (testFuzz_HonouredOnce, test_RevertWhen_StrangerBorrowsForTheLiquidator)
/// 10. The plan that a callback reads is the one that the operator sent. (test_NeverArrivesAsAnotherPlan)
/// 11. Only listed markets and lenders and pools of the configured factory are called with money at stake; of what the seller calls,
///     only what came back counts. (test_RevertWhen_MarketIsNotAllowed, test_RevertWhen_LenderIsNotAllowed,
///     test_RevertGiven_ItKeepsEverything)
/// 12. Whoever gets control on the way starts nothing here: no liquidation, no leg, no callback, no rescue.
///     (test_TokenOnTheWayOfTheSale, test_TipRecipient)
/// 13. Money is judged once, at the exit, by the price that the market's oracle said right before the loan was judged.
///     (test_RevertWhen_TheSaleIsBelowThePriceThatJudgedTheLoan)
/// 14. What the sale loses and the tip gives away together leave the owner's share of the bonus, or more.
///     (testFuzz_FloorIsTheShareOfTheBonus, test_RevertWhen_TipEatsTheMinimumProfit)
/// 15. No wallet is charged but the caller's. (test_RevertWhen_TheVictimIsNamedAsCaller)
/// 16. A leg that fails leaves no trace, and one that succeeds tells the next nothing. (test_LegThatMayFailLeavesNoTrace,
///     test_ALegIsNotJudgedByTheOneBefore)
interface IFlashLiquidator {
    /// @notice One liquidation ended well.
    /// @param market Contract that liquidated.
    /// @param borrower Account that was liquidated.
    /// @param caller Operator.
    /// @param collateral Underlying collateral asset, also when aTokens were taken.
    /// @param debt Debt asset.
    /// @param outcome Every amount that accounting needs.
    event Liquidated(
        address indexed market,
        address indexed borrower,
        address indexed caller,
        address collateral,
        address debt,
        Outcome outcome
    );

    /// @notice A leg that may fail did, and left no trace.
    /// @param index Place in the batch.
    /// @param borrower Account that was to be liquidated.
    /// @param revertData Of the leg; at most its first 1,024 bytes.
    event LegFailed(uint256 indexed index, address indexed borrower, bytes revertData);

    /// @notice Liquidates one loan or reverts as a whole.
    /// @dev The profit is measured by balance differences at the exit. What the tip leaves of it must reach both limits:
    /// - `plan.terms.minProfit`;
    /// - `(oracleValue(seized) - repaid) * minBonusShareBps`, or nothing where that is negative: a premium is a cost like any other.
    /// The oracle's price is the one that judged the loan, also for collateral that is kept and for the tip.
    /// Leftovers of the debt and of the collateral go to the receiver that the owner has set.
    /// Reverts with an error of types/Errors.sol, or with the revert data of the callee unchanged.
    /// @param plan What to liquidate, how to pay, how to sell, and the caller's limits.
    /// @return outcome Amounts in token units; `profit` and `tip` in debt units.
    function liquidate(Plan calldata plan) external returns (Outcome memory outcome);

    /// @notice Liquidates several loans; a leg that may fail does not stop the others.
    /// @dev Two things stop the whole batch whatever a leg may do: a leg that is encoded wrongly (Solidity checks it as the batch
    /// reads it), and less gas than the limit of the leg whose turn it is (`GasBelowLimit`). So a leg with a limit fails for want
    /// of gas only if its limit is too low, never because the transaction's is. A leg without a limit can be given all that is
    /// left, and use it up. Send at least the sum of the limits, a tenth more, and the
    /// transaction's own cost (about 30,000).
    /// @param legs In the order they are tried.
    /// @return results One per leg, same order.
    function liquidateBatch(Leg[] calldata legs) external returns (LegResult[] memory results);

    /// @notice One leg of a batch. Only the liquidator itself may call it, from `liquidateBatch`, which holds the guard; anybody else
    /// gets `NotSelf`.
    /// @param plan Of the leg.
    /// @param caller Operator that sent the batch: whose wallet pays, whom the event names.
    /// @return outcome As of `liquidate`.
    function executeLeg(Plan calldata plan, address caller) external returns (Outcome memory outcome);

    /// @notice Sends what should not be here to the receiver. The owner's alone; works while paused.
    /// @param token ERC-20, or zero for ether.
    /// @param amount Token units or wei.
    function rescue(address token, uint256 amount) external;
}
