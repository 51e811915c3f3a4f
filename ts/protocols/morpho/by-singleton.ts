import type { Address } from "viem";

/** What is asked of each singleton, in the order in which these first occur: a call of the lens is about one. */
export function bySingleton<Item extends { readonly morpho: Address }>(items: readonly Item[]): Map<Address, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = item.morpho.toLowerCase();
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return new Map(Array.from(groups.values(), (group) => [group[0]!.morpho, group]));
}
