import type { Curve } from "../../pool.ts";
import type { SwapState, Ticks } from "./state.ts";
import { rootAtTick } from "./tick-math.ts";

/** A range on the way of a swap: what came in and went out before it, and what it has. */
interface Range {
  readonly paid: number;
  readonly received: number;
  /** Square root price where it begins. */
  readonly root: number;
  readonly liquidity: number;
}

const Q96 = 2 ** 96;

/**
 * What a pool pays, in floating point: amounts at the ends of its ranges once, then the range by binary search and the closed form inside.
 * Flat behind what was read.
 */
export function curveOf({ shared, root, tick, liquidity }: SwapState, zeroForOne: boolean): Curve {
  const kept = 1 - Number(shared.fee) / 1e6;
  const ranges: Range[] = [];
  let at = { paid: 0, received: 0, root: Number(root) / Q96, liquidity: Number(liquidity) };
  for (const { root: end, net } of ahead(shared, tick, zeroForOne)) {
    if (at.liquidity > 0) ranges.push(at);
    const apart = Math.abs(end - at.root) * at.liquidity;
    // of the higher token, the difference of the roots; of the lower one, that of their inverses
    const [higher, lower] = [apart, apart / (end * at.root)];
    at = {
      paid: at.paid + (zeroForOne ? lower : higher) / kept,
      received: at.received + (zeroForOne ? higher : lower),
      root: end,
      liquidity: Math.max(0, at.liquidity + net),
    };
  }
  const most = at;
  return (amountIn) => {
    if (!(amountIn > 0)) return 0;
    if (amountIn >= most.paid) return most.received;
    const range = ranges[lastBelow(ranges, amountIn)]!;
    const offered = (amountIn - range.paid) * kept;
    return range.received + payout(range, offered, zeroForOne);
  };
}

/** Of an amount without the fee that does not leave the range. */
function payout({ root, liquidity }: Range, offered: number, zeroForOne: boolean): number {
  if (zeroForOne) return (liquidity * root * root * offered) / (liquidity + offered * root);
  return offered / (root * (root + offered / liquidity));
}

/** The initialised ticks outward, with the liquidity that begins behind each, then the end of what was read. */
function ahead(
  { ticks, nets, roots, low, high }: Ticks,
  tick: number,
  zeroForOne: boolean,
): { root: number; net: number }[] {
  const found: { root: number; net: number }[] = [];
  const end = zeroForOne ? low : high;
  if (zeroForOne ? end > tick : end <= tick) return found;
  const step = zeroForOne ? -1 : 1;
  for (let index = zeroForOne ? ticks.length - 1 : 0; index >= 0 && index < ticks.length; index += step) {
    if (zeroForOne ? ticks[index]! > tick : ticks[index]! <= tick) continue;
    found.push({ root: Number(roots[index]!) / Q96, net: Number(nets[index]!) * step });
  }
  found.push({ root: Number(rootAtTick(end)) / Q96, net: 0 });
  return found;
}

/** Index of the last range that begins at or below an amount; there is one. */
function lastBelow(ranges: readonly Range[], amount: number): number {
  let [low, high] = [0, ranges.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ranges[middle]!.paid <= amount) low = middle;
    else high = middle - 1;
  }
  return low;
}
