/** The types between the stages plan -> simulate -> submit -> account; what comes before them is in protocols/types.ts. */
import type { Address, Hex } from "viem";
import type { FundingName, LiquidatorName } from "../core/names.ts";
import type { Reason } from "../core/reason.ts";
import type { Token } from "../core/token.ts";
import type { AccountRef, Pair } from "../protocols/types.ts";
import type { TransactionRequest } from "../simulators/simulator.ts";
import type { Route } from "../venues/venue.ts";

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
  readonly gas: bigint;
  readonly gasCostUsd: bigint;
  /** Profit less tip and gas. */
  readonly netUsd: bigint;
}

/** plan: one complete way to liquidate one pair. */
export interface PlannedLiquidation {
  readonly ref: AccountRef;
  readonly contract: LiquidatorName;
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
