import type { ChainBook } from "../core/chain-book.ts";
import type { ChainName } from "../core/names/chain-names.ts";
import { readDevnetBook } from "./devnet-book.ts";

type Book = Omit<ChainBook, "liquidators">;

/** Loaded when asked for: a command works on one chain. */
const BOOKS: Readonly<Record<ChainName, () => Promise<Book>>> = {
  ethereum: async () => (await import("./books/ethereum.ts")).book,
  arbitrum: async () => (await import("./books/arbitrum.ts")).book,
  base: async () => (await import("./books/base.ts")).book,
  optimism: async () => (await import("./books/optimism.ts")).book,
  polygon: async () => (await import("./books/polygon.ts")).book,
  bnb: async () => (await import("./books/bnb.ts")).book,
  avalanche: async () => (await import("./books/avalanche.ts")).book,
  devnet: () => readDevnetBook(),
};

/**
 * What the project knows about a chain. Its liquidators are not in it yet: `presentLiquidators` asks the chain for them.
 * @throws DevnetError for a local chain that was never built.
 */
export async function loadChainBook(chain: ChainName): Promise<ChainBook> {
  return { ...(await BOOKS[chain]()), liquidators: {} };
}
