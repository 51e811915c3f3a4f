import { loadChainBook } from "../../chains/registry.ts";
import type { AdapterAddresses } from "../../core/adapter/define-addresses.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import type { ChainsSetting } from "../../core/config/own-chains.ts";
import { FUNDINGS } from "../../funding/index.ts";
import { PRICE_SOURCES } from "../../prices/index.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { VENUES } from "../../venues/index.ts";

/** What an adapter may bring. */
interface Part {
  readonly addresses?: AdapterAddresses<unknown>;
}

const PARTS: readonly Part[] = [PROTOCOLS, FUNDINGS, VENUES, PRICE_SOURCES].flatMap((registry) =>
  Object.values<Part>(registry),
);

/** The addresses of every adapter, each once: who lends or sells may be a system that has an adapter already. */
export const ADAPTER_ADDRESSES: readonly AdapterAddresses<unknown>[] = [
  ...new Set(PARTS.flatMap(({ addresses }) => (addresses ? [addresses] : []))),
];

/**
 * What the project knows about a chain, with the addresses of every adapter, and no liquidators yet.
 * @param own what the settings add
 * @throws ConfigError for what the settings say wrongly, DevnetError for a local chain that was never built, or whose file is damaged.
 */
export function loadBook(chain: string, own?: ChainsSetting): Promise<ChainBook> {
  return loadChainBook(chain, ADAPTER_ADDRESSES, own);
}
