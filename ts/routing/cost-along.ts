import type { Path } from "./path.ts";

/**
 * What an exact amount costs along one path: units of its first token. Pure.
 * @param amount units of the last token, above 0
 * @returns null where a pool cannot give so much, or sells no exact amounts
 */
export function costAlong({ pools, tokens }: Path, amount: bigint): bigint | null {
  let wanted = amount;
  for (let index = pools.length - 1; index >= 0; index--) {
    const trade = pools[index]!.buy?.(tokens[index]!, tokens[index + 1]!, wanted);
    if (!trade?.ok || trade.received < wanted || trade.paid === 0n) return null;
    wanted = trade.paid;
  }
  return wanted;
}
