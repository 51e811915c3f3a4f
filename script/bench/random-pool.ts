import type { Address } from "viem";
import type { AaveV3Reserve } from "../../ts/protocols/aave-v3/state.ts";
import type { Random } from "../../ts/protocols/differential/random.ts";
import type { Pool } from "../../ts/venues/pool.ts";
import { uniswapV2Pair } from "../../ts/venues/uniswap-v2/pair.ts";

/**
 * A pool of two tokens that trades within a hundredth of what the market's oracle says of them.
 * @param depth USD with 8 decimals of each token
 */
export function randomPool(
  random: Random,
  address: Address,
  [one, other]: readonly [AaveV3Reserve, AaveV3Reserve],
  depth: bigint,
): Pool {
  const units = (reserve: AaveV3Reserve) => (depth * 10n ** BigInt(reserve.token.decimals)) / reserve.price!;
  const reserves = [units(one), (units(other) * random.integer(9_900n, 10_100n)) / 10_000n] as const;
  const tokens = [one.token.address, other.token.address] as const;
  return uniswapV2Pair({ address, name: "Uniswap V2", feeBps: 30, tokens, reserves, balances: reserves });
}
