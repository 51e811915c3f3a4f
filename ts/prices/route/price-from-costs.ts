/** One purchase. */
export interface Purchase {
  /** Base units that it costs; null when nobody sells so much. */
  readonly sold: bigint | null;
  /** USD with 8 decimals. */
  readonly worthUsd: bigint;
}

/** Further apart the two prices tell how deep the pools are, and not what the token is worth. */
const TOLERANCE_PERCENT = 10n;

/**
 * USD per whole token with 8 decimals, rounded down, by the smaller of two purchases. Null when one of them cannot be made,
 * or their prices differ by more than a tenth of the higher one, in either direction: the dearer for want of depth, the
 * cheaper for a token whose units are too coarse.
 */
export function priceFromCosts(small: Purchase, large: Purchase, decimals: number): bigint | null {
  if (!small.sold || !large.sold) return null;
  // price = worth / sold, both over the same denominator
  const [one, other] = [small.worthUsd * large.sold, large.worthUsd * small.sold];
  const [low, high] = one < other ? [one, other] : [other, one];
  if (low * 100n < high * (100n - TOLERANCE_PERCENT)) return null;
  const price = (small.worthUsd * 10n ** BigInt(decimals)) / small.sold;
  return price === 0n ? null : price;
}
