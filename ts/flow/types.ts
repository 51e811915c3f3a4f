/** The types between the six stages: discover -> assess -> plan -> simulate -> submit -> account. */
import type { Address, Hex } from "viem";
import type { Token } from "../core/token.ts";

/** Names as the command line takes them; the registries in protocols/, funding/ and venues/ are keyed by them. */
export type ProtocolName = "aave-v3" | "morpho";
export type FundingName = "callback" | "flash-swap" | "aave" | "wallet";
export type VenueName = "none" | "uniswap-v3";

/** discover: one loan account. Aave: one per user and pool; Morpho: one per user and market id. */
export interface AccountRef {
  readonly protocol: ProtocolName;
  /** The contract that is called to liquidate: Aave pool, Morpho singleton. */
  readonly market: Address;
  /** Sub-market inside `market` (Morpho market id); absent where the contract is the market. */
  readonly marketId?: Hex;
  readonly user: Address;
}

/** Why something was not done: a stable code for scripts, a sentence for people, the numbers behind it. */
export interface Reason {
  readonly code: string;
  readonly message: string;
  readonly numbers?: Readonly<Record<string, bigint | string | number>>;
}

/** Amounts of one liquidation of a pair, exactly as the protocol would compute them. */
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

/** A debt and a collateral of one account that can be liquidated against each other. */
export interface Pair {
  readonly collateral: Token;
  readonly debt: Token;
  /** Largest repay the protocol's rules allow now, debt units, already clipped by collateral and close factor. */
  readonly maxRepay: bigint;
  /** Liquidation bonus, basis points above 10000 (10500 = 5 %). */
  readonly bonusBps: bigint;
  /** Protocol's own oracle: value in debt units = collateral amount * numerator / denominator, floored. */
  readonly oracle: { readonly numerator: bigint; readonly denominator: bigint };
  /** USD per whole debt token, 8 decimals; null when no price is known. */
  readonly debtPriceUsd: bigint | null;
  /** Pure. What repaying at most `repay` debt units seizes, or why the protocol refuses it. */
  readonly quote: (repay: bigint) => QuoteResult;
}

/** One line of the account for `inspect`. Amounts in token units, prices and values USD with 8 decimals. */
export interface PositionLine {
  readonly token: Token;
  readonly supplied: bigint;
  readonly borrowed: bigint;
  readonly usedAsCollateral: boolean;
  readonly priceUsd: bigint | null;
  readonly liquidationThresholdBps: bigint;
  readonly bonusBps: bigint;
  /** Price of this token, same unit as priceUsd, at which the account becomes liquidatable, all else equal; null: at no price. */
  readonly liquidationPriceUsd: bigint | null;
}

export type AssessmentStatus =
  | { readonly kind: "liquidatable" }
  | { readonly kind: "healthy" | "no-debt"; readonly reason: Reason }
  /** Known to be unusable (oracle reverts, price zero, reserve paused …): never the same as healthy. */
  | { readonly kind: "refused"; readonly reason: Reason };

/** assess: pure result for one account at one block. */
export interface Assessment {
  readonly ref: AccountRef;
  readonly blockNumber: bigint;
  readonly timestamp: bigint;
  readonly status: AssessmentStatus;
  /** WAD (1e18 = threshold); null when it cannot be known; 2^256-1 without debt. */
  readonly healthFactor: bigint | null;
  readonly collateralUsd: bigint | null;
  readonly debtUsd: bigint | null;
  /** Share of the debt that one call may repay, basis points. */
  readonly closeFactorBps: bigint | null;
  readonly positions: readonly PositionLine[];
  /** Every liquidatable pair; empty unless status is liquidatable. */
  readonly pairs: readonly Pair[];
  /** Protocol-specific facts for people (eMode label, revision, lltv …). */
  readonly notes: Readonly<Record<string, string>>;
}

/** A path through a venue, packed as the contract takes it. */
export interface Route {
  readonly venue: VenueName;
  readonly tokens: readonly Address[];
  /** Uniswap V3 fee per hop, hundredths of a basis point. */
  readonly fees: readonly number[];
  /** token(20) fee(3) token(20) …, from collateral to debt. */
  readonly path: Hex;
}

/** On-chain `Plan` (contracts/types/Plan.sol), field for field. */
export interface OnChainPlan {
  readonly target: {
    readonly market: Address;
    readonly borrower: Address;
    readonly collateral: Address;
    readonly debt: Address;
    readonly amount: bigint;
    readonly data: Hex;
  };
  readonly funding: { readonly source: number; readonly lender: Address; readonly amount: bigint };
  readonly sale: { readonly venue: number; readonly path: Hex };
  readonly terms: {
    readonly minProfit: bigint;
    readonly maxSlippageBps: number;
    readonly tipBps: number;
    readonly tipRecipient: Address;
    readonly deadline: number;
  };
}

/** What a plan expects, before it is simulated. Debt and collateral in token units, USD with 8 decimals. */
export interface Expectation {
  readonly repaid: bigint;
  readonly premium: bigint;
  readonly seized: bigint;
  readonly protocolFee: bigint;
  readonly debtGain: bigint;
  readonly collateralGain: bigint;
  /** Debt units; unsold collateral at the protocol's oracle price. */
  readonly profit: bigint;
  readonly tip: bigint;
  readonly profitUsd: bigint;
  readonly gas: bigint;
  readonly gasCostUsd: bigint;
  /** Profit less tip and gas. */
  readonly netUsd: bigint;
}

/** plan: one complete way to liquidate one pair. */
export interface PlannedLiquidation {
  readonly ref: AccountRef;
  readonly contract: "AaveV3Liquidator" | "MorphoLiquidator";
  readonly healthFactor: bigint | null;
  readonly collateral: Token;
  readonly debt: Token;
  readonly maxRepay: bigint;
  readonly debtPriceUsd: bigint;
  readonly oracle: Pair["oracle"];
  readonly funding: FundingName;
  readonly lender: Address;
  /** Null when nothing is sold: same asset, or aTokens are kept. */
  readonly route: Route | null;
  readonly expected: Expectation;
  readonly onChain: OnChainPlan;
}

export type PlanResult =
  | { readonly ok: true; readonly plan: PlannedLiquidation; readonly alternatives: readonly PlannedLiquidation[] }
  | { readonly ok: false; readonly reason: Reason; readonly best: PlannedLiquidation | null };

/** `Outcome` of contracts/types/Plan.sol: token units, `profit` and `tip` in debt units. */
export interface OnChainOutcome {
  readonly repaid: bigint;
  readonly premium: bigint;
  readonly seized: bigint;
  readonly debtGain: bigint;
  readonly collateralGain: bigint;
  readonly profit: bigint;
  readonly tip: bigint;
}

/** The transaction, exactly as it is simulated and as it would be sent. */
export interface TransactionRequest {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
}

/** simulate: what the transaction would do at that block. */
export type SimulationResult =
  | {
      readonly ok: true;
      readonly method: "eth_simulateV1" | "eth_call" | "fork";
      /** True when the liquidator's code was injected because it is not deployed on this chain. */
      readonly injected: boolean;
      readonly transaction: TransactionRequest;
      readonly outcome: OnChainOutcome;
      readonly gasUsed: bigint;
      readonly profitUsd: bigint;
      readonly gasCostUsd: bigint;
      readonly netUsd: bigint;
    }
  | {
      readonly ok: false;
      readonly method: "eth_simulateV1" | "eth_call" | "fork";
      readonly injected: boolean;
      readonly transaction: TransactionRequest;
      readonly reason: Reason;
    };
