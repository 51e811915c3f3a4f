import { type Allocation, allocate } from "./allocate.ts";
import { bringsMore, type Network, networkOf, sellMore, untouched } from "./network.ts";
import type { Path } from "./path.ts";
import { pour } from "./pour.ts";

/** Parts of a sale at most. */
export const MOST_PARTS = 4;

/** Paths that are searched, the best ones for each of some amounts. */
const PATHS_PER_AMOUNT = 5;
/** Smallest amount that is looked at, and how much each amount is larger than the one before. */
const SMALLEST = 1e-5;
const GROWTH = 1.25;
/** Amounts that are looked at between the two around the best one, in how many steps what is below them is sold, and how often. */
const CLOSER = 12;
const STEPS_BELOW = 32;
const CLOSER_LOOKS = 2;
/** How far beyond an amount the last one may lie that leaves the share of the bonus, and how often the way there is halved. */
const REACH = 1.25;
const HALVINGS = 10;

/** Parts in which the split of a rough look is poured. */
const ROUGH_STEPS = 16;

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
  /** Parts of the sale at most, {@link MOST_PARTS} unless less is wanted. */
  readonly mostParts: number;
}

/** An amount and how it is best sold; both approximate. */
export interface BestSale {
  readonly amount: number;
  /** Of each path, in the given order; 0: not used. */
  readonly amounts: readonly number[];
  /** What is left, less what the paths cost; may be negative. */
  readonly value: number;
}

/** About how much can be left, and the amount that leaves it: one coarse look. As {@link bestSale}, but for the split. */
export function roughSale(paths: readonly Path[], most: number, terms: SaleTerms): BestSale {
  const { indices, network } = worthwhile(paths, most);
  const amounts = geometric(most);
  const amount = amounts[bestOf(network, amounts, terms)]!;
  const poured = pour(network, new Array<number>(ROUGH_STEPS).fill(amount / ROUGH_STEPS));
  const byAmount = [...poured.amounts.keys()].sort((a, b) => poured.amounts[b]! - poured.amounts[a]!);
  const used = new Set(byAmount.slice(0, terms.mostParts));
  const sold = byAmount.slice(0, terms.mostParts).reduce((sum, path) => sum + poured.amounts[path]!, 0);
  // what the others would have taken goes along these
  const kept = poured.amounts.map((part, path) => (used.has(path) ? (part * amount) / sold : 0));
  const depths = untouched(network);
  const brought = kept.reduce((sum, part, path) => (part > 0 ? sum + sellMore(network, depths, path, part) : sum), 0);
  const value = worthOf({ amounts: kept, brought }, amount, terms);
  return { amount, amounts: spread(kept, indices, paths.length), value };
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
  const split = allocate(network, first, terms.mostParts, terms.costOfPath);
  const used = [...split.amounts.keys()].filter((index) => split.amounts[index]! > 0);
  const some: Network = { curves: network.curves, paths: used.map((index) => network.paths[index]!) };
  const final = upToLimit(some, bestAmount(some, most, terms), most, terms);
  const amounts = spread(
    final.amounts,
    used.map((index) => indices[index]!),
    paths.length,
  );
  return { amount: final.amount, amounts, value: final.value };
}

/** The best split of exactly this amount. */
export function bestSplit(
  paths: readonly Path[],
  amount: number,
  { mostParts, costOfPath }: Pick<SaleTerms, "mostParts" | "costOfPath">,
): readonly number[] {
  const { indices, network } = worthwhile(paths, amount);
  return spread(allocate(network, amount, mostParts, costOfPath).amounts, indices, paths.length);
}

/** What was found for some paths, among all. */
function spread(parts: readonly number[], indices: readonly number[], length: number): number[] {
  const all = new Array<number>(length).fill(0);
  for (const [place, index] of indices.entries()) all[index] = parts[place]!;
  return all;
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
  let amounts = geometric(most);
  let at = bestOf(network, amounts, terms);
  for (let look = 0; look < CLOSER_LOOKS; look++) {
    const [low, high] = [amounts[at - 1] ?? 0, amounts[at + 1] ?? amounts[at]!];
    // what is sold in large steps is split badly
    amounts = [...rising(0, low, STEPS_BELOW), ...rising(low, high, CLOSER)];
    at = bestOf(network, amounts, terms);
  }
  return amounts[at]!;
}

/** @param amounts rising; @returns the index of the best one */
function bestOf(network: Network, amounts: readonly number[], terms: SaleTerms): number {
  const steps = amounts.map((amount, index) => amount - (amounts[index - 1] ?? 0));
  const { sold, brought } = pour(network, steps);
  let [best, bestValue, isShort] = [0, Number.NEGATIVE_INFINITY, true];
  for (const [index, amount] of sold.entries()) {
    const value = brought[index]! - amount * terms.owed;
    const short = isShortOf(value, amount, terms);
    if (short === isShort ? value > bestValue : !short) [best, bestValue, isShort] = [index, value, short];
  }
  return best;
}

/** Whether so little is left of an amount that the share of the bonus is not kept. */
function isShortOf(left: number, amount: number, { bonusShare, worth, repaid }: SaleTerms): boolean {
  return left < bonusShare * amount * Math.max(worth - repaid, 0);
}

/**
 * The split of an amount, or of the largest near it that still leaves the share of the bonus where that is worth more: which one that is
 * hangs on how well it is split.
 */
function upToLimit(network: Network, amount: number, most: number, terms: SaleTerms): Limited {
  const at = (sold: number): Limited => {
    const split = allocate(network, sold, terms.mostParts, terms.costOfPath);
    const isShort = isShortOf(split.brought - sold * terms.owed, sold, terms);
    return { ...split, amount: sold, value: worthOf(split, sold, terms), isShort };
  };
  const first = at(amount);
  if (first.isShort || amount >= most) return first;
  const last = at(Math.min(amount * REACH, most));
  let [low, high] = last.isShort ? [first, last] : [last, last];
  for (let halving = 0; low !== high && halving < HALVINGS; halving++) {
    const middle = at((low.amount + high.amount) / 2);
    if (middle.isShort) high = middle;
    else low = middle;
  }
  return low.value > first.value ? low : first;
}

interface Limited extends Allocation {
  readonly amount: number;
  readonly value: number;
  readonly isShort: boolean;
}

/** So many amounts above the first one, up to the last one. */
function rising(first: number, last: number, count: number): number[] {
  return last <= first
    ? []
    : Array.from({ length: count }, (_, index) => first + ((last - first) * (index + 1)) / count);
}

function geometric(most: number): number[] {
  const amounts: number[] = [];
  for (let amount = most * SMALLEST; amount < most; amount *= GROWTH) amounts.push(amount);
  return [...amounts, most];
}
