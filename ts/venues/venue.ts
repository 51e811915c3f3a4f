import type { Address, Hex, PublicClient } from "viem";
import type { AdapterAddresses } from "../core/adapter/define-addresses.ts";
import type { AdapterSettings } from "../core/adapter/define-settings.ts";
import type { ChainBook } from "../core/chain-book.ts";
import type { Context } from "../core/context.ts";
import type { Reason } from "../core/errors/reason.ts";
import type { RevertWords } from "../core/errors/revert-words.ts";
import type { VenueName } from "../core/names/names.ts";
import type { Pools } from "./pool.ts";

/** Two different tokens, in any order. */
export type TokenPair = readonly [Address, Address];

/** A path through a venue, packed as the contract takes it. */
export interface Route {
  readonly venue: VenueName;
  readonly tokens: readonly Address[];
  /** Fee per hop, hundredths of a basis point. */
  readonly fees: readonly number[];
  /** From collateral to debt, packed as the venue's quoter takes it; a plan's route is packed by `packRoute`. */
  readonly path: Hex;
  /** Contracts that are traded with, hop by hop. */
  readonly pools: readonly Address[];
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
      /** Gas of the sale inside a liquidation, measured by the venue. */
      readonly gas: bigint;
    }
  | { readonly ok: false; readonly reason: Reason };

/** What a pool holds of the token that comes out of it, base units. */
export type PoolHolding =
  | { readonly ok: true; readonly amount: bigint; readonly decimals: number }
  /** One of `isUnasked` where it could not be read. */
  | { readonly ok: false; readonly reason: Reason };

/** The off-chain half of a venue mixin. */
export interface Venue {
  readonly name: VenueName;
  /** For people. */
  readonly title: string;
  /** `Venue` of contracts/types/Venue.sol. */
  readonly id: number;
  readonly addresses: AdapterAddresses<unknown>;
  /** What can be set about it; absent where nothing can. Listed in cli/adapter-settings.ts as well, which loads nothing else. */
  readonly settings?: AdapterSettings;
  /**
   * The pools of this venue that trade any of these pairs, in either direction, with their states at that block. The number of requests
   * does not grow with that of the pairs, but for batches. Never filtered by what is in range now.
   * @param pairs of different tokens, each once
   * @throws InterruptedError when the context's signal is aborted.
   */
  pools?(context: Context, pairs: readonly TokenPair[], blockNumber: bigint): Promise<Pools>;
  /** Routes from one token to another that can be used at that block, direct ones first; empty when there is none. */
  routes(context: Context, tokenIn: Address, tokenOut: Address, blockNumber: bigint): Promise<Route[]>;
  /** What each route of this venue gives or costs, from the state of that block. One answer a request, in order. */
  quote(context: Context, requests: readonly QuoteRequest[], blockNumber: bigint): Promise<RouteQuote[]>;
  /**
   * What each pool of these routes of this venue holds of the token that it pays out, at that block: one answer a route, in order,
   * hop by hop. The number of requests does not grow with that of the routes, but for batches. `tokenHoldings` answers for
   * pools that keep their tokens themselves.
   * @throws InterruptedError when the context's signal is aborted.
   */
  holdings(
    context: Context,
    routes: readonly Route[],
    blockNumber: bigint,
  ): Promise<readonly (readonly PoolHolding[])[]>;
  /** Errors of its contracts. */
  readonly errors: RevertWords;
  /**
   * Asks the chain whether the book is right about this venue.
   * @throws AddressBookError for what is wrong, RpcError when the node cannot be asked.
   */
  checkBook(client: Pick<PublicClient, "readContract">, book: ChainBook): Promise<void>;
}
