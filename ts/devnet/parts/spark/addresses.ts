import type { Address } from "viem";

/** One market of Aave V3.0. */
export interface SparkAddresses {
  provider: Address;
  pool: Address;
  configurator: Address;
  oracle: Address;
  aclManager: Address;
  dataProvider: Address;
}
