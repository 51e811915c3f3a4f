import type { ResolvedBlock } from "../../core/rpc/block.ts";
import type { Targets } from "../../flow/find-targets.ts";
import type { Inspection } from "../../flow/inspect.ts";
import type { Assessment } from "../../protocols/assessment.ts";
import { marketKey, targetKey } from "../../protocols/target.ts";

/** Targets as data; what could be done with each is `inspect`'s to say. */
export function targetJson({ rows, accounts, matching, unread, unvalued, gaps }: Targets, block: ResolvedBlock) {
  return {
    block: block.number,
    accounts,
    matching,
    targets: rows.map(({ assessment: { actions: _, positions: __, ...assessment }, plan, reason, again }) => ({
      key: targetKey(assessment.target),
      ...assessment,
      plan,
      reason,
      again,
    })),
    unread: unread.map(refusalJson),
    unvalued: unvalued.map(refusalJson),
    gaps: gaps.map((gap) => ({ key: marketKey(gap.market), ...gap })),
  };
}

function refusalJson({ target, status }: Assessment) {
  return { key: targetKey(target), target, status };
}

/** A target as data, with what each of its actions would do at most. */
export function inspectionJson({ assessment, actions }: Inspection) {
  return {
    key: targetKey(assessment.target),
    ...assessment,
    actions: actions.map(({ action, most }) => ({ ...action, most })),
  };
}
