import type { Path } from "../../../routing/path.ts";

/** Whether the liquidator sells along a path by itself, without its seller. */
export function isOwn({ pools, tokens }: Path): boolean {
  return pools.every((pool, hop) => pool.hop(tokens[hop]!, tokens[hop + 1]!, "leaf") !== null);
}
