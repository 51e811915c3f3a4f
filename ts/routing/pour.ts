import { bringsMore, type Network, sellMore, untouched } from "./network.ts";

/** What is sold and brought in all after each step. */
export interface Poured {
  readonly sold: readonly number[];
  readonly brought: readonly number[];
  /** How many paths are used by then. */
  readonly used: readonly number[];
  /** What each path has sold after the last step. */
  readonly amounts: readonly number[];
}

/**
 * Sells step by step, each step along the path that then brings most: for curves that are concave the best split of every amount that
 * is reached, as fine as the steps. Pure, in plain numbers.
 * @param steps amounts, one after the other
 * @param least price below which nothing more is sold, units brought for a unit sold
 */
export function pour(network: Network, steps: Iterable<number>, least = 0): Poured {
  const depths = untouched(network);
  const amounts = new Array<number>(network.paths.length).fill(0);
  const [sold, brought, used]: [number[], number[], number[]] = [[], [], []];
  let [totalSold, totalBrought, paths] = [0, 0, 0];
  for (const step of steps) {
    let [best, most] = [-1, least * step];
    for (let path = 0; path < amounts.length; path++) {
      const more = bringsMore(network, depths, path, step);
      if (more > most) [best, most] = [path, more];
    }
    if (best < 0) break;
    if (amounts[best] === 0) paths++;
    amounts[best]! += step;
    totalSold += step;
    totalBrought += sellMore(network, depths, best, step);
    sold.push(totalSold);
    brought.push(totalBrought);
    used.push(paths);
  }
  return { sold, brought, used, amounts };
}
