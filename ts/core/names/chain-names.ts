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
export function rpcUrlVariables(chain: ChainName): readonly string[] {
  const own = `${chain.toUpperCase()}_RPC_URL`;
  return chain === "ethereum" ? [own, "MAINNET_RPC_URL"] : [own];
}

/** Name of a supported chain id; null for any other. */
export function chainNameOf(chainId: number): ChainName | null {
  return CHAIN_NAMES.find((name) => CHAIN_IDS[name] === chainId) ?? null;
}

/**
 * A chain from a name, an alias or a decimal chain id.
 * @throws UsageError when it is none of them; the hint names the nearest one.
 */
export function parseChainName(text: string): ChainName {
  const word = text.trim().toLowerCase();
  const byId = /^\d+$/.test(word) ? chainNameOf(Number(word)) : null;
  const known = CHAIN_NAMES.find((name) => name === word) ?? ALIASES.get(word) ?? byId;
  if (known) return known;
  const guess = nearest(word, [...CHAIN_NAMES, ...ALIASES.keys()]);
  throw new UsageError(`unknown chain ${JSON.stringify(text)}`, {
    hint: guess ? `did you mean ${guess}?` : `use one of ${CHAIN_NAMES.join(", ")}`,
  });
}
