import { UsageError } from "../errors/errors.ts";
import { nearest } from "./nearest.ts";

/** Chains by the name that the command line takes. */
export const CHAIN_IDS = {
  ethereum: 1,
  arbitrum: 42161,
  base: 8453,
  optimism: 10,
  polygon: 137,
  bnb: 56,
  avalanche: 43114,
  devnet: 31337,
} as const;

export type ChainName = keyof typeof CHAIN_IDS;

export const CHAIN_NAMES = Object.keys(CHAIN_IDS) as readonly ChainName[];

/** Other names in common use. */
const ALIASES: ReadonlyMap<string, ChainName> = new Map([
  ["mainnet", "ethereum"],
  ["eth", "ethereum"],
  ["arb", "arbitrum"],
  ["op", "optimism"],
  ["matic", "polygon"],
  ["bsc", "bnb"],
  ["avax", "avalanche"],
  ["local", "devnet"],
]);

/** Environment variables that may hold the endpoint of a chain, first match wins. */
export function rpcUrlVariables(chain: string): readonly string[] {
  const own = `${chain.toUpperCase().replaceAll("-", "_")}_RPC_URL`;
  return chain === "ethereum" ? [own, "MAINNET_RPC_URL"] : [own];
}

/** Whether a name or another one in common use is that of a chain of the project. */
export function isKnownName(name: string): boolean {
  return Object.hasOwn(CHAIN_IDS, name) || ALIASES.has(name);
}

/** Name of a supported chain id; null for any other. */
export function chainNameOf(chainId: number, own: Readonly<Record<string, number>> = {}): string | null {
  const ids: Readonly<Record<string, number>> = { ...own, ...CHAIN_IDS };
  return Object.keys(ids).find((name) => ids[name] === chainId) ?? null;
}

/**
 * A chain from a name, an alias or a decimal chain id.
 * @param own ids of the chains that the settings add, by name
 * @throws UsageError when it is none of them; the hint names the nearest one.
 */
export function parseChainName(text: string, own: Readonly<Record<string, number>> = {}): string {
  const word = text.trim().toLowerCase();
  const added = Object.keys(own).find((name) => name === word || String(own[name]) === word);
  if (added !== undefined) return added;
  const byId = /^\d+$/.test(word) ? chainNameOf(Number(word)) : null;
  const known = CHAIN_NAMES.find((name) => name === word) ?? ALIASES.get(word) ?? byId;
  if (known) return known;
  const guess = nearest(word, [...CHAIN_NAMES, ...ALIASES.keys(), ...Object.keys(own)]);
  throw new UsageError(`unknown chain ${JSON.stringify(text)}`, {
    hint: guess
      ? `did you mean ${guess}?`
      : `use one of ${[...CHAIN_NAMES, ...Object.keys(own)].join(", ")}, or describe it: docs/settings.md`,
  });
}
