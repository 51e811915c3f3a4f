import { zeroAddress } from "viem";
import { type Funding, NO_PREMIUM } from "../funding.ts";

/** The protocol sends the collateral first and takes the debt at the end of the same call. */
export const callback: Funding = {
  name: "callback",
  describe: () => "the protocol's own callback: collateral first, debt afterwards",
  lenders: () => [],
  offers: async () => ({
    offers: [
      {
        funding: "callback",
        source: 0,
        lender: zeroAddress,
        sale: "exact-input",
        available: null,
        premium: NO_PREMIUM,
        locks: [],
        gas: 1_000n,
      },
    ],
    unasked: [],
  }),
};
