/**
 * Curve's stable-swap invariant, as its pools compute it: every division rounds down, every loop ends where it moves by a unit at most. After
 * 255 rounds the oldest pools take what there is, and later ones revert.
 * Balances are scaled so that every coin has 18 decimals and the same value.
 */

/** How flat a pool is: `ann` is A times the number of coins, times `precision`, which is 1 in the oldest pools and 100 in later ones. */
export interface Amplification {
  readonly ann: bigint;
  readonly precision: bigint;
}

const ROUNDS = 255;
/** Precision of the oldest pools' amplification. */
const OLDEST = 1n;

/**
 * The invariant D of scaled balances; null where the pool would divide by zero, or reverts.
 * @param together whether the pool divides by the number of coins once, behind the balances, as the newest do
 */
export function invariantOf(
  balances: readonly bigint[],
  { ann, precision }: Amplification,
  together = false,
): bigint | null {
  const count = BigInt(balances.length);
  const [each, once] = together ? [1n, count ** count] : [count, 1n];
  const sum = balances.reduce((all, one) => all + one, 0n);
  if (balances.includes(0n)) return null;
  let d = sum;
  for (let round = 0; round < ROUNDS; round++) {
    const product = balances.reduce((all, one) => (all * d) / (one * each), d) / once;
    const before = d;
    d =
      (((ann * sum) / precision + product * count) * d) /
      (((ann - precision) * d) / precision + (count + 1n) * product);
    if (near(d, before)) return d;
  }
  return precision === OLDEST ? d : null;
}

/**
 * What a pool must have of coin `to` when it has `x` of coin `from`; null where it reverts.
 * @param d the invariant
 */
export function balanceFor(
  { from, to, x, d }: { readonly from: number; readonly to: number; readonly x: bigint; readonly d: bigint },
  balances: readonly bigint[],
  { ann, precision }: Amplification,
): bigint | null {
  const count = BigInt(balances.length);
  let [c, sum] = [d, 0n];
  for (const [coin, balance] of balances.entries()) {
    if (coin === to) continue;
    const held = coin === from ? x : balance;
    sum += held;
    c = (c * d) / (held * count);
  }
  c = (c * d * precision) / (ann * count);
  const b = sum + (d * precision) / ann;
  let y = d;
  for (let round = 0; round < ROUNDS; round++) {
    const before = y;
    y = (y * y + c) / (2n * y + b - d);
    if (near(y, before)) return y;
  }
  return precision === OLDEST ? y : null;
}

function near(a: bigint, b: bigint): boolean {
  return a > b ? a - b <= 1n : b - a <= 1n;
}

const FEE_DENOMINATOR = 10n ** 10n;

/**
 * The fee of a pool that charges more the further it is out of balance, of 1e10.
 * @param multiplier times the fee, where only one of two coins is left, of 1e10; at most 1e10: always the fee
 * @param from scaled balance of the coin that is sold, in the middle of the trade; likewise `to`
 */
export function movingFee(fee: bigint, multiplier: bigint, from: bigint, to: bigint): bigint {
  if (multiplier <= FEE_DENOMINATOR) return fee;
  const square = (from + to) ** 2n;
  return (multiplier * fee) / (((multiplier - FEE_DENOMINATOR) * 4n * from * to) / square + FEE_DENOMINATOR);
}
