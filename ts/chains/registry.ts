import type { AdapterAddresses, PublicChain } from "../core/adapter/define-addresses.ts";
import type { ChainBook, ChainFacts } from "../core/chain-book.ts";
import type { ChainName } from "../core/names/chain-names.ts";
import { readDevnetBook } from "./devnet-book.ts";

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
 * @throws DevnetError for a local chain that was never built.
 */
export async function loadChainBook(
  chain: ChainName,
  adapters: readonly AdapterAddresses<unknown>[],
): Promise<ChainBook> {
  if (chain === "devnet") return readDevnetBook(adapters);
  const parts = adapters.map(async ({ name, known }) => [name, await known(chain)] as const);
  const [facts, ...addresses] = await Promise.all([FACTS[chain](), ...parts]);
  return { ...facts, addresses: Object.fromEntries(addresses), liquidators: {} };
}
