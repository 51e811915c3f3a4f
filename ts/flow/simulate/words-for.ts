import type { RevertWords } from "../../core/errors/revert-words.ts";
import { FUNDINGS } from "../../funding/index.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { venuesOf } from "../../routing/route.ts";
import { VENUES } from "../../venues/index.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";

/** The errors of every contract that a plan calls: a revert is said in their words. */
export function wordsFor({
  target,
  candidate: { offer, route },
}: Pick<PlannedLiquidation, "target" | "candidate">): RevertWords[] {
  const { errors: ofLender } = FUNDINGS[offer.funding];
  return [
    PROTOCOLS[target.protocol].errors,
    ...(ofLender ? [ofLender] : []),
    ...[...venuesOf(route)].map((venue) => VENUES[venue].errors),
  ];
}
