import { resolveBlock } from "../../core/rpc/block.ts";
import { refuseExpensiveGas } from "../../flow/plan/expensive-gas.ts";
import { routeTokens } from "../../flow/plan/route-tokens.ts";
import { requireProfit } from "../../flow/require-profit.ts";
import { canAgain } from "../../flow/rounds/again.ts";
import { simulateProposal } from "../../flow/simulate-proposal.ts";
import { aggregatorsFor } from "../aggregators-for.ts";
import { openContext } from "../open-context.ts";
import { againText } from "../print/again-text.ts";
import { namesOf } from "../print/names.ts";
import { simulatedPlanText } from "../print/simulated-plan-text.ts";
import { resolveWho } from "../resolve-who.ts";
import type { Session } from "../session.ts";
import { warnOfStaleRecord } from "../warn-of-stale-record.ts";
import type { SimulateRequest } from "./simulate.ts";

/** Plans and simulates one liquidation. What `liquidate` would refuse to send is refused here as well, and alike. */
export async function runSimulate(request: SimulateRequest, session: Session): Promise<void> {
  const { progress, output, colors, width, logger } = session;
  const context = await openContext(session, request.settings);
  const block = await resolveBlock(context.client, request.block);
  logger.debug("working on", { block: block.number });
  const { user, market } = await resolveWho(context, request, block.number);
  const trial = await simulateProposal(context, {
    ...request,
    user,
    market,
    block,
    caller: request.from,
    // they quote what is now
    aggregators: "tag" in request.block ? await aggregatorsFor(session, context.config) : [],
    onProgress: progress.step,
    onStep: progress.show,
  });
  requireProfit(trial.simulation, context.config);
  const { plan, alternatives, simulation, gasPrice } = trial;
  if (simulation.injected) await warnOfStaleRecord(context, plan.contract);
  // what gas cost on an old block refuses nothing
  if ("tag" in request.block) refuseExpensiveGas(gasPrice, context.config.maxGasPriceWei);
  const tokens = output.json ? [] : await routeTokens(context, [plan, ...alternatives]);
  const { baseFee, priorityFee } = gasPrice;
  const again = canAgain(context, trial, plan);
  const data = { block: block.number, plan, simulation, alternatives, gasPrice: { baseFee, priorityFee }, again };
  output.result(data, () => {
    const text = simulatedPlanText(trial, { colors, nameOf: namesOf(context.book, tokens), width });
    return [text, ...againText(again, false)].join("\n\n");
  });
}
