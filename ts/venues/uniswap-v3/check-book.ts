import type { PublicClient } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import { checkOrigin } from "./check-origin.ts";
import { originsOf } from "./origins-of.ts";

/** A pool of the factory is where the init-code hash puts it: one call, one more a copy. Errors as `Venue.checkBook`. */
export async function checkBook(client: Pick<PublicClient, "readContract">, book: ChainBook): Promise<void> {
  await Promise.all(
    originsOf(book).map((origin) => checkOrigin(client, book, { ...origin, title: origin.title || "Uniswap V3" })),
  );
}
