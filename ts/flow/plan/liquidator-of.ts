import type { Address } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import type { AnyProtocol } from "../../protocols/protocol.ts";

/** Where the liquidator of a protocol is on this chain; null when it is not deployed, or there is none for the protocol. */
export function liquidatorOf(
  { liquidators }: Pick<ChainBook, "liquidators">,
  { contract }: Pick<AnyProtocol, "contract">,
): Address | null {
  return contract === null ? null : (liquidators[contract] ?? null);
}
