import { zeroAddress } from "viem";
import { type Funding, NO_PREMIUM } from "./funding.ts";

/** Uniswap V3: the pool of collateral and debt delivers the debt first and is paid with the collateral. */
export const flashSwap: Funding = {
  name: "flash-swap",
  describe: () => "Uniswap V3 flash swap: the pool lends the debt and is paid in collateral",
  offers: async ({ book }) =>
    book.uniswapV3 === null
      ? []
      : [
          {
            funding: "flash-swap",
            source: 2,
            lender: zeroAddress,
            sale: "exact-output",
            venue: "uniswap-v3",
            available: null,
            premium: NO_PREMIUM,
            locks: [],
            gas: 430_000n,
          },
        ],
};
