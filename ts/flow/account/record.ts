import type { Context } from "../../core/context.ts";
import { FliqError } from "../../core/errors/errors.ts";
import { type Attempt, account } from "./account.ts";

export type { Attempt } from "./account.ts";

const NOTHING = { plan: null, simulation: null, submission: null, gasPrice: null, reason: null, txHash: null } as const;

/** One row for one attempt. A record that cannot be written is a warning: it must not hide what happened to the money. */
export async function record(
  context: Context,
  attempt: Partial<Attempt> & Pick<Attempt, "assessment" | "status">,
  now: Date,
): Promise<void> {
  try {
    await account(context, { ...NOTHING, ...attempt }, now);
  } catch (error) {
    if (!(error instanceof FliqError)) throw error;
    context.logger.warn(error.message, { hint: error.hint });
  }
}
