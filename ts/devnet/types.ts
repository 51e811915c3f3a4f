import type { Address, Hex } from "viem";

/** Tokens of the devnet. USDT returns nothing from its functions, WETH is the real WETH9. */
export const TOKEN_SYMBOLS = ["WETH", "WBTC", "USDC", "USDT", "DAI", "LINK", "wstETH"] as const;
export type TokenSymbol = (typeof TOKEN_SYMBOLS)[number];

/** One Aave V3.6 market. */
export interface AaveMarketAddresses {
  provider: Address;
  pool: Address;
  configurator: Address;
  oracle: Address;
  aclManager: Address;
  rateStrategy: Address;
  dataProvider: Address;
  liquidationDataProvider: Address;
  uiDataProvider: Address;
  /** Only a market with the pool of the L2s has one. */
  l2Encoder: Address | null;
  treasury: Address;
}

/** One Uniswap V3 pool; `fee` in hundredths of a basis point. */
export interface UniswapPoolAddresses {
  address: Address;
  tokenA: TokenSymbol;
  tokenB: TokenSymbol;
  fee: number;
}

/** One Morpho Blue market. `lltv` is a decimal string scaled by 1e18. */
export interface MorphoMarketAddresses {
  label: string;
  id: Hex;
  collateral: TokenSymbol;
  loan: TokenSymbol;
  oracle: Address;
  irm: Address;
  lltv: string;
  /** True when the oracle reverts. */
  broken: boolean;
}

export interface DevnetAddresses {
  tokens: Record<TokenSymbol, Address>;
  /** USD feeds with 8 decimals. */
  feeds: Record<TokenSymbol, Address>;
  aave: { main: AaveMarketAddresses; l2: AaveMarketAddresses };
  uniswap: {
    factory: Address;
    swapRouter: Address;
    quoterV2: Address;
    positionManager: Address;
    pools: UniswapPoolAddresses[];
  };
  morpho: { morpho: Address; irm: Address; markets: MorphoMarketAddresses[] };
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

/** An amount of a token in base units, as a decimal string. */
export interface TokenAmount {
  symbol: TokenSymbol;
  amount: string;
}

/** A position as it was opened. */
export interface DevnetBorrower {
  label: string;
  /** What is special about it. */
  about: string;
  address: Address;
  /** Position in the default mnemonic's `m/44'/60'/0'/0/`. */
  accountIndex: number;
  /** `main` or `l2` for Aave, the market's label for Morpho. */
  market: string;
  collateral: TokenAmount[];
  debt: TokenAmount[];
  /** Aave's eMode category; 0 is none. */
  eMode: number;
}

/** What the project's address book needs to know of the local chain, as JSON: `addresses` by the adapter they belong to. */
export interface DevnetBook {
  wrappedNative: Address;
  routeTokens: Address[];
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
  book: DevnetBook;
  borrowers: { aave: DevnetBorrower[]; morpho: DevnetBorrower[] };
}

/** A running devnet. */
export interface Devnet {
  rpcUrl: string;
  chainId: 31337;
  info: DevnetInfo;
  /** Ends the node. May be called more than once. */
  stop(): Promise<void>;
}
