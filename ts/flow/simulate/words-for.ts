import type { RevertWords } from "../../core/errors/revert-words.ts";
import { FUNDINGS } from "../../funding/index.ts";
import { lendersOf } from "../../funding/lenders-of.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { venuesOf } from "../../routing/route.ts";
import { VENUES } from "../../venues/index.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";

/** The errors of every contract that a plan calls: a revert is said in their words. */
export function wordsFor({
  target,
  candidate: { offer, route },
}: Pick<PlannedLiquidation, "target" | "candidate">): RevertWords[] {
  const ofLenders = lendersOf(offer).flatMap(({ funding }) => FUNDINGS[funding].errors ?? []);
  return [
    PROTOCOLS[target.protocol].errors,
    ...ofLenders,
    ...[...venuesOf(route)].map((venue) => VENUES[venue].errors),
  ];
}
