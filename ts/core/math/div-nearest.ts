/**
 * The nearest whole quotient. A half goes away from zero, so that a loss is rounded as a gain is.
 * @param d above 0
 * @example divNearest(67_485n, 10n) // 6749n
 */
export function divNearest(x: bigint, d: bigint): bigint {
  const half = d / 2n;
  return x < 0n ? -((half - x) / d) : (x + half) / d;
}
