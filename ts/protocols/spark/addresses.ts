import { defineAddresses } from "../../core/adapter/define-addresses.ts";
import { type PoolOfProvider, poolsOfProviders } from "../../core/adapter/pools-of-providers.ts";

/**
 * SparkLend's one market: sparkdotfi/spark-address-registry at 2934ba2, src/SparkLend.sol. First block: that in which its pool was
 * created, before which nothing was borrowed; indexers of others have the same addresses and that block.
 */
export const SPARK_ADDRESSES = defineAddresses<readonly PoolOfProvider[]>({
  name: "spark",
  schema: poolsOfProviders,
  chains: {
    ethereum: async () => [
      {
        name: "sparklend",
        pool: "0xC13e21B648A5Ee794902342038FF3aDAB66BE987",
        addressesProvider: "0x02C3eA4e34C0cBd694D2adFa2c690EECbC1793eE",
        fromBlock: 16_776_401n,
      },
    ],
  },
  none: [],
});
