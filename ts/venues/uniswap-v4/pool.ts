import { type Address, concat, encodePacked, type Hex, zeroAddress } from "viem";
import { packHop } from "../pack-hop.ts";
import type { Curve, Pool } from "../pool.ts";
import { refuse } from "../refusal.ts";
import { curveOf } from "../uniswap-v3/math/curve.ts";
import type { SwapState } from "../uniswap-v3/math/state.ts";
import { swap } from "../uniswap-v3/math/swap.ts";
import { DYNAMIC, type PoolKey } from "./pool-key.ts";

/** `UniswapV4` of contracts/types/Venue.sol. */
const VENUE_ID = 11;

/** Of contracts/venues/UniswapV4Venue.sol. */
const FLAGS = { etherIn: 1, etherOut: 2, hookAllowed: 4 } as const;

/** Of one hop of the seller inside a range, then of what is on the way; a hook takes what it likes besides. Measured: snapshots/Venues.json. */
const GAS = 105_000n;
const GAS_OF_TICK = 35_000n;
const GAS_OF_WORD = 8_000n;

/** A pool in the state of one block, as either direction pays its fees. */
export interface UniswapV4State {
  readonly poolManager: Address;
  readonly id: Hex;
  readonly key: PoolKey;
  /** For sales of the lower currency. */
  readonly down: SwapState;
  readonly up: SwapState;
}

/**
 * A pool of Uniswap V4: its swaps are those of Uniswap V3, at the fee that is set now, where a hook may set it. The manager that holds its
 * tokens holds all others' too.
 */
export function uniswapV4Pool(state: UniswapV4State): Pool {
  const { key, poolManager, down, up } = state;
  const isHooked = key.hooks !== zeroAddress;
  const isLower = (token: Address) => token.toLowerCase() === key.tokens[0].toLowerCase();
  const isHigher = (token: Address) => token.toLowerCase() === key.tokens[1].toLowerCase();
  const sideOf = (tokenIn: Address) => (isLower(tokenIn) ? down : up);
  const curves = new Map<boolean, Curve>();
  const curve = (tokenIn: Address) => {
    const zeroForOne = isLower(tokenIn);
    const known = curves.get(zeroForOne) ?? curveOf(sideOf(tokenIn), zeroForOne);
    curves.set(zeroForOne, known);
    return known;
  };
  return {
    venue: "uniswap-v4",
    id: state.id,
    address: poolManager,
    label: `V4 ${key.fee === DYNAMIC ? "hook's fee" : `${key.fee / 10_000} %`}${isHooked ? " with a hook" : ""}`,
    tokens: key.tokens,
    canTrade: (tokenIn, tokenOut) =>
      (isLower(tokenIn) && isHigher(tokenOut)) || (isHigher(tokenIn) && isLower(tokenOut)),
    sell(tokenIn, _, amount) {
      const swapped = swap(sideOf(tokenIn), isLower(tokenIn), amount);
      if (!swapped.ok) {
        return swapped.why === "beyond"
          ? refuse("beyond-what-was-read", "the trade moves the price further than the pool was read")
          : refuse("swap-reverted", "the pool refuses the swap");
      }
      const { paid, received, after, crossed, words } = swapped;
      if (received === 0n) return refuse("nothing-bought", "the pool pays less than one unit for that");
      const moved = (side: SwapState): SwapState => ({
        ...side,
        root: after.root,
        tick: after.tick,
        liquidity: after.liquidity,
      });
      return {
        ...{ ok: true, paid, received },
        gas: GAS + BigInt(crossed) * GAS_OF_TICK + BigInt(words) * GAS_OF_WORD,
        after: uniswapV4Pool({ ...state, down: moved(down), up: moved(up) }),
      };
    },
    curve,
    // what it has up to where it was read: the manager holds far more
    holding: (tokenOut) => BigInt(Math.floor(curve(isLower(tokenOut) ? key.tokens[1] : key.tokens[0])(1e60))),
    hop(tokenIn, tokenOut, runner) {
      if (runner === "leaf") return null;
      const [currencyIn, currencyOut] = isLower(tokenIn)
        ? [key.currency0, key.currency1]
        : [key.currency1, key.currency0];
      const ether = currencyIn === zeroAddress ? FLAGS.etherIn : currencyOut === zeroAddress ? FLAGS.etherOut : 0;
      const flags = ether + (isHooked ? FLAGS.hookAllowed : 0);
      const types = ["address", "uint24", "int24", "uint8"] as const;
      const pool = encodePacked(types, [poolManager, key.fee, key.tickSpacing, flags]);
      return packHop(VENUE_ID, tokenOut, isHooked ? concat([pool, key.hooks]) : pool);
    },
  };
}
