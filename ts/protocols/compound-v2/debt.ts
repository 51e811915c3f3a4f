import { mulDivDown } from "../../core/math/math.ts";
import type { CompoundHolding } from "./state.ts";

/**
 * What is owed once the token's index is `index`. Exact for the indices at which it was read; else a unit too little at most,
 * because no token tells the index of a debt itself.
 */
export function debtAt({ debts }: Pick<CompoundHolding, "debts">, index: bigint): bigint {
  const last = debts.at(-1);
  if (last === undefined) return 0n;
  const read = debts.find((sample) => sample.index === index);
  return read?.debt ?? mulDivDown(last.debt, index, last.index);
}
