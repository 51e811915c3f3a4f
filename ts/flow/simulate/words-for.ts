import type { RevertWords } from "../../core/errors/revert-words.ts";
import { FUNDINGS } from "../../funding/index.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { VENUES } from "../../venues/index.ts";
import type { PlannedLiquidation } from "../types.ts";

/** The errors of every contract that a plan calls: a revert is said in their words. */
export function wordsFor({
  ref,
  funding,
  route,
}: Pick<PlannedLiquidation, "ref" | "funding" | "route">): RevertWords[] {
  const { errors: ofLender } = FUNDINGS[funding];
  return [
    PROTOCOLS[ref.protocol].errors,
    ...(ofLender ? [ofLender] : []),
    ...(route ? [VENUES[route.venue].errors] : []),
  ];
}
