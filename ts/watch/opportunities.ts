import type { TargetRow } from "../flow/find-targets.ts";
import { targetKey } from "../protocols/target.ts";

/** A target with which something can be done, from the block in which it first could until it no longer can. */
export interface Opportunity {
  readonly key: string;
  /** First block. */
  readonly since: bigint;
  /** As of the last block in which it was there. */
  readonly row: TargetRow;
  /** Set when it was acted on, with whatever outcome: its row is written, and it is let alone until that block. */
  readonly restsUntil: bigint | null;
}

/** Opportunities by the key of their target. */
export type Opportunities = ReadonlyMap<string, Opportunity>;

/** What a block did to the opportunities. */
export interface OpportunityChange {
  readonly now: Opportunities;
  readonly opened: readonly Opportunity[];
  /** No longer there, and never acted on. */
  readonly gone: readonly Opportunity[];
}

/**
 * The opportunities after a block. One that was acted on is over when it is gone or has rested; if something can still be done
 * then, that is another one. Pure.
 * @param rows what can be done at this block
 */
export function nextOpportunities(before: Opportunities, rows: readonly TargetRow[], block: bigint): OpportunityChange {
  const now = new Map<string, Opportunity>();
  const opened: Opportunity[] = [];
  for (const row of rows) {
    const key = targetKey(row.assessment.target);
    const known = before.get(key);
    const isOver = known === undefined || (known.restsUntil !== null && known.restsUntil <= block);
    const opportunity: Opportunity = isOver ? { key, since: block, row, restsUntil: null } : { ...known, row };
    now.set(key, opportunity);
    if (isOver) opened.push(opportunity);
  }
  const gone = [...before.values()].filter(({ key, restsUntil }) => restsUntil === null && !now.has(key));
  return { now, opened, gone };
}

/** The best of those that would be done and are not resting; null when there is none. */
export function bestOpportunity(opportunities: Opportunities): Opportunity | null {
  const net = ({ row }: Opportunity) => row.plan!.expected.netUsd;
  const ready = [...opportunities.values()].filter(
    ({ row, restsUntil }) => restsUntil === null && row.plan !== null && row.reason === null,
  );
  return ready.reduce<Opportunity | null>((best, one) => (best === null || net(one) > net(best) ? one : best), null);
}
