import type { Reason } from "../../core/errors/reason.ts";
import type { TransactionRequest } from "../../simulators/simulator.ts";

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

/** How it was found out, and what was tried. */
export interface Simulated {
  readonly method: "eth_simulateV1" | "eth_call" | "fork";
  /** True when the liquidator's code was injected because it is not deployed on this chain. */
  readonly injected: boolean;
  readonly transaction: TransactionRequest;
  /** The gas is the plan's own figure: the node does not estimate on a state like this. */
  readonly isGasPlanned?: true;
}

/** simulate: what the transaction would do at that block. */
export type SimulationResult =
  | (Simulated & {
      readonly ok: true;
      readonly outcome: OnChainOutcome;
      readonly gasUsed: bigint;
      readonly profitUsd: bigint;
      readonly gasCostUsd: bigint;
      readonly netUsd: bigint;
    })
  | (Simulated & { readonly ok: false; readonly reason: Reason });
