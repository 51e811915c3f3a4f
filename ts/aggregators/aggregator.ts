import type { Address, Hex } from "viem";
import type { Reason } from "../core/errors/reason.ts";
import type { AggregatorName } from "../core/names/names.ts";

/** What is to be sold, to the unit, and by whom: an answer is good for this and nothing else. */
export interface AggregatorRequest {
  readonly chainId: number;
  readonly tokenIn: Address;
  readonly tokenOut: Address;
  /** Units of `tokenIn`, above 0. */
  readonly amount: bigint;
  /** Calls the router, pays and is paid: the seller. */
  readonly taker: Address;
  /** Sends the transaction. */
  readonly origin: Address;
  /** How much less than it says a sale may give, basis points. */
  readonly slippageBps: number;
}

/** A call of a router of the allow-list that sells exactly what was asked for, pays the taker, and reverts below `least`. */
export interface AcceptedQuote {
  readonly ok: true;
  readonly aggregator: AggregatorName;
  /** Is called, and is what the taker approves. */
  readonly router: Address;
  readonly data: Hex;
  /** Units of the token out, as it says. */
  readonly amountOut: bigint;
  /** The calldata's own limit. */
  readonly least: bigint;
  /** Of the call, as it says, within reason. */
  readonly gas: bigint;
}

/** Why there is none: nothing that any plan waits for. */
export interface NoQuote {
  readonly ok: false;
  readonly aggregator: AggregatorName;
  readonly reason: Reason;
}

export type AggregatorQuote = AcceptedQuote | NoQuote;

/** One aggregator of on-chain liquidity, asked over HTTP. */
export interface Aggregator {
  readonly name: AggregatorName;
  /**
   * A quote that was checked, or why there is none, within the configured time-out.
   * @throws InterruptedError when `signal` is aborted, and nothing else
   */
  quote(request: AggregatorRequest, signal: AbortSignal): Promise<AggregatorQuote>;
}
