import type { Address, Hex } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import type { LiquidatorName } from "../../core/names/names.ts";
import type { Token } from "../../core/tokens/token.ts";
import type { Measure } from "../../protocols/assessment.ts";
import type { Target } from "../../protocols/target.ts";
import type { QuotedCandidate } from "./candidate.ts";

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
  /** `Selling` of contracts/types/Plan.sol. */
  readonly selling: number;
  /** Packed as contracts/types/Route.sol says. */
  readonly route: Hex;
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
  /** The sum of what each part of the plan says that it costs. */
  readonly gas: bigint;
  readonly gasCostUsd: bigint;
  /** Profit less tip and gas. */
  readonly netUsd: bigint;
}

/** plan: one complete way to do one action. Plain data. */
export interface PlannedLiquidation {
  readonly target: Target;
  readonly measure: Measure | null;
  readonly contract: LiquidatorName;
  /** What the action receives and pays. */
  readonly collateral: Token;
  readonly debt: Token;
  /** The action, the size, who pays and how it is sold: what the rest follows from. */
  readonly candidate: QuotedCandidate;
  readonly expected: Expectation;
  readonly onChain: OnChainPlan;
  /** What could not be asked while it was made: a better way may be among it. */
  readonly unasked: readonly Reason[];
}

/** The reason is one of `isUnasked` where no plan was found and something could not be asked. */
export type PlanResult =
  | { readonly ok: true; readonly plan: PlannedLiquidation; readonly alternatives: readonly PlannedLiquidation[] }
  | { readonly ok: false; readonly reason: Reason; readonly best: PlannedLiquidation | null };
