import type { Path } from "./path.ts";
import type { Share } from "./sell-along.ts";

const ALL_BPS = 10_000;

/**
 * A split as the contract takes it: whole basis points, the rest along the path with the largest part. Pure.
 * @param amounts of each path; 0: not used
 */
export function sharesOf(paths: readonly Path[], amounts: readonly number[]): Share[] {
  const all = amounts.reduce((sum, part) => sum + part, 0);
  const parts = paths.flatMap((path, index) => {
    const bps = Math.round(((amounts[index] ?? 0) / all) * ALL_BPS);
    return bps > 0 ? [{ path, bps }] : [];
  });
  parts.sort((a, b) => a.bps - b.bps);
  const last = parts.pop();
  return last === undefined ? [] : [...parts, { path: last.path, bps: 0 }];
}
