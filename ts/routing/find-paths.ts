import type { Address } from "viem";
import type { Pool } from "../venues/pool.ts";
import type { Path } from "./path.ts";

/** Hops of a path that trade; what only changes a token's form comes on top, as the first hop. */
const MOST_TRADES = 2;

/**
 * Every path from one token to another: direct, by way of one other token, and either of them after the token was changed into what it
 * stands for (a vault's shares into its asset). No token is passed twice, and none by the way that is not named: the token of a stranger
 * may refuse to be passed on. Pure.
 * @param pools that were read, of whatever pairs
 * @param between what may be passed through
 */
export function findPaths(
  pools: readonly Pool[],
  tokenIn: Address,
  tokenOut: Address,
  between: readonly Address[],
): Path[] {
  const last = tokenOut.toLowerCase();
  const passable = new Set(between.map((token) => token.toLowerCase()));
  const byToken = new Map<string, Pool[]>();
  for (const pool of pools) {
    for (const token of pool.tokens) push(byToken, token.toLowerCase(), pool);
  }
  const found: Path[] = [];
  const walk = (path: Path, trades: number) => {
    const from = path.tokens.at(-1)!;
    for (const pool of byToken.get(from.toLowerCase()) ?? []) {
      if (path.pools.includes(pool)) continue;
      for (const to of pool.tokens) {
        const name = to.toLowerCase();
        if (path.tokens.some((token) => token.toLowerCase() === name) || !pool.canTrade(from, to)) continue;
        const used = trades + (isConversion(pool) ? 0 : 1);
        if (name !== last && !isConversion(pool) && !passable.has(name)) continue;
        if (used > MOST_TRADES || (isConversion(pool) && path.pools.length > 0)) continue;
        const next = { tokens: [...path.tokens, to], pools: [...path.pools, pool] };
        if (name === last) found.push(next);
        else if (used < MOST_TRADES) walk(next, used);
      }
    }
  };
  walk({ tokens: [tokenIn], pools: [] }, 0);
  return found.sort((a, b) => a.pools.length - b.pools.length);
}

/** What gives always the same, whatever is sold beside it. */
function isConversion(pool: Pool): boolean {
  return pool.converts === true;
}

function push(map: Map<string, Pool[]>, key: string, pool: Pool): void {
  const known = map.get(key);
  if (known) known.push(pool);
  else map.set(key, [pool]);
}
