import type { LendingPart } from "../../part.ts";
import { ETHER_FALLS } from "../../shared/ether-falls.ts";
import type { AaveV2Addresses, AaveV2MarketAddresses } from "./addresses.ts";
import { AAVE_V2_BORROWERS } from "./borrowers.ts";
import { cashOf, deployAaveV2Libraries, deployAaveV2Market } from "./deploy-market.ts";
import { depositTo, openAaveV2Positions } from "./positions.ts";
import { DOLLAR_RESERVES, MAIN_RESERVES } from "./reserves.ts";
import { AAVE_V2_SOURCES } from "./sources.ts";

/** Two markets of Aave V2: one that counts in ether, with its package's oracle, and one that counts in dollars. */
export const aaveV2: LendingPart<"aaveV2", AaveV2Addresses> = {
  name: "aave-v2",
  key: "aaveV2",
  title: "Aave V2",
  sources: AAVE_V2_SOURCES,
  async deploy(deployer, shared) {
    const libraries = await deployAaveV2Libraries(deployer);
    const deployCollateralManager = () => deployer.deploy("LendingPoolCollateralManager");
    const [ether, dollar] = [MAIN_RESERVES, DOLLAR_RESERVES];
    return {
      main: await deployAaveV2Market(deployer, libraries, shared, {
        id: "Devnet V2",
        currency: "ether",
        reserves: ether,
        deployCollateralManager,
      }),
      dollar: await deployAaveV2Market(deployer, libraries, shared, {
        id: "Devnet V2 Dollar",
        currency: "dollar",
        reserves: dollar,
        deployCollateralManager,
      }),
    };
  },
  book: (markets) => Object.entries(markets).map(([name, market]) => bookOf(name, market as AaveV2MarketAddresses)),
  contracts: ({ main, dollar }) => [
    ["Aave V2 pool, market main", main.pool],
    ["Aave V2 pool, market dollar", dollar.pool],
  ],
  lending: {
    short: "Aave V2",
    borrowers: AAVE_V2_BORROWERS,
    reference: "reference",
    story: ETHER_FALLS,
    async fill(deployer, shared, { main, dollar }) {
      const { supplier } = shared.accounts;
      await depositTo(deployer, shared, main.pool, supplier, cashOf(MAIN_RESERVES));
      await depositTo(deployer, shared, dollar.pool, supplier, cashOf(DOLLAR_RESERVES));
    },
    open: (deployer, shared, markets, firstIndex) => {
      const poolOf = (market: string) => markets[market as keyof AaveV2Addresses].pool;
      return openAaveV2Positions(deployer, shared, poolOf, AAVE_V2_BORROWERS, firstIndex);
    },
  },
};

/** A market as the adapters of Aave V2 and of its forks know it. */
export function bookOf(name: string, { pool, provider, baseToken }: AaveV2MarketAddresses) {
  const base =
    baseToken === null
      ? { token: null, unit: String(10n ** 8n) }
      : { token: baseToken, unit: String(10n ** 18n), symbol: "ETH" };
  return { name, pool, addressesProvider: provider, fromBlock: "0", base };
}
