import type { ChainBook } from "../../core/chain-book.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import type { Target } from "../../protocols/target.ts";
import type { MarketChoice } from "./market-choice.ts";
import { protocolOf } from "./protocol-of.ts";
import { protocolsFor } from "./protocols-for.ts";

/** Where to look. */
export interface Where {
  /** Exactly this one; absent or null: whatever the protocols have. */
  readonly target?: Target | null;
  readonly protocols: readonly ProtocolName[];
  readonly market?: MarketChoice | null;
}

/**
 * The protocols that are meant and that this chain has. Pure: nothing is asked.
 * @throws UsageError for a market or target that no protocol of the chain has
 */
export function protocolsHere({ target, protocols, market }: Where, book: ChainBook): ProtocolName[] {
  const wanted = target ? [protocolOf(target, book)] : protocols;
  return protocolsFor(market ?? null, wanted, book).filter((name) => PROTOCOLS[name].markets(book).length > 0);
}
