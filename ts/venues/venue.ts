import type { Address, Hex, PublicClient } from "viem";
import type { ChainBook } from "../core/chain-book.ts";
import type { Context } from "../core/context.ts";
import type { VenueName } from "../core/names.ts";
import type { Reason } from "../core/reason.ts";
import type { RevertWords } from "../core/revert-words.ts";

/** A path through a venue, packed as the contract takes it. */
export interface Route {
  readonly venue: VenueName;
  readonly tokens: readonly Address[];
  /** Fee per hop, hundredths of a basis point. */
  readonly fees: readonly number[];
  /** From collateral to debt, packed as the venue's quoter takes it; a plan's route is packed by `packRoute`. */
  readonly path: Hex;
}

/** A question: what does selling exactly this much give, or what does buying exactly this much cost? */
export interface QuoteRequest {
  readonly route: Route;
  readonly kind: "exact-input" | "exact-output";
  /** Units of the route's first token for an exact input, of its last for an exact output; above 0. */
  readonly amount: bigint;
}

/** An answer. */
export type RouteQuote =
  | {
      readonly ok: true;
      /** Units of the route's last token for an exact input, of its first for an exact output. */
      readonly amount: bigint;
      /** Gas that the swaps took when they were quoted. */
      readonly gas: bigint;
    }
  | { readonly ok: false; readonly reason: Reason };

/** The off-chain half of a venue mixin. */
export interface Venue {
  readonly name: VenueName;
  /** `Venue` of contracts/types/Venue.sol. */
  readonly id: number;
  /** Routes from one token to another that can be used at that block, direct ones first; empty when there is none. */
  routes(context: Context, tokenIn: Address, tokenOut: Address, blockNumber: bigint): Promise<Route[]>;
  /** What each route of this venue gives or costs, from the state of that block. One answer a request, in order. */
  quote(context: Context, requests: readonly QuoteRequest[], blockNumber: bigint): Promise<RouteQuote[]>;
  /** Errors of its contracts. */
  readonly errors: RevertWords;
  /**
   * Asks the chain whether the book is right about this venue.
   * @throws AddressBookError for what is wrong, RpcError when the node cannot be asked.
   */
  checkBook(client: Pick<PublicClient, "readContract">, book: ChainBook): Promise<void>;
}
