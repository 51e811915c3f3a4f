import type { Path } from "./path.ts";

/**
 * What is saved of the gas of a hop for each of its two tokens that an earlier hop has used, and for a pool that has been traded with:
 * accounts and slots are paid for once a transaction. Fitted over 700 liquidations: gas-of.devnet.test.ts holds it.
 */
const TOKEN_AGAIN = 10_000n;
const POOL_AGAIN = 24_000n;

/** What a sale in parts saves of the gas of its hops, each as if it were the only one. Pure. */
export function savedBySharing(paths: readonly Path[]): bigint {
  const seen = new Set<string>();
  let saved = 0n;
  const touch = (key: string, saving: bigint) => {
    if (seen.has(key)) saved += saving;
    seen.add(key);
  };
  for (const { pools, tokens } of paths) {
    for (const [hop, pool] of pools.entries()) {
      touch(pool.id, POOL_AGAIN);
      touch(`token ${tokens[hop]!.toLowerCase()}`, TOKEN_AGAIN);
      touch(`token ${tokens[hop + 1]!.toLowerCase()}`, TOKEN_AGAIN);
    }
  }
  return saved;
}
