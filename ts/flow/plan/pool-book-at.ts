import type { Context } from "../../core/context.ts";
import type { Once } from "../../core/data/once.ts";
import { createPoolBook, type PoolBook } from "../../routing/pool-book.ts";

/** The pools of a block, the same for all who plan with the same memory. */
export function poolBookAt(context: Context, blockNumber: bigint, once: Once): Promise<PoolBook> {
  return once(`pools ${blockNumber}`, async () => createPoolBook(context, blockNumber));
}
