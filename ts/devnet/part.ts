import type { Address, Client, Hex } from "viem";
import type { CompileJob } from "./compile/compile.ts";
import type { Deployer } from "./deploy/deployer.ts";
import type { TokenAmount } from "./shared/amounts.ts";
import type { TokenSymbol } from "./shared/token-symbols.ts";

/** Where the contracts of a part come from. Their names are the part's own: two parts may each have a `Pool`. */
export interface Sources {
  readonly jobs: readonly CompileJob[];
  /** Contract name to a compiled artifact below `node_modules`. */
  readonly shipped?: Readonly<Record<string, string>>;
}

/** What exists before the first part is deployed. */
export interface SharedAddresses {
  tokens: Record<TokenSymbol, Address>;
  /** USD feeds with 8 decimals. */
  feeds: Record<TokenSymbol, Address>;
  accounts: {
    /** Anvil account 0: deployed everything and administers the markets. */
    deployer: Address;
    /** Anvil account 1: has ether, no role. */
    operator: Address;
    /** Anvil account 2: has ether, no role; meant to own what is under test. */
    owner: Address;
    /** Lends the cash of all markets. */
    supplier: Address;
    /** Owns the liquidity of the pools and moves their prices. */
    whale: Address;
  };
}

/** A position as it was opened. */
export interface DevnetBorrower {
  label: string;
  /** What is special about it. */
  about: string;
  address: Address;
  /** Position in the default mnemonic's `m/44'/60'/0'/0/`. */
  accountIndex: number;
  /** The market's name in its part, e.g. `main` for Aave, `WETH/USDC` for Morpho. */
  market: string;
  collateral: TokenAmount[];
  debt: TokenAmount[];
}

/** A price that moves. */
export interface PriceMove {
  symbol: TokenSymbol;
  /** USD with 8 decimals. */
  price8: bigint;
}

/** A transaction that is to be sent. */
export interface PoolTrade {
  to: Address;
  data: Hex;
  /** Wei; absent: none. */
  value?: bigint;
  /** The most that it takes; absent: what a swap through every tick of a pool may take. */
  gas?: number;
  /** True of what only pays for the trade behind it. */
  prepares?: true;
}

/** The price move that makes borrowers of a part liquidatable, for the demo. */
export interface Story {
  readonly symbol: TokenSymbol;
  /** The new price in whole dollars, as it is typed. */
  readonly price: string;
  /** How it was and what happens now, in one line. */
  readonly opening: string;
}

/** The half of a part in which people borrow. */
export interface Lending<Addresses> {
  /** What stands before a borrower's market, e.g. `Aave`. */
  readonly short: string;
  /** Positions to open, one account each. */
  readonly borrowers: readonly { readonly label: string }[];
  /** Label of the borrower whom people are shown: healthy until the story happens, liquidatable afterwards. */
  readonly reference: string;
  readonly story: Story;
  /** Lends cash to the markets, after all parts are deployed. */
  fill?(deployer: Deployer, shared: SharedAddresses, addresses: Addresses): Promise<void>;
  /** Opens all positions of `borrowers`, in order, the first by the account `firstIndex`. */
  open(
    deployer: Deployer,
    shared: SharedAddresses,
    addresses: Addresses,
    firstIndex: number,
  ): Promise<DevnetBorrower[]>;
}

/**
 * One adapter's part of the devnet: all that the rest knows of it. Every folder of `parts/` exports one, and the registry
 * lists it.
 */
export interface DevnetPart<Key extends string = string, Addresses = unknown> {
  /** Name of the adapter; the book has its addresses under this name. */
  readonly name: string;
  /** Where `devnet.json` has its `addresses` and `borrowers`. */
  readonly key: Key;
  /** What people call the contracts, with their version. */
  readonly title: string;
  readonly sources: Sources;
  /** Deploys the contracts. `deployer` knows the part's own artifacts only. */
  deploy(deployer: Deployer, shared: SharedAddresses): Promise<Addresses>;
  /** What the adapter must know about a chain to work on it, as JSON; block numbers are decimal strings. */
  book(addresses: Addresses): unknown;
  /** Contracts that people may want to call, and what they are. */
  contracts(addresses: Addresses): readonly (readonly [what: string, address: Address])[];
  /** Where the part trades: calls of the whale, one a pool, that take every pool of a token to the price of the feeds. */
  tradeToFeeds?(client: Client, shared: SharedAddresses, addresses: Addresses, move: PriceMove): Promise<PoolTrade[]>;
  readonly lending?: Lending<Addresses>;
}

/** A part in which people borrow. */
export interface LendingPart<Key extends string = string, Addresses = unknown> extends DevnetPart<Key, Addresses> {
  readonly lending: Lending<Addresses>;
}
