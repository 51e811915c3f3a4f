import { divUp, min } from "../../../core/math/math.ts";
import { amount0Between, amount1Between } from "./amounts.ts";
import { rootAfterInput, rootAfterOutput } from "./next-root.ts";

/** Fees are millionths. */
const ONE = 1_000_000n;

/** What a swap does inside one range. */
export interface Step {
  readonly root: bigint;
  /** Units that come in, without the fee. */
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  readonly fee: bigint;
}

/**
 * One step of a swap from `root` towards `target`, in a range with `liquidity`: as far as `remaining` goes, or to the target. v3-core
 * `SwapMath.computeSwapStep`.
 * @param remaining units still to come in if positive, to go out if negative; not 0
 * @param fee millionths
 * @returns null where the pool reverts
 */
export function swapStep(
  root: bigint,
  target: bigint,
  { liquidity, remaining, fee, zeroForOne }: { liquidity: bigint; remaining: bigint; fee: bigint; zeroForOne: boolean },
): Step | null {
  const [low, high] = zeroForOne ? [target, root] : [root, target];
  if (remaining >= 0n) {
    const offered = (remaining * (ONE - fee)) / ONE;
    const most = zeroForOne ? amount0Between(low, high, liquidity, true) : amount1Between(low, high, liquidity, true);
    const next = offered >= most ? target : rootAfterInput(root, liquidity, offered, zeroForOne);
    const amountIn = next === target ? most : inputTo(root, next, liquidity, zeroForOne);
    const kept = next === target ? divUp(amountIn * fee, ONE - fee) : remaining - amountIn;
    return { root: next, amountIn, amountOut: outputTo(root, next, liquidity, zeroForOne), fee: kept };
  }
  const asked = -remaining;
  const most = zeroForOne ? amount1Between(low, high, liquidity, false) : amount0Between(low, high, liquidity, false);
  const next = asked >= most ? target : rootAfterOutput(root, liquidity, asked, zeroForOne);
  if (next === null) return null;
  const amountIn = inputTo(root, next, liquidity, zeroForOne);
  const amountOut = next === target ? most : outputTo(root, next, liquidity, zeroForOne);
  return {
    root: next,
    amountIn,
    amountOut: min(amountOut, asked),
    fee: divUp(amountIn * fee, ONE - fee),
  };
}

function inputTo(root: bigint, next: bigint, liquidity: bigint, zeroForOne: boolean): bigint {
  return zeroForOne ? amount0Between(next, root, liquidity, true) : amount1Between(root, next, liquidity, true);
}

function outputTo(root: bigint, next: bigint, liquidity: bigint, zeroForOne: boolean): bigint {
  return zeroForOne ? amount1Between(next, root, liquidity, false) : amount0Between(root, next, liquidity, false);
}
