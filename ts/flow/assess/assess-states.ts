import type { Logger } from "../../core/context.ts";
import type { AnyProtocol, AssessOptions, Read } from "../../protocols/protocol.ts";
import { marketKey } from "../../protocols/target.ts";
import type { AssessedTarget } from "./assessed-target.ts";
import type { States } from "./states.ts";
import { notAssessed } from "./unknown-targets.ts";

/**
 * assess: every target by the exact rules of its protocol. Pure but for one warning: a target with a state that nobody foresaw
 * must not keep the others from being judged.
 */
export function assessStates(
  { logger }: { readonly logger: Pick<Logger, "warn"> },
  protocol: AnyProtocol,
  { targets, markets, positions }: States,
  options: AssessOptions,
): AssessedTarget[] {
  const failed: unknown[] = [];
  const assessed = targets.map((target, index): AssessedTarget => {
    const market = markets.get(marketKey(target))!;
    const position = positions[index]!;
    const states = { market: stateOf(market), position: stateOf(position) };
    try {
      return { assessment: protocol.assess(target, market, position, options), ...states };
    } catch (error) {
      failed.push(error);
      return { assessment: notAssessed(target, market, error), ...states };
    }
  });
  if (failed.length > 0) {
    logger.warn(`${failed.length} of ${targets.length} accounts of ${protocol.name} could not be assessed`, {
      reason: failed[0],
    });
  }
  return assessed;
}

function stateOf(read: Read<unknown>): unknown {
  return read.ok ? read.state : null;
}
