import type { Context } from "../../core/context.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import type { AssessOptions, Read } from "../../protocols/protocol.ts";
import type { AssessedTarget } from "../assess/assessed-target.ts";
import { badDebtPolicy } from "../assess/bad-debt-policy.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import type { Proposal } from "../propose.ts";

/** What is known of an account before a plan is carried out. */
export type Before = Pick<Proposal, "assessment"> & Required<Pick<Proposal, "states">>;

/**
 * The account as a plan leaves it, by the exact mathematics of its protocol, without asking the chain; null where the protocol's
 * states cannot be computed. Pure.
 * @param usdPrices for amounts in USD: what can be done does not depend on them
 */
export function afterPlan(
  { config }: Pick<Context, "config">,
  { assessment, states }: Before,
  { candidate: { action, quote } }: PlannedLiquidation,
  usdPrices: AssessOptions["usdPrices"] = new Map(),
): AssessedTarget | null {
  const { target, blockNumber, timestamp } = assessment;
  const protocol = PROTOCOLS[target.protocol];
  const left = protocol.after?.(states.market, states.position, action, quote, timestamp) ?? null;
  if (left === null) return null;
  const read = <State>(state: State): Read<State> => ({ ok: true, blockNumber, timestamp, state });
  const options = { horizonSeconds: config.horizonSeconds, ...badDebtPolicy(protocol, config), usdPrices };
  const assessed = protocol.assess(target, read(left.market), read(left.position), {
    ...options,
    liquidationPrices: false,
  });
  return { assessment: assessed, ...left };
}
