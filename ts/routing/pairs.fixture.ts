import type { Address } from "viem";
import type { Random } from "../protocols/differential/random.ts";
import type { Pool } from "../venues/pool.ts";
import { uniswapV2Pair } from "../venues/uniswap-v2/pair.ts";
import type { Path } from "./path.ts";

export const token = (index: number): Address => `0x${(0xa000 + index).toString(16).padStart(40, "0")}`;
const [FROM, TO, VIA] = [token(1), token(2), token(3)];

/** A pair that holds so much of both. */
export function pairOf(place: number, tokens: readonly [Address, Address], reserves: readonly [bigint, bigint]): Pool {
  const address: Address = `0x${place.toString(16).padStart(40, "0")}`;
  return uniswapV2Pair({ address, name: "Pair", feeBps: 30, tokens, reserves, balances: reserves });
}

/** One to four paths from one token to another, direct and by way of a third, deep and shallow, some of them through the same pair. */
export function randomPaths(random: Random): Path[] {
  let place = 1;
  const pair = (from: Address, to: Address) => {
    const depth = random.magnitude(10n ** 21n, 10n ** 25n);
    return pairOf(place++, [from, to], [depth, (depth * random.integer(95n, 105n)) / 100n]);
  };
  const shared = pair(VIA, TO);
  return Array.from({ length: Number(random.integer(1n, 4n)) }, (): Path => {
    if (random.chance(0.6)) return { tokens: [FROM, TO], pools: [pair(FROM, TO)] };
    return { tokens: [FROM, VIA, TO], pools: [pair(FROM, VIA), random.chance(0.5) ? shared : pair(VIA, TO)] };
  });
}
