import type { ResolvedBlock } from "../../core/rpc/block.ts";
import type { Inspection } from "../../flow/assess/inspect.ts";
import type { Targets } from "../../flow/plan/targets.ts";

/** Targets as data: without the functions that a pair carries. */
export function targetJson({ rows, accounts, matching, unread, unvalued }: Targets, block: ResolvedBlock) {
  return {
    block: block.number,
    accounts,
    matching,
    targets: rows.map(({ assessment: { pairs: _, positions: __, ...assessment }, plan, reason }) => ({
      ...assessment,
      plan,
      reason,
    })),
    unread: unread.map(({ ref, status }) => ({ ref, status })),
    unvalued: unvalued.map(({ ref, status }) => ({ ref, status })),
  };
}

/** An account as data. A pair names its tokens by symbol, for people, and by address. */
export function inspectionJson({ assessment: { pairs: _, ...assessment }, pairs }: Inspection) {
  return {
    ...assessment,
    pairs: pairs.map(({ collateral, debt, ...pair }) => ({
      collateral: collateral.symbol,
      collateralAddress: collateral.address,
      debt: debt.symbol,
      debtAddress: debt.address,
      ...pair,
    })),
  };
}
