import { zeroAddress } from "viem";
import { UNISWAP_V3_ADDRESSES } from "../../venues/uniswap-v3/addresses.ts";
import { type Funding, NO_PREMIUM } from "../funding.ts";

/** Uniswap V3: the pool of collateral and debt delivers the debt first and is paid with the collateral. */
export const flashSwap: Funding = {
  name: "flash-swap",
  describe: () => "Uniswap V3 flash swap: the pool lends the debt and is paid in collateral",
  addresses: UNISWAP_V3_ADDRESSES,
  // pools are proven on chain, not listed
  lenders: () => [],
  offers: async ({ book }) => ({
    unasked: [],
    offers:
      UNISWAP_V3_ADDRESSES.of(book) === null
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
              gas: 0n,
            },
          ],
  }),
};
