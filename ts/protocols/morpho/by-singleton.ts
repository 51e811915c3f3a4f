import type { Address, Hex } from "viem";

/** A position as the lens is asked for it; the id in lower case. */
export interface PositionKey {
  readonly morpho: Address;
  readonly id: Hex;
  readonly user: Address;
}

/** The positions of each singleton, in the order in which the singletons first occur: a call of the lens is about one. */
export function bySingleton(positions: readonly PositionKey[]): Map<Address, PositionKey[]> {
  const groups = new Map<string, PositionKey[]>();
  for (const position of positions) {
    const key = position.morpho.toLowerCase();
    const group = groups.get(key);
    if (group) group.push(position);
    else groups.set(key, [position]);
  }
  return new Map(Array.from(groups.values(), (group) => [group[0]!.morpho, group]));
}
