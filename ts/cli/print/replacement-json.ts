import type { Replacement } from "../../flow/replace/propose-replacement.ts";
import type { Replaced } from "../../flow/replace/replace.ts";
import { inclusionOf } from "../../flow/submit/inclusion-of.ts";

/** A replacement as data: docs/json.md. */
export function replacementJson(
  { how, from, transaction, replaces, before, entry }: Replacement,
  replaced: Replaced | null,
) {
  return {
    sent: replaced !== null,
    how,
    from,
    replaces,
    before,
    purpose: entry.purpose,
    targets: entry.legs.map(({ target }) => target),
    transaction,
    inclusion: replaced && inclusionOf(replaced.receipt),
    outcomes: replaced?.outcomes ?? [],
  };
}
