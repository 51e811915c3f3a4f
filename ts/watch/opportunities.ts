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

/** What was seen of a block. */
export interface LookedAt {
  /** What can be done at it. */
  readonly rows: readonly TargetRow[];
  /** Keys of targets that could not be read: what was known of them stays, since nothing says that it is over. */
  readonly unread: ReadonlySet<string>;
  readonly block: bigint;
}

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
 */
export function nextOpportunities(before: Opportunities, { rows, unread, block }: LookedAt): OpportunityChange {
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
  const rest = [...before.values()].filter(({ key }) => !now.has(key));
  for (const one of rest) if (unread.has(one.key)) now.set(one.key, one);
  const gone = rest.filter(({ key, restsUntil }) => restsUntil === null && !unread.has(key));
  return { now, opened, gone };
}

/** The best of those that would be done at this block and are not resting; null when there is none. */
export function bestOpportunity(opportunities: Opportunities, unread: ReadonlySet<string>): Opportunity | null {
  const net = ({ row }: Opportunity) => row.plan!.expected.netUsd;
  const ready = [...opportunities.values()].filter(
    ({ key, row, restsUntil }) => restsUntil === null && row.plan !== null && row.reason === null && !unread.has(key),
  );
  return ready.reduce<Opportunity | null>((best, one) => (best === null || net(one) > net(best) ? one : best), null);
}
