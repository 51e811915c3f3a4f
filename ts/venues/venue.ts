import type { Address, PublicClient } from "viem";
import type { AdapterAddresses } from "../core/adapter/define-addresses.ts";
import type { AdapterSettings } from "../core/adapter/define-settings.ts";
import type { ChainBook } from "../core/chain-book.ts";
import type { Context } from "../core/context.ts";
import type { RevertWords } from "../core/errors/revert-words.ts";
import type { VenueName } from "../core/names/names.ts";
import type { Pools } from "./pool.ts";

/** Two different tokens, in any order. */
export type TokenPair = readonly [Address, Address];

/** The off-chain half of a venue mixin. */
export interface Venue {
  readonly name: VenueName;
  /** For people. */
  readonly title: string;
  readonly addresses: AdapterAddresses<unknown>;
  /** What can be set about it; absent where nothing can. Listed in cli/adapter-settings.ts as well, which loads nothing else. */
  readonly settings?: AdapterSettings;
  /**
   * The pools of this venue that trade any of these pairs, in either direction, with their states at that block. The number of requests
   * does not grow with that of the pairs, but for batches. Never filtered by what is in range now.
   * @param pairs of different tokens, each once
   * @throws InterruptedError when the context's signal is aborted.
   */
  pools(context: Context, pairs: readonly TokenPair[], blockNumber: bigint): Promise<Pools>;
  /** Errors of its contracts. */
  readonly errors: RevertWords;
  /**
   * Asks the chain whether the book is right about this venue.
   * @throws AddressBookError for what is wrong, RpcError when the node cannot be asked.
   */
  checkBook(client: Pick<PublicClient, "readContract">, book: ChainBook): Promise<void>;
}
