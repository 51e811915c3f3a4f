import type { Address, Hex } from "viem";
import type { Reason } from "../core/errors/reason.ts";
import type { FundingName, LiquidatorName } from "../core/names/names.ts";
import type { Token } from "../core/tokens/token.ts";

/** What an action takes from whoever does it. */
export interface Payment {
  readonly token: Token;
  /** The most that one call takes by the protocol's rules now, token units, already clipped by what is received. */
  readonly most: bigint;
  /** USD per whole token, 8 decimals; null when no price is known. */
  readonly priceUsd: bigint | null;
}

/** What an action gives for it. */
export interface Receipt {
  /** What the amounts are units of. */
  readonly token: Token;
  /** What stands for the token and can only be kept, as people call it ("aTokens"); null: the token itself, which can be sold. */
  readonly keptAs: string | null;
}

/** Value in units of what is paid = received units * numerator / denominator, floored. */
export interface OraclePrice {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * One thing that can be done with a target now. Plain data: how much is paid and received for a size and a moment is for
 * `Protocol.quote` to say. A target may have several, also with the same two tokens, also while it is healthy.
 */
export interface Action {
  /** Tells the actions of a target apart; the same at every block. */
  readonly id: string;
  /** Contract of this project that does it; null where there is none yet. */
  readonly contract: LiquidatorName | null;
  /** Contract that it calls: the market's own, or one that the market vouches for. */
  readonly callee: Address;
  /** Null where nothing is paid: what is received is a reward. */
  readonly pays: Payment | null;
  readonly receives: Receipt | null;
  /** What is received for each 10000 of worth that is paid, basis points (10500 = 5 % more). */
  readonly bonusBps: bigint;
  /** The protocol's own price of what is received. */
  readonly oracle: OraclePrice;
  /** Sources of money that can pay it. */
  readonly fundings: readonly FundingName[];
  /** What the protocol's call costs, gas, measured by its adapter. */
  readonly gas: bigint;
  /** The adapter's own: what it needs to quote again. Plain data as well. */
  readonly detail: unknown;
}

/** An action that repays a debt for collateral. */
export type LoanAction = Action & { readonly pays: Payment; readonly receives: Receipt };

/** Whether an action exchanges one token for another: the only kind that can be planned today. */
export function isLoanAction(action: Action): action is LoanAction {
  return action.pays !== null && action.receives !== null;
}

/** A loan action that a contract of this project can do. */
export type PlannableAction = LoanAction & { readonly contract: LiquidatorName };

/** Whether there is a contract that does it. */
export function isPlannable(action: LoanAction): action is PlannableAction {
  return action.contract !== null;
}

/** When an action is to be done. */
export interface Moment {
  /** Of the block whose state is known, seconds. */
  readonly timestamp: bigint;
  /** Seconds after it until which the amounts must hold: interest accrues, auctions fall. */
  readonly horizonSeconds: bigint;
}

/** Amounts of one call, exactly as the protocol would compute them. */
export interface SeizeQuote {
  /** Debt units that the protocol takes. */
  readonly repaid: bigint;
  /**
   * Debt units to have ready for the call, at least `repaid`. Aave must be offered a few units more than it takes when the
   * collateral sets the amounts: a call that brings only `repaid` can leave one unit of collateral and be refused as dust.
   */
  readonly funding: bigint;
  /** Collateral units that reach the liquidator, net of the protocol's fee. */
  readonly seized: bigint;
  /** Collateral units kept by the protocol. */
  readonly protocolFee: bigint;
  /** On-chain `Target.amount` that produces this (Aave: debt to cover; Morpho: seized assets or repaid shares). */
  readonly amount: bigint;
  /** On-chain `Target.data` (leaf-specific, ABI-encoded). */
  readonly data: Hex;
}

export type QuoteResult =
  | { readonly ok: true; readonly quote: SeizeQuote }
  | { readonly ok: false; readonly reason: Reason };
