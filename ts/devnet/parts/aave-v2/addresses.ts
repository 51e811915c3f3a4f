import type { Address } from "viem";

/** One market of Aave V2, or of a fork. */
export interface AaveV2MarketAddresses {
  provider: Address;
  pool: Address;
  configurator: Address;
  collateralManager: Address;
  oracle: Address;
  dataProvider: Address;
  treasury: Address;
  /** What its oracle counts in: a token, or the US dollar. */
  baseToken: Address | null;
}

export interface AaveV2Addresses {
  /** Counts in ether. */
  main: AaveV2MarketAddresses;
  /** Counts in dollars. */
  dollar: AaveV2MarketAddresses;
}
