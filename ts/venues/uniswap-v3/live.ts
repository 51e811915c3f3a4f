import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { packedReader } from "../../core/lens/packed.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { uniswapV3QuoterAbi } from "../../generated/UniswapV3Quoter.ts";
import type { Route } from "../venue.ts";
import { UNISWAP_V3_ADDRESSES } from "./addresses.ts";
import { poolAddress } from "./pool-address.ts";

interface PoolKey {
  readonly tokenA: Address;
  readonly tokenB: Address;
  readonly fee: number;
}

/** 96 bytes each. */
const POOLS_PER_CALL = 300;

/**
 * The routes all of whose pools exist and have liquidity at their price, in the given order, with these pools: every pool is
 * looked at once, hundreds in a call. A pool that could not be looked at stays in, and its quotes will tell.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function liveRoutes(context: Context, routes: readonly Route[], blockNumber: bigint): Promise<Route[]> {
  const venue = UNISWAP_V3_ADDRESSES.of(context.book);
  if (venue === null) return [];
  const keys = new Map<string, PoolKey>();
  for (const route of routes) for (const key of poolsOf(route)) keys.set(nameOf(key), key);

  const { factory, poolInitCodeHash: initCodeHash } = venue;
  const names = [...keys.keys()];
  const usable = await readBatched<string, boolean>(names, {
    batchSize: POOLS_PER_CALL,
    concurrency: context.config.concurrency,
    signal: context.signal,
    read: async (batch) => {
      const [done, records] = await callDeployless(context.client, {
        contract: "UniswapV3Quoter",
        abi: uniswapV3QuoterAbi,
        functionName: "liquidity",
        args: [{ factory, initCodeHash }, batch.map((name) => keys.get(name)!)],
        blockNumber,
      });
      const reader = packedReader(records);
      return Array.from({ length: Number(done) }, () => reader.uint() > 0n);
    },
    failed: (name, error) => {
      context.logger.warn("a pool could not be looked at", { pool: name, reason: describeReadError(error) });
      return true;
    },
  });
  const live = new Set(names.filter((_, index) => usable[index]));
  const alive = routes.filter((route) => poolsOf(route).every((key) => live.has(nameOf(key))));
  return alive.map((route) => ({
    ...route,
    pools: poolsOf(route).map(({ tokenA, tokenB, fee }) => poolAddress(venue, tokenA, tokenB, fee)),
  }));
}

function poolsOf({ tokens, fees }: Route): PoolKey[] {
  return fees.map((fee, index) => {
    const [tokenA, tokenB] = [tokens[index]!, tokens[index + 1]!];
    return tokenA.toLowerCase() < tokenB.toLowerCase()
      ? { tokenA, tokenB, fee }
      : { tokenA: tokenB, tokenB: tokenA, fee };
  });
}

function nameOf({ tokenA, tokenB, fee }: PoolKey): string {
  return `${tokenA.toLowerCase()} ${tokenB.toLowerCase()} ${fee}`;
}
