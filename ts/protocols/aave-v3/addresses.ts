import type { Address } from "viem";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";
import { type PoolOfProvider, poolsOfProviders } from "../../core/adapter/pools-of-providers.ts";

/**
 * The Aave V3 markets of each chain: @aave-dao/aave-address-book. First blocks, where a market's registry was deployed, before
 * which nothing was borrowed: aave/protocol-subgraphs at 975b22e, config/*-v3.json; Horizon, which it lacks: the block of its
 * addresses provider.
 */
export const AAVE_V3_ADDRESSES = defineAddresses<readonly PoolOfProvider[]>({
  name: "aave-v3",
  schema: poolsOfProviders,
  chains: {
    ethereum: () =>
      Promise.all([
        market("main", 16_291_006n, import("@aave-dao/aave-address-book/AaveV3Ethereum")),
        market("lido", 20_262_370n, import("@aave-dao/aave-address-book/AaveV3EthereumLido")),
        market("etherfi", 20_625_517n, import("@aave-dao/aave-address-book/AaveV3EthereumEtherFi")),
        market("horizon", 23_125_530n, import("@aave-dao/aave-address-book/AaveV3EthereumHorizon")),
      ]),
    arbitrum: async () => [await market("main", 7_736_400n, import("@aave-dao/aave-address-book/AaveV3Arbitrum"))],
    base: async () => [await market("main", 2_357_105n, import("@aave-dao/aave-address-book/AaveV3Base"))],
    optimism: async () => [await market("main", 4_364_782n, import("@aave-dao/aave-address-book/AaveV3Optimism"))],
    polygon: async () => [await market("main", 25_824_300n, import("@aave-dao/aave-address-book/AaveV3Polygon"))],
    bnb: async () => [await market("main", 33_571_624n, import("@aave-dao/aave-address-book/AaveV3BNB"))],
    avalanche: async () => [await market("main", 11_970_000n, import("@aave-dao/aave-address-book/AaveV3Avalanche"))],
  },
  none: [],
});

/** What a module of the address book says about a market. */
interface AddressBookModule {
  readonly POOL: Address;
  readonly POOL_ADDRESSES_PROVIDER: Address;
}

async function market(name: string, fromBlock: bigint, module: Promise<AddressBookModule>): Promise<PoolOfProvider> {
  const { POOL: pool, POOL_ADDRESSES_PROVIDER: addressesProvider } = await module;
  return { name, pool, addressesProvider, fromBlock };
}
