import type { LendingPart, Sources } from "../../part.ts";
import { ACCOUNT_INDEX, devnetAccount } from "../../shared/accounts.ts";
import { ETHER_FALLS } from "../../shared/ether-falls.ts";
import type { TokenSymbol } from "../../shared/token-symbols.ts";
import type { AaveV2MarketAddresses } from "../aave-v2/addresses.ts";
import { cashOf, deployAaveV2Libraries, deployAaveV2Market } from "../aave-v2/deploy-market.ts";
import { bookOf } from "../aave-v2/index.ts";
import { depositTo, openAaveV2Positions } from "../aave-v2/positions.ts";
import { type ReservePlan, reserve } from "../aave-v2/reserves.ts";
import { AAVE_V2_SHIPPED, DOLLAR_ORACLE, DOLLAR_ORACLE_ARTIFACT } from "../aave-v2/sources.ts";
import { RADIANT_BORROWERS } from "./borrowers.ts";

/** Aave V2 as its package ships it, with the half that liquidates of this project. */
const SOURCES: Sources = {
  jobs: [
    {
      compiler: "solc",
      contracts: { RadiantCollateralManager: "test/devnet/RadiantCollateralManager.sol" },
      remappings: {},
      settings: { optimizerRuns: 200, evmVersion: "cancun", viaIR: false },
    },
  ],
  shipped: { ...AAVE_V2_SHIPPED, [DOLLAR_ORACLE]: DOLLAR_ORACLE_ARTIFACT },
};

/** Bonuses of 10 % and more, of which half is kept; no interest for the treasury. */
const RESERVES: Partial<Record<TokenSymbol, ReservePlan>> = {
  WETH: reserve([7500, 8000, 11000, 0], "5000"),
  USDC: reserve([8000, 8500, 11500, 0], "5000000"),
  USDT: reserve([8000, 8500, 11500, 0], "5000000"),
};

/** A market of Radiant V2. */
export const radiant: LendingPart<"radiant", { main: AaveV2MarketAddresses }> = {
  name: "radiant",
  key: "radiant",
  title: "Radiant V2",
  sources: SOURCES,
  async deploy(deployer, shared) {
    const feeTo = devnetAccount(ACCOUNT_INDEX.treasury);
    const market = await deployAaveV2Market(deployer, await deployAaveV2Libraries(deployer), shared, {
      id: "Devnet Radiant",
      currency: "dollar",
      reserves: RESERVES,
      deployCollateralManager: () => deployer.deploy("RadiantCollateralManager", [feeTo]),
    });
    return { main: market };
  },
  book: ({ main }) => [bookOf("main", main)],
  contracts: ({ main }) => [["Radiant V2 pool", main.pool]],
  lending: {
    short: "Radiant",
    borrowers: RADIANT_BORROWERS,
    reference: "reference",
    story: ETHER_FALLS,
    fill: (deployer, shared, { main }) => {
      return depositTo(deployer, shared, main.pool, shared.accounts.supplier, cashOf(RESERVES));
    },
    open: (deployer, shared, { main }, firstIndex) =>
      openAaveV2Positions(deployer, shared, () => main.pool, RADIANT_BORROWERS, firstIndex),
  },
};
