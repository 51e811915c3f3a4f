import type { Address } from "viem";

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

export interface AaveAddresses {
  main: AaveMarketAddresses;
  l2: AaveMarketAddresses;
}
