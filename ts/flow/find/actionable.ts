import type { Address } from "viem";
import { NothingToDo } from "../../core/errors/errors.ts";
import { healthFactorOf } from "../../protocols/assessment.ts";
import type { AssessedTarget } from "../assess/assessed-target.ts";
import { unreadFailure } from "../assess/unread-failure.ts";
import { formatWad } from "../plan/format-wad.ts";

/**
 * The targets with which something can be done, whatever their health; if there is none, those with which something could be
 * done but for a reason of their own.
 * @param who whose they are, for people: an address, or the key of a target
 * @throws NothingToDo when all are known to be healthy or without debt; RpcError when one could not be read, because what
 * is not known is never healthy.
 */
export function actionable(assessed: readonly AssessedTarget[], who: Address | string): readonly AssessedTarget[] {
  const usable = assessed.filter(({ assessment }) => assessment.actions.length > 0);
  if (usable.length > 0) return usable;

  const assessments = assessed.map(({ assessment }) => assessment);
  const unread = unreadFailure(assessments);
  if (unread) throw unread;
  const refused = assessed.filter(({ assessment }) => assessment.status.kind === "refused");
  if (refused.length > 0) return refused;

  const factors = assessments.flatMap((one) => (one.status.kind === "healthy" ? [healthFactorOf(one) ?? 0n] : []));
  const lowest = factors.sort((a, b) => (a < b ? -1 : 1))[0];
  if (lowest) {
    throw new NothingToDo(`${who} is healthy: its health factor is ${formatWad(lowest)}`, {
      code: "healthy",
      hint: "see at which prices it fails with fliq inspect",
      numbers: { healthFactor: lowest },
    });
  }
  throw new NothingToDo(`${who} has no debt in the markets asked for`, {
    code: "no-debt",
    hint: "check the address, --chain and --protocol",
  });
}
