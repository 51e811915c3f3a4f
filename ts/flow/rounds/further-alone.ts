import type { Context } from "../../core/context.ts";
import { type FliqError, NothingToDo, RefusedError, UsageError } from "../../core/errors/errors.ts";
import type { Liquidation } from "../act.ts";
import { REASONS } from "../batch/reasons.ts";
import { failureOf } from "../failure-of.ts";
import { type LiquidateRequest, liquidate } from "../liquidate.ts";
import type { Alone } from "../liquidations.ts";
import type { Proposal } from "../propose.ts";
import { headFrom } from "./head-from.ts";

/** What was mined of an account. */
export interface MinedRounds {
  readonly plan: Proposal["plan"];
  readonly submission: NonNullable<Liquidation["submission"]>;
  /** How many rounds of it there were. */
  readonly rounds: number;
}

/** Refusals that say: it is not worth another one. */
const NOT_WORTH_IT: ReadonlySet<string> = new Set([
  ...["below-min-profit", "gas-share", "bonus-share", "pool-depth", "sale-short"],
  ...["no-route", "no-funding", "no-such-pair"],
]);

/**
 * Further rounds of an account, each in a transaction of its own, planned on a block that has the one before; until there are `most`,
 * or nothing is left to do.
 * @throws what a round that could be worth it fails with; those before it have been handed on
 */
export async function* furtherAlone(
  context: Context,
  mined: MinedRounds,
  request: Omit<LiquidateRequest, "block"> & { readonly rounds?: number },
): AsyncGenerator<Alone> {
  const { rounds: most = 1, ...common } = request;
  let { plan, submission, rounds }: MinedRounds = mined;
  while (rounds < most) {
    const block = await headFrom(context, submission.blockNumber);
    let done: Liquidation;
    try {
      done = await liquidate(context, { ...common, target: plan.target, block });
    } catch (error) {
      const failure = failureOf(error);
      if (!isEnd(failure)) throw failure;
      context.logger.debug("no further round", { why: failure.message });
      return;
    }
    yield { ...done, apart: REASONS.roundAlone };
    if (done.submission === null) return;
    ({ plan, submission } = done);
    rounds++;
  }
}

/** Healthy, not worth another one, or what the user named is gone. */
function isEnd(failure: FliqError): boolean {
  if (failure instanceof RefusedError) return NOT_WORTH_IT.has(failure.code);
  return failure instanceof NothingToDo || failure instanceof UsageError;
}
