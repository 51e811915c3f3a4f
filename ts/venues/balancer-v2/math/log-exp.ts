/**
 * Powers of numbers of 18 decimals as Balancer computes them (`LogExpMath`): through the logarithm, taken apart into powers of two that are
 * written down, and a series for the rest; divisions go towards zero.
 */

const ONE_18 = 10n ** 18n;
const ONE_20 = 10n ** 20n;
const ONE_36 = 10n ** 36n;

/** Near one the logarithm is taken with 36 decimals. */
const NEAR_ONE = [ONE_18 - ONE_18 / 10n, ONE_18 + ONE_18 / 10n] as const;

/** e to the power of 128 and of 64, without decimals, and the exponents with 18. */
const LARGE = [
  { x: 128_000000000000000000n, e: 38877084059945950922200000000000000000000000000000000000n },
  { x: 64_000000000000000000n, e: 6235149080811616882910000000n },
] as const;

/** e to the power of 32, 16, 8, ... 1/16, and the exponents, both with 20 decimals. */
const SMALL = [
  { x: 3200000000000000000000n, e: 7896296018268069516100000000000000n },
  { x: 1600000000000000000000n, e: 888611052050787263676000000n },
  { x: 800000000000000000000n, e: 298095798704172827474000n },
  { x: 400000000000000000000n, e: 5459815003314423907810n },
  { x: 200000000000000000000n, e: 738905609893065022723n },
  { x: 100000000000000000000n, e: 271828182845904523536n },
  { x: 50000000000000000000n, e: 164872127070012814685n },
  { x: 25000000000000000000n, e: 128402541668774148407n },
  { x: 12500000000000000000n, e: 113314845306682631683n },
  { x: 6250000000000000000n, e: 106449445891785942956n },
] as const;

/** Of these the exponential takes no more than the first eight apart. */
const APART_BY_EXP = 8;
const TERMS_OF_EXP = 12n;

/** x to the power of y. */
export function pow(x: bigint, y: bigint): bigint {
  if (y === 0n) return ONE_18;
  if (x === 0n) return 0n;
  if (x > NEAR_ONE[0] && x < NEAR_ONE[1]) {
    const precise = ln36(x);
    return exp(((precise / ONE_18) * y + ((precise % ONE_18) * y) / ONE_18) / ONE_18);
  }
  return exp((ln(x) * y) / ONE_18);
}

function exp(x: bigint): bigint {
  if (x < 0n) return (ONE_18 * ONE_18) / exp(-x);
  const large = LARGE.find((one) => x >= one.x);
  let rest = (x - (large?.x ?? 0n)) * 100n;
  let product = ONE_20;
  for (const { x: exponent, e } of SMALL.slice(0, APART_BY_EXP)) {
    if (rest < exponent) continue;
    rest -= exponent;
    product = (product * e) / ONE_20;
  }
  let [term, sum] = [rest, ONE_20 + rest];
  for (let n = 2n; n <= TERMS_OF_EXP; n++) {
    term = (term * rest) / ONE_20 / n;
    sum += term;
  }
  return (((product * sum) / ONE_20) * (large?.e ?? 1n)) / 100n;
}

function ln(value: bigint): bigint {
  if (value < ONE_18) return -ln((ONE_18 * ONE_18) / value);
  let [a, sum] = [value, 0n];
  for (const { x, e } of LARGE) {
    if (a < e * ONE_18) continue;
    a /= e;
    sum += x;
  }
  sum *= 100n;
  a *= 100n;
  for (const { x, e } of SMALL) {
    if (a < e) continue;
    a = (a * ONE_20) / e;
    sum += x;
  }
  return (sum + series(a, ONE_20, 11n)) / 100n;
}

/** With 36 decimals. */
function ln36(value: bigint): bigint {
  return series(value * ONE_18, ONE_36, 15n);
}

/** The logarithm of what is near one, by its odd powers up to `last`. */
function series(value: bigint, one: bigint, last: bigint): bigint {
  const z = ((value - one) * one) / (value + one);
  const square = (z * z) / one;
  let [power, sum] = [z, z];
  for (let n = 3n; n <= last; n += 2n) {
    power = (power * square) / one;
    sum += power / n;
  }
  return sum * 2n;
}
