import { type Address, getAddress, numberToHex } from "viem";
import { packHop } from "../pack-hop.ts";
import type { Curve, Pool, Refusal, Trade } from "../pool.ts";
import { refuse } from "../refusal.ts";
import { curveOf } from "./math/curve.ts";
import type { SwapState } from "./math/state.ts";
import { swap } from "./math/swap.ts";
import type { FoundPool } from "./read-states.ts";
import { swapGas } from "./swap-gas.ts";

/** What a pool holds of its lower and of its higher token. */
type Balances = readonly [bigint, bigint];

/** A pool that was read, in the state in which it was read. What a token does not say the pool holds is nothing. */
export function poolOf(found: FoundPool): Pool {
  return poolIn(found, found.state, [found.balances[0] ?? 0n, found.balances[1] ?? 0n]);
}

function poolIn(found: FoundPool, state: SwapState, balances: Balances): Pool {
  const { key, address } = found;
  const { origin, token0, token1, tier } = key;
  const isLower = (token: Address) => token.toLowerCase() === token0;
  const isHigher = (token: Address) => token.toLowerCase() === token1;
  const curves = new Map<boolean, Curve>();

  const trade = (tokenIn: Address, amount: bigint): Trade | Refusal => {
    const zeroForOne = isLower(tokenIn);
    const swapped = swap(state, zeroForOne, amount);
    if (!swapped.ok) return swapped.why === "beyond" ? BEYOND : AT_THE_END;
    const { paid, received, after } = swapped;
    if (received === 0n || (amount < 0n && received < -amount)) return TOO_LITTLE;
    if (received > balances[zeroForOne ? 1 : 0]) return TOO_LITTLE;
    let next: Pool | null = null;
    return {
      ok: true,
      paid,
      received,
      get after() {
        const [lower, higher] = balances;
        next ??= poolIn(
          found,
          after,
          zeroForOne ? [lower + paid, higher - received] : [lower - received, higher + paid],
        );
        return next;
      },
      gas: swapGas(origin.gas, swapped),
    };
  };

  return {
    venue: origin.venue,
    id: address.toLowerCase(),
    address,
    label: `${origin.title} ${Number(state.shared.fee) / 10_000} %`.trimStart(),
    tokens: [getAddress(token0), getAddress(token1)],
    canTrade: (tokenIn, tokenOut) =>
      (isLower(tokenIn) && isHigher(tokenOut)) || (isHigher(tokenIn) && isLower(tokenOut)),
    sell: (tokenIn, _, amount) => trade(tokenIn, amount),
    buy: (tokenIn, _, amount) => trade(tokenIn, -amount),
    curve(tokenIn) {
      const zeroForOne = isLower(tokenIn);
      const curve = curves.get(zeroForOne) ?? curveOf(state, zeroForOne);
      curves.set(zeroForOne, curve);
      return curve;
    },
    holding: (tokenOut) => balances[isLower(tokenOut) ? 0 : 1],
    hop(_, tokenOut, runner) {
      if (runner === "seller") return packHop(origin.sellerVenue, tokenOut, address);
      return origin.leafVenue === null ? null : packHop(origin.leafVenue, tokenOut, numberToHex(tier, { size: 3 }));
    },
  };
}

const BEYOND = refuse("beyond-what-was-read", "the trade moves the price further than the pool was read");
const AT_THE_END = refuse("swap-reverted", "the pool refuses the swap");
const TOO_LITTLE = refuse("too-little-liquidity", "the pool cannot take the whole amount");
