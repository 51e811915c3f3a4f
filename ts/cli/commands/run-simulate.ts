import { resolveBlock } from "../../core/block.ts";
import { expensiveGas } from "../../flow/expensive-gas.ts";
import { routeTokens } from "../../flow/route-tokens.ts";
import { refusedFor } from "../../flow/select.ts";
import { tryLiquidation } from "../../flow/try.ts";
import { openContext } from "../open-context.ts";
import { namesOf } from "../print/names.ts";
import { trialText } from "../print/trial-text.ts";
import type { Session } from "../session.ts";
import type { SimulateRequest } from "./simulate.ts";

/** Plans and simulates one liquidation. A transaction that would revert is shown and ends with the code of a refusal. */
export async function runSimulate(request: SimulateRequest, session: Session): Promise<void> {
  const { progress, output, colors, logger } = session;
  const context = await openContext(session, request.settings);
  const block = await resolveBlock(context.client, request.block);
  const trial = await tryLiquidation(context, {
    ...request,
    block,
    caller: request.from,
    onProgress: progress.step,
    onStep: progress.show,
  });
  if (!trial.simulation.ok) throw refusedFor(trial.simulation.reason);
  const { plan, alternatives, simulation, gasPrice } = trial;
  const tooDear = expensiveGas(gasPrice, context.config.maxGasPriceWei);
  if (tooDear) logger.warn(`${tooDear.message}: it would not be sent now`);
  const tokens = output.json ? [] : await routeTokens(context, [plan, ...alternatives]);
  const { baseFee, priorityFee } = gasPrice;
  output.result({ block: block.number, plan, simulation, alternatives, gasPrice: { baseFee, priorityFee } }, () =>
    trialText(trial, colors, namesOf(context.book, tokens)),
  );
}
