import type { AppliedChange } from "../../flow/govern/apply-changes.ts";
import type { Difference } from "../../flow/govern/plan-changes.ts";
import type { TriedChange } from "../../flow/govern/propose-changes.ts";
import type { Governance } from "../../flow/govern/read-governance.ts";
import { eachList } from "../../flow/govern/rights.ts";

export interface AllowData {
  readonly governance: Governance;
  /** False: the lists were read only as far as changes need them, so they are not shown. */
  readonly isWhole: boolean;
  readonly changes?: readonly (TriedChange | AppliedChange)[];
  readonly alreadySo?: readonly Difference[];
}

/** One liquidator as data. A change that was not sent has no transaction. */
export function allowJson({ governance, isWhole, changes = [], alreadySo = [] }: AllowData) {
  const { contract, address, blockNumber, owner, pendingOwner, values, lists } = governance;
  return {
    contract,
    address,
    block: blockNumber,
    owner,
    pendingOwner,
    ...values,
    ...eachList((list) => (isWhole ? lists[list] : null)),
    changes: changes.map((change) => ({ txHash: null, blockNumber: null, gasUsed: null, ...change })),
    alreadySo,
  };
}
