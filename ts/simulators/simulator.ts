import type { Address, Hex, StateOverride } from "viem";
import type { Context } from "../core/context.ts";
import type { Reason } from "../core/errors/reason.ts";
import type { RevertWords } from "../core/errors/revert-words.ts";

/** The transaction, exactly as it is simulated and as it would be sent. */
export interface TransactionRequest {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
}

/** Who produces the block of a simulation: not the zero address, to which the liquidator pays no tip. It has no code. */
export const PRODUCER: Address = "0x00000000000000000000000000000000f11d0003";

/** A transaction to try on the state of a block. */
export interface SimulationRequest {
  readonly transaction: TransactionRequest;
  readonly blockNumber: bigint;
  /** Timestamp of the block that would include it. */
  readonly timestamp: bigint;
  readonly stateOverride: StateOverride;
  /** Errors of the contracts that it meets, besides the liquidator and its tokens. */
  readonly words: readonly RevertWords[];
}

/** What it would return, or why it would revert. */
export type Simulated =
  | {
      readonly ok: true;
      readonly returnData: Hex;
      /** Null when the node runs it on this state and does not say for how much gas. */
      readonly gasUsed: bigint | null;
    }
  | { readonly ok: false; readonly reason: Reason };

/** One way to simulate. Throws when the node does not have it; a revert of the transaction is a result. */
export interface Simulator {
  readonly method: "eth_simulateV1" | "eth_call";
  run(context: Pick<Context, "client">, request: SimulationRequest): Promise<Simulated>;
}
