import { type Address, concat, type Hex } from "viem";
import { packHop } from "../venues/pack-hop.ts";
import type { AcceptedQuote, AggregatorRequest } from "./aggregator.ts";
import { AGGREGATOR_TITLES } from "./titles.ts";

/** `Router` of contracts/types/Venue.sol. */
const ROUTER = 12;

/** A sale that was offered once: of this amount, by this taker, in the seller alone. */
export interface OfferedSale {
  readonly tokenIn: Address;
  readonly tokenOut: Address;
  readonly paid: bigint;
  /** What is to be expected. Nobody has checked it: the plan with it is simulated before it is believed. */
  readonly received: bigint;
  /** With less it reverts. */
  readonly least: bigint;
  readonly gas: bigint;
  /** The hop packed as contracts/types/Route.sol says. */
  readonly hop: Hex;
  /** Is called; what lends it may lock it. */
  readonly address: Address;
  /** For people. */
  readonly label: string;
}

/** What a planner makes of a quote: the only hop of a route that sells everything. */
export function saleOf(
  { aggregator, router, data, amountOut, least, gas }: AcceptedQuote,
  { tokenIn, tokenOut, amount }: Pick<AggregatorRequest, "tokenIn" | "tokenOut" | "amount">,
): OfferedSale {
  return {
    tokenIn,
    tokenOut,
    paid: amount,
    received: amountOut,
    least,
    gas,
    hop: packHop(ROUTER, tokenOut, concat([router, data])),
    address: router,
    label: AGGREGATOR_TITLES[aggregator],
  };
}
