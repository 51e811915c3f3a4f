import { zeroAddress } from "viem";
import type { LendingPart } from "../../part.ts";
import { ACCOUNT_INDEX, devnetAccount } from "../../shared/accounts.ts";
import { tokenAmounts } from "../../shared/amounts.ts";
import { ASSETS } from "../../shared/assets.ts";
import { ETHER_FALLS } from "../../shared/ether-falls.ts";
import type { SparkAddresses } from "./addresses.ts";
import { SPARK_BORROWERS } from "./borrowers.ts";
import { deploySparkMarket } from "./deploy-market.ts";
import { openSparkPositions, openTreasury, supplyToSpark } from "./positions.ts";
import { E_MODE, PREMIUM, PROTOCOL_FEE, RESERVES, SPARK_SYMBOLS } from "./reserves.ts";
import { SPARK_SOURCES } from "./sources.ts";

const TREASURY = devnetAccount(ACCOUNT_INDEX.treasury);

/** SparkLend, which is a market of Aave V3.0. */
export const spark: LendingPart<"spark", SparkAddresses> = {
  name: "spark",
  key: "spark",
  title: "Spark (Aave V3.0.2)",
  sources: SPARK_SOURCES,
  deploy: (deployer, { tokens, feeds }) =>
    deploySparkMarket(deployer, {
      id: "Devnet Spark",
      treasury: TREASURY,
      reserves: SPARK_SYMBOLS.map((symbol) => {
        const { ltv, liquidationThreshold, liquidationBonus, reserveFactor, eMode } = RESERVES[symbol];
        return {
          ...{ symbol, token: tokens[symbol], decimals: ASSETS[symbol].decimals, feed: feeds[symbol] },
          ...{ ltv: BigInt(ltv), liquidationThreshold: BigInt(liquidationThreshold), eMode, stable: false },
          ...{ liquidationBonus: BigInt(liquidationBonus), reserveFactor: BigInt(reserveFactor) },
          protocolFee: PROTOCOL_FEE,
        };
      }),
      eModes: [{ ...E_MODE, priceSource: zeroAddress }],
      premium: PREMIUM,
    }),
  book: ({ pool, provider }) => [{ name: "sparklend", pool, addressesProvider: provider, fromBlock: "0" }],
  contracts: ({ pool }) => [["Spark pool", pool]],
  lending: {
    short: "Spark",
    borrowers: SPARK_BORROWERS,
    reference: "reference",
    story: ETHER_FALLS,
    async fill(deployer, { tokens, accounts }, { pool }) {
      const cash = Object.fromEntries(SPARK_SYMBOLS.map((symbol) => [symbol, RESERVES[symbol].cash]));
      await supplyToSpark(deployer, { tokens, pool }, accounts.supplier, tokenAmounts(cash));
      await openTreasury(deployer, { tokens, pool }, [accounts.supplier, TREASURY], SPARK_SYMBOLS);
    },
    open: (deployer, { tokens }, { pool }, firstIndex) => openSparkPositions(deployer, { tokens, pool }, firstIndex),
  },
};
