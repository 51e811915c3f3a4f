import { type Depths, type Network, reset, sellMore, untouched } from "./network.ts";
import { pour } from "./pour.ts";

/** How fine the first split is, and how often what is moved between two paths is halved after that. */
const STEPS = 32;
const HALVINGS = 7;

/** A split of one amount. */
export interface Allocation {
  /** Of each path, in the network's order; 0: not used. */
  readonly amounts: readonly number[];
  readonly brought: number;
}

/**
 * The split of an amount over at most so many paths that brings most after what each path costs. Pure, in plain numbers.
 * @param most paths, at least 1
 * @param costOfPath units of the last token
 */
export function allocate(network: Network, amount: number, most: number, costOfPath: number): Allocation {
  let open = network.paths.map((_, path) => path);
  let kept: Allocation | null = null;
  while (true) {
    const found = refine(network, open, amount);
    const used = open.filter((path) => found.amounts[path]! > 0);
    if (used.length <= most) {
      const worth = (one: Allocation) => one.brought - costOfPath * one.amounts.filter((part) => part > 0).length;
      if (kept === null || worth(found) > worth(kept)) kept = found;
      else return kept;
    }
    if (used.length <= 1) return kept ?? found;
    const least = used.reduce((a, b) => (found.amounts[b]! < found.amounts[a]! ? b : a));
    // far too many: the smaller half at once
    const ordered = used.toSorted((a, b) => found.amounts[b]! - found.amounts[a]!);
    open = used.length > 2 * most ? ordered.slice(0, 2 * most) : used.filter((path) => path !== least);
  }
}

/** Poured in steps, then moved between every two paths in ever smaller amounts as long as that brings more. */
function refine(network: Network, open: readonly number[], amount: number): Allocation {
  const some: Network = { curves: network.curves, paths: open.map((path) => network.paths[path]!) };
  const step = amount / STEPS;
  const amounts = [...pour(some, new Array<number>(STEPS).fill(step)).amounts];
  const depths = untouched(some);
  let brought = total(some, depths, amounts);
  for (let [moved, halving] = [step / 2, 0]; halving < HALVINGS; moved /= 2, halving++) {
    for (let from = 0; from < amounts.length; from++) {
      for (let to = 0; to < amounts.length; to++) {
        if (from === to || amounts[from]! < moved) continue;
        amounts[from]! -= moved;
        amounts[to]! += moved;
        const changed = total(some, depths, amounts);
        if (changed > brought) brought = changed;
        else {
          amounts[from]! += moved;
          amounts[to]! -= moved;
        }
      }
    }
  }
  const all = new Array<number>(network.paths.length).fill(0);
  for (const [index, path] of open.entries()) all[path] = amounts[index]! > amount * 1e-9 ? amounts[index]! : 0;
  return { amounts: all, brought };
}

/** @param depths whatever they are; used up */
function total(network: Network, depths: Depths, amounts: readonly number[]): number {
  reset(depths);
  let brought = 0;
  for (let path = 0; path < amounts.length; path++) {
    const amount = amounts[path]!;
    if (amount > 0) brought += sellMore(network, depths, path, amount);
  }
  return brought;
}
