import type { AdapterAddresses, PublicChain } from "../core/adapter/define-addresses.ts";
import type { ChainBook, ChainFacts } from "../core/chain-book.ts";
import { type ChainsSetting, NO_CHAINS } from "../core/config/own-chains.ts";
import { type ChainName, isKnownName } from "../core/names/chain-names.ts";
import { readDevnetBook } from "./devnet-book.ts";
import { addToBook, newBook } from "./own-book.ts";

/** Loaded when asked for: a command works on one chain. */
const FACTS: Readonly<Record<PublicChain, () => Promise<ChainFacts>>> = {
  ethereum: async () => (await import("./books/ethereum.ts")).facts,
  arbitrum: async () => (await import("./books/arbitrum.ts")).facts,
  base: async () => (await import("./books/base.ts")).facts,
  optimism: async () => (await import("./books/optimism.ts")).facts,
  polygon: async () => (await import("./books/polygon.ts")).facts,
  bnb: async () => (await import("./books/bnb.ts")).facts,
  avalanche: async () => (await import("./books/avalanche.ts")).facts,
};

/**
 * What the project knows about a chain. Its liquidators are not in it yet: `presentLiquidators` asks the chain for them.
 * @param adapters whose addresses are to be in it
 * @param own chains of the settings, and what they add to others
 * @throws DevnetError for a local chain that was never built; ConfigError for what the settings say wrongly.
 */
export async function loadChainBook(
  chain: string,
  adapters: readonly AdapterAddresses<unknown>[],
  own: ChainsSetting = NO_CHAINS,
): Promise<ChainBook> {
  const book = isKnownName(chain) ? await knownBook(chain as ChainName, adapters) : newBook(chain, own);
  return addToBook(book, adapters, own);
}

async function knownBook(chain: ChainName, adapters: readonly AdapterAddresses<unknown>[]): Promise<ChainBook> {
  if (chain === "devnet") return readDevnetBook(adapters);
  const parts = adapters.map(async ({ name, known }) => [name, await known(chain)] as const);
  const [facts, ...addresses] = await Promise.all([FACTS[chain](), ...parts]);
  return { ...facts, addresses: Object.fromEntries(addresses), liquidators: {} };
}
