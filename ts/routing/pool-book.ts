import type { Address } from "viem";
import type { Context } from "../core/context.ts";
import type { Reason } from "../core/errors/reason.ts";
import type { VenueName } from "../core/names/names.ts";
import { pairKey } from "../core/tokens/in-order.ts";
import { VENUES } from "../venues/index.ts";
import type { Pool } from "../venues/pool.ts";
import type { TokenPair } from "../venues/venue.ts";
import { findPaths } from "./find-paths.ts";
import type { Path } from "./path.ts";
import { type PlannedTrade, type PoolStates, poolsAfter } from "./pools-after.ts";

/** What is sold for what. */
export interface Trading {
  readonly tokenIn: Address;
  readonly tokenOut: Address;
}

/** Pools in one state each. */
export interface KnownPools {
  /** Every path by what has been read, over the pools of these venues; none, or absent: of all. */
  paths(trade: Trading, venues?: readonly VenueName[]): readonly Path[];
}

/** The pools of one block, each read once, for all who sell something there. */
export interface PoolBook extends KnownPools {
  /**
   * Reads what is not known yet of the pools by which these could be sold, all in one go.
   * @throws InterruptedError when the context's signal is aborted.
   */
  read(trades: readonly Trading[]): Promise<void>;
  /** What has been read, as these trades leave it that come first in the same transaction. */
  after(trades: readonly PlannedTrade[]): KnownPools;
  /** Pools that may exist and could not be read. */
  unasked(): readonly Reason[];
}

/** An empty one of that block. */
export function createPoolBook(context: Context, blockNumber: bigint): PoolBook {
  const asked = new Map<string, Promise<void>>();
  const pools = new Map<string, Pool>();
  const unasked = new Map<string, Reason>();
  const between = distinct([context.book.wrappedNative, ...context.book.routeTokens]);
  let known = knownPools(pools, between);

  const ask = async (pairs: readonly TokenPair[]) => {
    const answers = await Promise.all(Object.values(VENUES).map((venue) => venue.pools(context, pairs, blockNumber)));
    for (const answer of answers) {
      for (const pool of answer.pools) pools.set(pool.id, pool);
      for (const reason of answer.unasked) unasked.set(reason.message, reason);
    }
    known = knownPools(pools, between);
  };
  const readPairs = async (pairs: readonly TokenPair[]) => {
    const missing = pairs.filter((pair) => !asked.has(pairKey(...pair)));
    if (missing.length > 0) {
      const reading = ask(missing);
      for (const pair of missing) asked.set(pairKey(...pair), reading);
      // who failed is asked again by whoever comes next
      reading.catch(() => {
        for (const pair of missing) asked.delete(pairKey(...pair));
      });
    }
    await Promise.all(new Set(pairs.map((pair) => asked.get(pairKey(...pair)))));
  };

  return {
    async read(trades) {
      await readPairs(pairsOf(trades, between));
      // what a token stands for is known only now
      const forms = trades.flatMap(({ tokenIn, tokenOut }) =>
        conversionsOf(pools.values(), tokenIn).map((asset) => ({ tokenIn: asset, tokenOut })),
      );
      if (forms.length > 0) await readPairs(pairsOf(forms, between));
    },
    paths: (trade, venues) => known.paths(trade, venues),
    after: (trades) => knownPools(poolsAfter(pools, trades), between),
    unasked: () => [...unasked.values()],
  };
}

function knownPools(pools: PoolStates, between: readonly Address[]): KnownPools {
  const found = new Map<string, readonly Path[]>();
  return {
    paths({ tokenIn, tokenOut }, venues = []) {
      const key = `${tokenIn} ${tokenOut} ${venues}`.toLowerCase();
      const before = found.get(key);
      if (before) return before;
      const usable = [...pools.values()].filter(({ venue }) => venues.length === 0 || venues.includes(venue));
      const paths = findPaths(usable, tokenIn, tokenOut, between);
      found.set(key, paths);
      return paths;
    },
  };
}

/** Each pair once: the two tokens, and each of them with every token that routes may pass through. */
function pairsOf(trades: readonly Trading[], between: readonly Address[]): TokenPair[] {
  const pairs = trades.flatMap(({ tokenIn, tokenOut }) => [
    [tokenIn, tokenOut] as const,
    ...between.flatMap((token) => [[tokenIn, token] as const, [token, tokenOut] as const]),
  ]);
  const different = pairs.filter(([one, other]) => one.toLowerCase() !== other.toLowerCase());
  return [...new Map(different.map((pair) => [pairKey(...pair), pair])).values()];
}

function conversionsOf(pools: Iterable<Pool>, token: Address): Address[] {
  return [...pools].flatMap((pool) =>
    pool.converts === true ? pool.tokens.filter((other) => other !== token && pool.canTrade(token, other)) : [],
  );
}

function distinct(tokens: readonly Address[]): Address[] {
  return [...new Map(tokens.map((token) => [token.toLowerCase(), token])).values()];
}
