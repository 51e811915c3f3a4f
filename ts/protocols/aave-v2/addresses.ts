import type { Address } from "viem";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";
import type { MarketCurrency } from "../../core/adapter/market-currency.ts";
import { type PoolWithCurrency, poolsWithCurrency } from "../../core/adapter/pools-with-currency.ts";

/**
 * The Aave V2 markets of each chain: @aave-dao/aave-address-book, without Arc, where only those who were admitted may liquidate.
 * First blocks: where the registry was deployed that lists the market, before which nothing was borrowed: aave/protocol-subgraphs,
 * config/mainnet.json, matic.json and aave-avalanche-v2.json. What the oracle counts in is asked of the chain by `checkBook`.
 */
export const AAVE_V2_ADDRESSES = defineAddresses<readonly PoolWithCurrency[]>({
  name: "aave-v2",
  schema: poolsWithCurrency,
  chains: {
    ethereum: async () => {
      const { ASSETS } = await import("@aave-dao/aave-address-book/AaveV2Ethereum");
      const base = etherOf(ASSETS.WETH.UNDERLYING);
      return Promise.all([
        market("main", 11_360_920n, base, import("@aave-dao/aave-address-book/AaveV2Ethereum")),
        market("amm", 11_360_920n, base, import("@aave-dao/aave-address-book/AaveV2EthereumAMM")),
      ]);
    },
    polygon: async () => {
      const module = await import("@aave-dao/aave-address-book/AaveV2Polygon");
      return [await market("main", 12_687_211n, etherOf(module.ASSETS.WETH.UNDERLYING), module)];
    },
    avalanche: async () => {
      return [await market("main", 4_606_870n, DOLLAR, import("@aave-dao/aave-address-book/AaveV2Avalanche"))];
    },
  },
  none: [],
});

const etherOf = (token: Address): MarketCurrency => ({ token, unit: 10n ** 18n, symbol: "ETH" });
const DOLLAR: MarketCurrency = { token: null, unit: 10n ** 8n };

/** What a module of the address book says about a market. */
interface AddressBookModule {
  readonly POOL: Address;
  readonly POOL_ADDRESSES_PROVIDER: Address;
}

async function market(
  name: string,
  fromBlock: bigint,
  base: MarketCurrency,
  module: AddressBookModule | Promise<AddressBookModule>,
): Promise<PoolWithCurrency> {
  const { POOL: pool, POOL_ADDRESSES_PROVIDER: addressesProvider } = await module;
  return { name, pool, addressesProvider, fromBlock, base };
}
