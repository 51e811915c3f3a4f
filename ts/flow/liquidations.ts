import type { Address } from "viem";
import { type FliqError, NoneDoneError, RevertError } from "../core/errors/errors.ts";
import { mostSerious } from "../core/errors/most-serious.ts";
import type { Reason } from "../core/errors/reason.ts";
import type { ProtocolName } from "../core/names/names.ts";
import { type Target, targetKey, userOf } from "../protocols/target.ts";
import type { Liquidation } from "./act.ts";
import type { BatchAct } from "./batch/act-batch.ts";
import { OUTCOME_UNKNOWN } from "./batch/legs-of.ts";
import type { MarketChoice } from "./find/market-choice.ts";

/** Whom one liquidation of several is about. */
export interface Whom {
  readonly user: Address | null;
  readonly target: Target | null;
  readonly protocols: readonly ProtocolName[];
  readonly market: MarketChoice | null;
}

/** One that was planned and sent by itself. */
export interface Alone extends Liquidation {
  /** Why it is in no batch. */
  readonly apart: Reason;
}

/** One of those asked for with which nothing was done. */
export interface NotDone {
  readonly whom: Pick<Whom, "user" | "target">;
  readonly error: FliqError;
}

/** What was done, together and one by one, and what was not. */
export interface Liquidations {
  readonly batches: readonly BatchAct[];
  readonly alone: readonly Alone[];
  readonly notDone: readonly NotDone[];
}

/** Every one that failed, also on chain. */
export function failuresOf({ batches, notDone }: Liquidations): NotDone[] {
  const legs = batches.flatMap((batch) => batch.legs);
  const onChain = legs.flatMap(({ member, reason }) => {
    if (reason === null) return [];
    const { target } = member.leg.plan;
    return [{ whom: { user: userOf(target), target }, error: failedLeg(reason) }];
  });
  return [...onChain, ...notDone];
}

/** The failure of a command that has done nothing at all. */
export function noneDone(failures: readonly NotDone[]): FliqError {
  const worst = mostSerious(failures.map(({ error }) => error));
  if (failures.every(({ error }) => error.message === worst.message)) return worst;
  const each = failures.map(sentenceOf).join("; ");
  return new NoneDoneError(`none of the ${failures.length} is liquidated: ${each}`, worst);
}

/** Whose failure it is, as it was asked for, and which; a message that begins with the name does not have it twice. */
export function sentenceOf({ whom: { user, target }, error: { message } }: NotDone): string {
  const who = user ?? targetKey(target!);
  return message.toLowerCase().startsWith(`${who.toLowerCase()} `) ? message : `${who}: ${message}`;
}

function failedLeg({ code, message, numbers }: Reason): RevertError {
  const what = code === OUTCOME_UNKNOWN ? "sent in" : "failed in";
  const text = `${what} transaction ${numbers?.txHash}, which was mined: ${message}`;
  return new RevertError(text, { code, ...(numbers && { numbers }) });
}
