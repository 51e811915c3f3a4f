import { type Address, isAddressEqual } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import { UNISWAP_V2_ADDRESSES } from "../../venues/uniswap-v2/addresses.ts";
import { pairAddress } from "../../venues/uniswap-v2/pair-address.ts";
import { type Funding, NO_PREMIUM, type Offer } from "../funding.ts";

/** A pair that may lend, and the token that it has beside the wrapped native one. */
interface LendingPair {
  readonly pair: Address;
  readonly token: Address;
}

/**
 * Uniswap V2 and those of its copies that call back as it does: the pair of collateral and debt delivers the debt first and is paid with the collateral. The owner must allow
 * each pair, so only those are used that are named beforehand: of the wrapped native token and each other route token.
 */
export const uniswapV2: Funding = {
  name: "uniswap-v2",
  describe: (lender) => `Uniswap V2 flash swap: the pair ${lender} lends the debt and is paid in collateral`,
  addresses: UNISWAP_V2_ADDRESSES,
  lenders: (book) => pairsOf(book).map(({ pair }) => pair),
  // what it has, and whether it exists, the venue reads
  offers: async ({ book }, { debt }) => {
    const isNative = isAddressEqual(debt.address, book.wrappedNative);
    const pairs = pairsOf(book).filter(({ token }) => isNative || isAddressEqual(token, debt.address));
    return { offers: pairs.map(({ pair }) => offerOf(pair)), unasked: [] };
  },
};

function pairsOf(book: ChainBook): LendingPair[] {
  const others = book.routeTokens.filter((token) => !isAddressEqual(token, book.wrappedNative));
  const lending = UNISWAP_V2_ADDRESSES.of(book).filter(({ kind }) => kind === "uniswap");
  return lending.flatMap((deployment) =>
    others.map((token) => ({ token, pair: pairAddress(deployment, book.wrappedNative, token) })),
  );
}

function offerOf(pair: Address): Offer {
  return {
    funding: "uniswap-v2",
    source: 8,
    lender: pair,
    sale: "exact-output",
    venue: "uniswap-v2",
    available: null,
    premium: NO_PREMIUM,
    locks: [],
    gas: 0n,
  };
}
