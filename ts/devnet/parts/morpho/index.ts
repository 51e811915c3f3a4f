import type { LendingPart } from "../../part.ts";
import { ETHER_FALLS } from "../../shared/ether-falls.ts";
import type { MorphoAddresses } from "./addresses.ts";
import { MORPHO_BORROWERS } from "./borrowers.ts";
import { deployMorpho, openMorphoPositions } from "./deploy-morpho.ts";
import { MORPHO_SOURCES } from "./sources.ts";

/** Morpho Blue with markets whose oracles read the feeds, and one whose oracle reverts; and who may be liquidated earlier. */
export const morpho: LendingPart<"morpho", MorphoAddresses> = {
  name: "morpho",
  key: "morpho",
  title: "Morpho Blue",
  sources: MORPHO_SOURCES,
  deploy: (deployer, shared) => deployMorpho(deployer, shared, shared.accounts.supplier),
  book: ({ morpho, preLiquidationFactory }) => ({
    morpho,
    fromBlock: "0",
    preLiquidationFactory: { address: preLiquidationFactory, fromBlock: "0" },
  }),
  contracts: ({ morpho, preLiquidationFactory }) => [
    ["Morpho", morpho],
    ["Morpho's factory of pre-liquidations", preLiquidationFactory],
  ],
  lending: {
    short: "Morpho",
    borrowers: MORPHO_BORROWERS,
    reference: "liquidatable",
    story: ETHER_FALLS,
    open: openMorphoPositions,
  },
};
