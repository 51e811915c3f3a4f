import type { LendingPart } from "../../part.ts";
import { ETHER_FALLS } from "../../shared/ether-falls.ts";
import type { CompoundAddresses } from "./addresses.ts";
import { COMPOUND_BORROWERS } from "./borrowers.ts";
import { deployCompound } from "./deploy-market.ts";
import { fillCompound, openCompoundPositions } from "./positions.ts";
import { COMPOUND_SOURCES } from "./sources.ts";

/** Venus, a relative of Compound V2, with the older tokens; and its comptroller with newer ones. */
export const compoundV2: LendingPart<"compound", CompoundAddresses> = {
  name: "compound-v2",
  key: "compound",
  title: "Compound V2 (Venus 2.2)",
  sources: COMPOUND_SOURCES,
  deploy: deployCompound,
  book: (markets) =>
    Object.entries(markets).map(([name, { comptroller, native }]) => {
      return { name, comptroller, native, oracleUnit: "usd", fromBlock: "0" };
    }),
  contracts: ({ older, newer }) => [
    ["Compound V2 comptroller, market older", older.comptroller],
    ["Compound V2 comptroller, market newer", newer.comptroller],
  ],
  lending: {
    short: "Compound",
    borrowers: COMPOUND_BORROWERS,
    reference: "reference",
    story: ETHER_FALLS,
    fill: fillCompound,
    open: (deployer, shared, addresses, firstIndex) => openCompoundPositions(deployer, shared, addresses, firstIndex),
  },
};
