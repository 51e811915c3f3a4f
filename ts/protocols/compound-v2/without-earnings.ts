import { type CompoundPair, type PairAtBlock, pairAt } from "./call.ts";
import type { CompoundState } from "./state.ts";

/**
 * A pair at the market's block with its collateral as stored, for one whose interest cannot be counted: what a collateral earns
 * only makes it worth more, so that no call of the pair would find the account worse off.
 * @returns null where there is no such bound: it is the debt's interest that is not known, or the comptroller's terms
 */
export function pairWithoutEarnings(state: CompoundState, { debt, collateral }: CompoundPair): PairAtBlock | null {
  const { block } = state.market;
  const at = pairAt(state, { debt, collateral: { ...collateral, accrualBlock: block } }, block);
  return typeof at === "string" ? null : at;
}
