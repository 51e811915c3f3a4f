import { type SwapState, stateAt, type Ticks } from "./state.ts";
import { swapStep } from "./swap-step.ts";
import { MAX_ROOT, MAX_TICK, MIN_ROOT, rootAtTick, tickAtRoot } from "./tick-math.ts";

/** What a swap without a price limit does. */
export type Swap =
  | {
      readonly ok: true;
      /** Units that come in, with the fee: less than offered where the pool runs dry. */
      readonly paid: bigint;
      readonly received: bigint;
      readonly after: SwapState;
      /** Initialised ticks on the way. */
      readonly crossed: number;
      /** Words of the bitmap that were left behind. */
      readonly words: number;
    }
  /** `beyond`: it leaves what was read. `reverts`: the pool refuses it. */
  | { readonly ok: false; readonly why: "beyond" | "reverts" };

const BEYOND: Swap = { ok: false, why: "beyond" };
const REVERTS: Swap = { ok: false, why: "reverts" };

/** Prices at which swaps without a limit stop. */
const LOWEST = MIN_ROOT + 1n;
const HIGHEST = MAX_ROOT - 1n;

/**
 * A swap to the unit as the pool does it: from tick to tick, with a pause at the end of every word of its bitmap, where it rounds. Pauses
 * where nothing is in range change nothing and are left out. v3-core `UniswapV3Pool.swap`.
 * @param amount units that come in if positive, that go out if negative; not 0
 */
export function swap(state: SwapState, zeroForOne: boolean, amount: bigint): Swap {
  const { shared } = state;
  const limit = zeroForOne ? LOWEST : HIGHEST;
  if (zeroForOne ? state.root <= limit : state.root >= limit) return REVERTS;
  let { root, liquidity } = state;
  // null: somewhere between two ticks, found out when it is needed
  let tick: number | null = state.tick;
  let index = nearest(shared.ticks, tick, zeroForOne);
  let [remaining, paid, received] = [amount, 0n, 0n];
  let [crossed, words] = [0, 0];
  while (remaining !== 0n && root !== limit) {
    tick ??= tickAtRoot(root);
    const from = tick;
    const known = shared.ticks[index];
    const next = nextTick(shared, tick, known, { zeroForOne, skips: liquidity === 0n });
    if (zeroForOne ? next < shared.low : next > shared.high) return BEYOND;
    const isKnown = next === known;
    const end = isKnown ? shared.roots[index]! : pauseAt(shared, next);
    const target = zeroForOne ? (end < limit ? limit : end) : end > limit ? limit : end;
    const step = swapStep(root, target, { liquidity, remaining, fee: shared.fee, zeroForOne });
    if (step === null) return REVERTS;
    remaining += amount > 0n ? -(step.amountIn + step.fee) : step.amountOut;
    paid += step.amountIn + step.fee;
    received += step.amountOut;
    const moved = step.root !== root;
    root = step.root;
    if (root === end) {
      tick = zeroForOne ? next - 1 : next;
      if (isKnown) {
        liquidity += zeroForOne ? -shared.nets[index]! : shared.nets[index]!;
        index += zeroForOne ? -1 : 1;
        crossed++;
      }
      words += wordsBetween(from, tick, shared.spacing);
    } else if (moved) {
      if (root === limit) words += wordsBetween(from, next, shared.spacing);
      tick = null;
    }
  }
  const after = tick === null ? stateAt(shared, root, liquidity) : { shared, root, tick, liquidity };
  return { ok: true, paid, received, after, crossed, words };
}

/** Index of the initialised tick that is next on the way: at or below `tick` on the way down, above it on the way up. */
function nearest(ticks: readonly number[], tick: number, zeroForOne: boolean): number {
  let [low, high] = [0, ticks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ticks[middle]! <= tick) low = middle + 1;
    else high = middle;
  }
  return zeroForOne ? low - 1 : low;
}

/**
 * Where the next step ends: at the next initialised tick, or at the end of the bitmap's word where that comes before.
 * @param known the next initialised tick, if any was read
 * @param skips whether words do not matter, because nothing is in range
 */
function nextTick(
  { spacing }: Ticks,
  tick: number,
  known: number | undefined,
  { zeroForOne, skips }: { zeroForOne: boolean; skips: boolean },
): number {
  // to the end of the range, or beyond what was read
  if (skips) return known ?? (zeroForOne ? -MAX_TICK : MAX_TICK);
  const index = Math.floor(tick / spacing);
  const end = zeroForOne ? (index >> 8) * 256 * spacing : (((index + 1) >> 8) * 256 + 255) * spacing;
  if (zeroForOne) return Math.max(end, known ?? -MAX_TICK, -MAX_TICK);
  return Math.min(end, known ?? MAX_TICK, MAX_TICK);
}

function wordsBetween(a: number, b: number, spacing: number): number {
  return Math.abs((Math.floor(a / spacing) >> 8) - (Math.floor(b / spacing) >> 8));
}

/** Square root price at a tick that need not be initialised. */
function pauseAt({ pauses }: Ticks, tick: number): bigint {
  const before = pauses.get(tick);
  if (before !== undefined) return before;
  const root = rootAtTick(tick);
  pauses.set(tick, root);
  return root;
}
