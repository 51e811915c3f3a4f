import type { LendingPart } from "../../part.ts";
import { tokenAmounts } from "../../shared/amounts.ts";
import { ETHER_FALLS } from "../../shared/ether-falls.ts";
import { TOKEN_SYMBOLS } from "../../shared/token-symbols.ts";
import type { AaveAddresses } from "./addresses.ts";
import { AAVE_BORROWERS } from "./borrowers.ts";
import { deployAave } from "./deploy-aave.ts";
import { openAavePositions, supplyToAave } from "./positions.ts";
import { L2_CASH, RESERVES } from "./reserves.ts";
import { AAVE_SOURCES } from "./sources.ts";

/** Two markets of Aave V3.6. */
export const aaveV3: LendingPart<"aave", AaveAddresses> = {
  name: "aave-v3",
  key: "aave",
  title: "Aave V3.6",
  sources: AAVE_SOURCES,
  deploy: deployAave,
  book: (markets) =>
    Object.entries(markets).map(([name, { pool, provider }]) => {
      return { name, pool, addressesProvider: provider, fromBlock: "0" };
    }),
  contracts: ({ main, l2 }) => [
    ["Aave V3 pool, market main", main.pool],
    ["Aave V3 pool, market l2", l2.pool],
  ],
  lending: {
    short: "Aave",
    borrowers: AAVE_BORROWERS,
    reference: "reference",
    story: ETHER_FALLS,
    async fill(deployer, { tokens, accounts }, aave) {
      const cash = Object.fromEntries(TOKEN_SYMBOLS.map((symbol) => [symbol, RESERVES[symbol].cash]));
      await supplyToAave(deployer, { tokens, aave }, "main", accounts.supplier, tokenAmounts(cash));
      await supplyToAave(deployer, { tokens, aave }, "l2", accounts.supplier, tokenAmounts(L2_CASH));
    },
    open: (deployer, { tokens }, aave, firstIndex) => openAavePositions(deployer, { tokens, aave }, firstIndex),
  },
};
