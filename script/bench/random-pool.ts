import type { Address } from "viem";
import type { AaveV3Reserve } from "../../ts/protocols/aave-v3/state.ts";
import type { Random } from "../../ts/protocols/differential/random.ts";
import type { Pool } from "../../ts/venues/pool.ts";
import { uniswapV2Pair } from "../../ts/venues/uniswap-v2/pair.ts";
import { stateAt } from "../../ts/venues/uniswap-v3/math/state.ts";
import { rootAtTick, tickAtRoot } from "../../ts/venues/uniswap-v3/math/tick-math.ts";
import { poolOf } from "../../ts/venues/uniswap-v3/pool-of.ts";
import type { PoolOrigin } from "../../ts/venues/uniswap-v3/pool-origin.ts";

type Reserves = readonly [AaveV3Reserve, AaveV3Reserve];

const ORIGIN: PoolOrigin = {
  venue: "uniswap-v3",
  title: "",
  factory: "0x0000000000000000000000000000000000000001",
  deployer: null,
  poolInitCodeHash: null,
  key: "fee",
  tiers: [],
  leafVenue: 1,
  gas: 83_000n,
  sellerVenue: 2,
};
const SPACINGS = { 100: 1, 500: 10, 3000: 60, 10000: 200 } as const;

/**
 * A pool of two tokens that trades within a hundredth of what the market's oracle says of them: a pair of Uniswap V2, or a pool of Uniswap
 * V3 with one to three positions, some of which leave gaps.
 * @param depth USD with 8 decimals of each token, about
 */
export function randomPool(random: Random, address: Address, reserves: Reserves, depth: bigint): Pool {
  return random.chance(0.4) ? randomPair(random, address, reserves, depth) : randomV3(random, address, reserves, depth);
}

function randomPair(random: Random, address: Address, [one, other]: Reserves, depth: bigint): Pool {
  const reserves = [unitsOf(one, depth), (unitsOf(other, depth) * random.integer(9_900n, 10_100n)) / 10_000n] as const;
  const tokens = [one.token.address, other.token.address] as const;
  return uniswapV2Pair({ address, name: "Uniswap V2", feeBps: 30, tokens, reserves, balances: reserves });
}

function randomV3(random: Random, address: Address, both: Reserves, depth: bigint): Pool {
  const [lower, higher] = both.toSorted((a, b) =>
    a.token.address.toLowerCase() < b.token.address.toLowerCase() ? -1 : 1,
  );
  const [amount0, amount1] = [unitsOf(lower!, depth), unitsOf(higher!, depth)];
  const ratio = (Number(amount1) / Number(amount0)) * (Number(random.integer(9_900n, 10_100n)) / 10_000);
  const root = BigInt(Math.floor(Math.sqrt(ratio) * 2 ** 48)) << 48n;
  const fee = random.pick([100, 500, 3_000, 10_000] as const);
  const spacing = SPACINGS[fee];
  const tick = tickAtRoot(root);
  const nets = new Map<number, bigint>();
  let liquidity = 0n;
  const count = Number(random.integer(1n, 3n));
  for (let position = 0; position < count; position++) {
    const width = Number(random.magnitude(BigInt(spacing), 4_000n));
    // the first is around the price, the others wherever they fall
    const middle = position === 0 ? tick : tick + Number(random.integer(-3_000n, 3_000n));
    const low = Math.floor((middle - width) / spacing) * spacing;
    const high = Math.ceil((middle + width) / spacing) * spacing + (low === middle ? spacing : 0);
    const own = BigInt(Math.floor((Number(amount0) * Math.sqrt(ratio)) / (1 - 1.0001 ** (-(high - low) / 4)))) + 1n;
    nets.set(low, (nets.get(low) ?? 0n) + own);
    nets.set(high, (nets.get(high) ?? 0n) - own);
    if (low <= tick && tick < high) liquidity += own;
  }
  const ticks = [...nets.keys()].filter((one) => nets.get(one) !== 0n).sort((a, b) => a - b);
  const shared = {
    ...{ fee: BigInt(fee), spacing, ticks },
    nets: ticks.map((one) => nets.get(one)!),
    roots: ticks.map(rootAtTick),
    low: tick - 8_000,
    high: tick + 8_000,
    pauses: new Map<number, bigint>(),
  };
  const key = { origin: ORIGIN, token0: lowerCase(lower!), token1: lowerCase(higher!), tier: fee };
  return poolOf({ key, address, state: stateAt(shared, root, liquidity), balances: [10n * amount0, 10n * amount1] });
}

function unitsOf({ token, price }: AaveV3Reserve, usd: bigint): bigint {
  return (usd * 10n ** BigInt(token.decimals)) / price! + 1n;
}

function lowerCase({ token }: AaveV3Reserve): Address {
  return token.address.toLowerCase() as Address;
}
