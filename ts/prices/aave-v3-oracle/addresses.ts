import type { AaveV3Book, ChainBook } from "../../core/chain-book.ts";

/** The markets whose oracles can be asked, in the order in which they are. */
export function marketsOf(book: ChainBook): readonly Pick<AaveV3Book, "name" | "addressesProvider">[] {
  return book.aaveV3;
}
