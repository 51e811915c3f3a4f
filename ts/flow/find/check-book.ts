import type { PublicClient } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { VENUES } from "../../venues/index.ts";

/**
 * Asks the chain whether the book is right about these protocols and every venue: a few calls, all at once.
 * @throws AddressBookError for the first entry that is wrong, RpcError when the node cannot be asked.
 */
export async function checkBook(
  client: Pick<PublicClient, "readContract">,
  book: ChainBook,
  protocols: readonly ProtocolName[],
): Promise<void> {
  const parts = [...protocols.map((name) => PROTOCOLS[name]), ...Object.values(VENUES)];
  await Promise.all(parts.map((part) => part.checkBook(client, book)));
}
