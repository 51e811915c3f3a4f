/** From, to, step: every fee that a factory is likely to know, finer the lower it is. Hundredths of a basis point. */
const SPANS = [
  [1, 100, 1],
  [110, 1_000, 10],
  [1_100, 10_000, 100],
  [11_000, 100_000, 1_000],
] as const;

/** Fees that factories are asked for: their votes have enabled many, and the logs of old blocks cannot be had everywhere. */
export const CANDIDATE_FEES: readonly number[] = SPANS.flatMap(([from, to, step]) =>
  Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step),
);
