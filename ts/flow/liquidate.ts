import type { Context } from "../core/context.ts";
import { ConfigError } from "../core/errors/errors.ts";
import { isUnasked } from "../core/errors/unasked.ts";
import { record } from "./account/record.ts";
import { type ActOptions, act, type Liquidation } from "./act.ts";
import type { Consideration } from "./consideration.ts";
import { bestOf, consider, type Proposal, type ProposeRequest } from "./propose.ts";
import { reconcile } from "./reconcile/reconcile.ts";
import { decisive, failureFor } from "./why-not.ts";
import { withAggregators } from "./with-aggregators.ts";

export interface LiquidateRequest extends Omit<ProposeRequest, "caller">, ActOptions {}

/**
 * The whole flow for one user or target: discover, assess, plan, simulate, submit, account. Everything that was found
 * liquidatable, or would be but for a reason, ends in one row of the ledger, whatever became of it.
 * @throws what the stages throw: NothingToDo, RefusedError, UsageError, ConfigError, RpcError, RevertError.
 */
export async function liquidate(context: Context, request: LiquidateRequest): Promise<Liquidation> {
  if (request.send) await reconcile(context, request.now());
  return act(context, await proposeOrRecord(context, request), request);
}

/**
 * The best proposal; without any a row that says why.
 * @throws as {@link liquidate}
 */
export async function proposeOrRecord(context: Context, request: LiquidateRequest): Promise<Proposal> {
  const { signer, send, onStep, now } = request;
  if (send && signer === null) throw new ConfigError("nothing can be sent without a key");
  onStep?.("planning");
  const caller = signer?.address ?? null;
  const consideration = await consider(context, { ...request, caller });
  const proposal = bestOf(consideration);
  if (proposal !== null) return withAggregators(context, proposal, { ...request, caller });
  await recordRefusal(context, consideration, now());
  throw failureFor(consideration);
}

async function recordRefusal(context: Context, consideration: Consideration, now: Date): Promise<void> {
  const considered = decisive(consideration);
  if (considered === null || considered.result.ok) return;
  const { reason, best: plan } = considered.result;
  const { gasPrice } = consideration;
  const status = isUnasked(reason) ? "failed" : "skipped";
  await record(context, { assessment: considered.assessment, plan, gasPrice, status, reason }, now);
}
