import { type Allocation, allocate } from "./allocate.ts";
import { bringsMore, type Network, networkOf, untouched } from "./network.ts";
import type { Path } from "./path.ts";
import { pour } from "./pour.ts";

/** Parts of a sale at most. */
export const MOST_PARTS = 4;

/** Paths that are searched, the best ones for each of some amounts. */
const PATHS_PER_AMOUNT = 6;
/** Smallest amount that is looked at, and how much each amount is larger than the one before. */
const SMALLEST = 1e-5;
const GROWTH = 1.15;
/** Amounts that are looked at between the two around the best one. */
const CLOSER = 24;

/** What a sale is judged by, plain numbers: units of the token out for each unit that is sold. */
export interface SaleTerms {
  /** What has to be given back. */
  readonly owed: number;
  /** What is repaid of a debt, and what a unit is worth by the oracle that judges the sale. */
  readonly repaid: number;
  readonly worth: number;
  /** Share of the bonus, worth less repaid, that must be left; 0: none. */
  readonly bonusShare: number;
  /** Units of the token out that each further part costs. */
  readonly costOfPath: number;
}

/** An amount and how it is best sold; both approximate. */
export interface BestSale {
  readonly amount: number;
  /** Of each path, in the given order; 0: not used. */
  readonly amounts: readonly number[];
  /** What is left, less what the paths cost; may be negative. */
  readonly value: number;
}

/**
 * The amount, up to `most`, and the split that leave most. Where no amount leaves the share of the bonus, the amount that leaves most
 * without it. Pure, in plain numbers: two looks, one over all good paths, one over those that the split of the first one uses.
 * @param paths of the same two tokens, at least one
 * @param most units of the first token, above 0
 */
export function bestSale(paths: readonly Path[], most: number, terms: SaleTerms): BestSale {
  const { indices, network } = worthwhile(paths, most);
  const first = bestAmount(network, most, terms);
  const split = allocate(network, first, MOST_PARTS, terms.costOfPath);
  const used = [...split.amounts.keys()].filter((index) => split.amounts[index]! > 0);
  const some: Network = { curves: network.curves, paths: used.map((index) => network.paths[index]!) };
  const amount = bestAmount(some, most, terms);
  const final = allocate(some, amount, MOST_PARTS, terms.costOfPath);
  const amounts = new Array<number>(paths.length).fill(0);
  for (const [place, index] of used.entries()) amounts[indices[index]!] = final.amounts[place]!;
  return { amount, amounts, value: worthOf(final, amount, terms) };
}

/** The best split of exactly this amount. */
export function bestSplit(paths: readonly Path[], amount: number, costOfPath: number): readonly number[] {
  const { indices, network } = worthwhile(paths, amount);
  const split = allocate(network, amount, MOST_PARTS, costOfPath);
  const amounts = new Array<number>(paths.length).fill(0);
  for (const [place, part] of split.amounts.entries()) amounts[indices[place]!] = part;
  return amounts;
}

function worthOf({ brought, amounts }: Allocation, amount: number, { owed, costOfPath }: SaleTerms): number {
  return brought - amount * owed - costOfPath * amounts.filter((part) => part > 0).length;
}

/** The paths that bring most for the whole amount, a part of it, or next to nothing: what is best for little may not be for much. */
function worthwhile(paths: readonly Path[], most: number): { indices: readonly number[]; network: Network } {
  const all = networkOf(paths);
  const depths = untouched(all);
  const kept = new Set<number>();
  for (const amount of [most, most / 8, most * SMALLEST]) {
    const brings = paths.map((_, path) => bringsMore(all, depths, path, amount));
    const best = [...paths.keys()].sort((a, b) => brings[b]! - brings[a]!);
    for (const path of best.slice(0, PATHS_PER_AMOUNT)) if (brings[path]! > 0) kept.add(path);
  }
  const indices = kept.size > 0 ? [...kept].sort((a, b) => a - b) : [0];
  return { indices, network: { curves: all.curves, paths: indices.map((path) => all.paths[path]!) } };
}

function bestAmount(network: Network, most: number, terms: SaleTerms): number {
  const coarse = geometric(most);
  const at = bestOf(network, coarse, terms);
  const [low, high] = [coarse[at - 1] ?? 0, coarse[at + 1] ?? coarse[at]!];
  const closer = [
    ...coarse.slice(0, at),
    ...Array.from({ length: CLOSER }, (_, index) => low + ((high - low) * (index + 1)) / CLOSER),
  ];
  return closer[bestOf(network, closer, terms)]!;
}

/** @param amounts rising; @returns the index of the best one */
function bestOf(network: Network, amounts: readonly number[], terms: SaleTerms): number {
  const steps = amounts.map((amount, index) => amount - (amounts[index - 1] ?? 0));
  const { sold, brought } = pour(network, steps);
  let [best, bestValue, isShort] = [0, Number.NEGATIVE_INFINITY, true];
  for (const [index, amount] of sold.entries()) {
    const value = brought[index]! - amount * terms.owed;
    const short = value < terms.bonusShare * amount * Math.max(terms.worth - terms.repaid, 0);
    if (short === isShort ? value > bestValue : !short) [best, bestValue, isShort] = [index, value, short];
  }
  return best;
}

function geometric(most: number): number[] {
  const amounts: number[] = [];
  for (let amount = most * SMALLEST; amount < most; amount *= GROWTH) amounts.push(amount);
  return [...amounts, most];
}
