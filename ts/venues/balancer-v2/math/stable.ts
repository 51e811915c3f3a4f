/**
 * Balancer's stable pools (`StableMath`): Curve's rule, rounded against whoever trades. Balances are scaled to 18 decimals; the
 * amplification has three of its own.
 */

const AMP_PRECISION = 1_000n;
const ROUNDS = 255;

/** The invariant of some balances; null where there is none. */
export function stableInvariant(amplification: bigint, balances: readonly bigint[]): bigint | null {
  const count = BigInt(balances.length);
  const sum = balances.reduce((all, one) => all + one, 0n);
  if (balances.includes(0n)) return null;
  const amp = amplification * count;
  let d = sum;
  for (let round = 0; round < ROUNDS; round++) {
    const product = balances.reduce((all, one) => (all * d) / (one * count), d);
    const before = d;
    d =
      (((amp * sum) / AMP_PRECISION + product * count) * d) /
      (((amp - AMP_PRECISION) * d) / AMP_PRECISION + (count + 1n) * product);
    if (near(d, before)) return d;
  }
  return null;
}

/**
 * What is paid for an amount, scaled.
 * @returns null where there is no answer, or it would be less than nothing
 */
export function stableOut(
  { amplification, invariant, from, to }: StableTrade,
  balances: readonly bigint[],
  amount: bigint,
): bigint | null {
  const after = balances.map((balance, token) => (token === from ? balance + amount : balance));
  const left = balanceGiven(amplification, after, invariant, to);
  if (left === null) return null;
  const out = balances[to]! - left - 1n;
  return out < 0n ? null : out;
}

export interface StableTrade {
  readonly amplification: bigint;
  readonly invariant: bigint;
  readonly from: number;
  readonly to: number;
}

function balanceGiven(
  amplification: bigint,
  balances: readonly bigint[],
  invariant: bigint,
  wanted: number,
): bigint | null {
  const count = BigInt(balances.length);
  const amp = amplification * count;
  const product = balances.slice(1).reduce((all, one) => (all * one * count) / invariant, balances[0]! * count);
  const sum = balances.reduce((all, one) => all + one, 0n) - balances[wanted]!;
  const square = invariant * invariant;
  const c = divUp(square, amp * product) * AMP_PRECISION * balances[wanted]!;
  const b = sum + (invariant / amp) * AMP_PRECISION;
  let balance = divUp(square + c, invariant + b);
  for (let round = 0; round < ROUNDS; round++) {
    const before = balance;
    balance = divUp(balance * balance + c, balance * 2n + b - invariant);
    if (near(balance, before)) return balance;
  }
  return null;
}

function divUp(a: bigint, b: bigint): bigint {
  return a === 0n ? 0n : (a - 1n) / b + 1n;
}

function near(a: bigint, b: bigint): boolean {
  return a > b ? a - b <= 1n : b - a <= 1n;
}
