import { type Chain, defineChain } from "viem";
import { type ChainsSetting, NO_CHAINS, type OwnChain } from "../core/config/own-chains.ts";
import { CHAIN_IDS, type ChainName, isKnownName } from "../core/names/chain-names.ts";

const ETHER = { name: "Ether", symbol: "ETH", decimals: 18 } as const;
const MULTICALL3 = "0xcA11bde05977b3631167028862bE2a173976CA11";

interface Facts {
  readonly label: string;
  readonly currency?: Chain["nativeCurrency"];
  /** Block of Multicall3; null where it is not deployed. */
  readonly multicall3: number | null;
  /** Milliseconds. */
  readonly blockTime: number;
  readonly explorer?: string;
  readonly opStack?: true;
}

const FACTS: Readonly<Record<ChainName, Facts>> = {
  ethereum: { label: "Ethereum", multicall3: 14_353_601, blockTime: 12_000, explorer: "https://etherscan.io" },
  arbitrum: { label: "Arbitrum One", multicall3: 7_654_707, blockTime: 250, explorer: "https://arbiscan.io" },
  base: { label: "Base", multicall3: 5_022, blockTime: 2_000, explorer: "https://basescan.org", opStack: true },
  optimism: {
    label: "OP Mainnet",
    multicall3: 4_286_263,
    blockTime: 2_000,
    explorer: "https://optimistic.etherscan.io",
    opStack: true,
  },
  polygon: {
    label: "Polygon",
    currency: { name: "POL", symbol: "POL", decimals: 18 },
    multicall3: 25_770_160,
    blockTime: 2_000,
    explorer: "https://polygonscan.com",
  },
  bnb: {
    label: "BNB Smart Chain",
    currency: { name: "BNB", symbol: "BNB", decimals: 18 },
    multicall3: 15_921_452,
    blockTime: 450,
    explorer: "https://bscscan.com",
  },
  avalanche: {
    label: "Avalanche",
    currency: { name: "Avalanche", symbol: "AVAX", decimals: 18 },
    multicall3: 11_907_934,
    blockTime: 1_000,
    explorer: "https://snowtrace.io",
  },
  devnet: { label: "Devnet", multicall3: null, blockTime: 200 },
};

/**
 * viem's description of a supported chain. It names no endpoint, so that no call ever goes to one that the user did not
 * choose, and is not taken from viem/chains, whose several hundred definitions take longer to load than most commands run.
 */
export async function viemChain(name: string, { byName }: ChainsSetting = NO_CHAINS): Promise<Chain> {
  if (!isKnownName(name)) return ownViemChain(name, byName[name]!);
  const known = name as ChainName;
  const { label, currency, multicall3, blockTime, explorer, opStack } = FACTS[known];
  const extras = opStack ? (await import("viem/op-stack")).chainConfig : {};
  return defineChain({
    ...extras,
    id: CHAIN_IDS[known],
    name: label,
    nativeCurrency: currency ?? ETHER,
    rpcUrls: { default: { http: [] } },
    blockTime,
    testnet: name === "devnet",
    ...(explorer && { blockExplorers: { default: { name: label, url: explorer } } }),
    ...(multicall3 !== null && { contracts: { multicall3: { address: MULTICALL3, blockCreated: multicall3 } } }),
  });
}

/** A chain that the settings describe. Nothing is supposed of it that they do not say. */
function ownViemChain(name: string, { chainId, nativeSymbol, blockTimeMs }: OwnChain): Chain {
  return defineChain({
    id: chainId!,
    name,
    nativeCurrency: nativeSymbol === undefined ? ETHER : { name: nativeSymbol, symbol: nativeSymbol, decimals: 18 },
    rpcUrls: { default: { http: [] } },
    ...(blockTimeMs !== undefined && { blockTime: blockTimeMs }),
  });
}
