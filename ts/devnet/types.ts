import type { Address } from "viem";
import type { DevnetBorrower, LendingPart, SharedAddresses } from "./part.ts";
import type { RegisteredPart } from "./parts/index.ts";
import type { TokenSymbol } from "./shared/token-symbols.ts";

export type { DevnetBorrower, SharedAddresses } from "./part.ts";
export type { TokenAmount } from "./shared/amounts.ts";
export { TOKEN_SYMBOLS, type TokenSymbol } from "./shared/token-symbols.ts";

/** What is shared, and the addresses of every part under its key. */
export type DevnetAddresses = SharedAddresses & {
  [Part in RegisteredPart as Part["key"]]: Awaited<ReturnType<Part["deploy"]>>;
};

/** The positions of every part in which people borrow, under its key. */
export type DevnetBorrowers = Record<Extract<RegisteredPart, LendingPart>["key"], DevnetBorrower[]>;

/** What a chain's address book knows of the devnet. */
export interface DevnetBook {
  wrappedNative: Address;
  /** Tokens through which a route may lead, the most traded first. */
  routeTokens: Address[];
  /** By adapter, in the form that the adapter gives its own addresses. */
  addresses: Record<string, unknown>;
}

/** What `devnet.json` holds. */
export interface DevnetInfo {
  chainId: 31337;
  /** Unix seconds of the block in which everything was built. */
  timestamp: number;
  /** Number of the last built block. */
  block: number;
  /** USD with 8 decimals, as decimal strings. */
  prices: Record<TokenSymbol, string>;
  addresses: DevnetAddresses;
  borrowers: DevnetBorrowers;
  book: DevnetBook;
}

/** A running devnet. */
export interface Devnet {
  rpcUrl: string;
  chainId: 31337;
  info: DevnetInfo;
  /** Ends the node. May be called more than once. */
  stop(): Promise<void>;
}
