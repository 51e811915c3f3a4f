import type { Address } from "viem";
import type { Curve, Pool } from "../venues/pool.ts";

/** One way from a token to another: a pool a hop. */
export interface Path {
  /** One more than pools, in the direction of the trade. */
  readonly tokens: readonly Address[];
  readonly pools: readonly Pool[];
}

/** Two paths through the same pools by the same tokens have the same key. */
export function pathKey({ tokens, pools }: Path): string {
  return pools.map(({ id }, index) => `${id} ${tokens[index + 1]!.toLowerCase()}`).join(" > ");
}

/** What one hop is to the search: its pool and the direction in which it is traded. */
export interface Leg {
  /** Of the pool and the direction: paths with the same leg share its depth. */
  readonly key: string;
  readonly curve: Curve;
}

/** The hops of a path, for the search. */
export function legsOf({ tokens, pools }: Path): Leg[] {
  return pools.map((pool, index) => {
    const [tokenIn, tokenOut] = [tokens[index]!, tokens[index + 1]!];
    return {
      key: `${pool.id} ${tokenIn.toLowerCase()} ${tokenOut.toLowerCase()}`,
      curve: pool.curve(tokenIn, tokenOut),
    };
  });
}
