import { resolveBlock } from "../../core/rpc/block.ts";
import { realisedFigures } from "../../flow/account/account.ts";
import { liquidate } from "../../flow/liquidate.ts";
import { paddedGas } from "../../flow/plan/gas.ts";
import type { PlannedLiquidation } from "../../flow/plan/planned-liquidation.ts";
import { routeTokens } from "../../flow/plan/route-tokens.ts";
import { canAgain } from "../../flow/rounds/again.ts";
import { missingForSending } from "../../flow/submit/missing-for-sending.ts";
import { requireLedger } from "../../ledger/require-ledger.ts";
import { aggregatorsFor } from "../aggregators-for.ts";
import { openContext } from "../open-context.ts";
import { againText } from "../print/again-text.ts";
import { dryRunText, liquidatedText } from "../print/liquidation-text.ts";
import { namesOf } from "../print/names.ts";
import { simulatedPlanText } from "../print/simulated-plan-text.ts";
import { resolveWho } from "../resolve-who.ts";
import type { Session } from "../session.ts";
import { signerFor } from "../signer-for.ts";
import { warnOfStaleRecord } from "../warn-of-stale-record.ts";
import type { LiquidateRequest } from "./liquidate.ts";

/** Liquidates one account, or does everything but the sending. Plan and simulation are shown before anything is sent. */
export async function runLiquidate(request: LiquidateRequest, session: Session): Promise<void> {
  const { progress, output, colors, width } = session;
  const context = await openContext(session, request.settings);
  const { config } = context;
  const signer = await signerFor(session, config, request.send);
  if (request.send) await requireLedger(config.ledgerPath);
  const block = await resolveBlock(context.client, { tag: "latest" });
  context.logger.debug("working on", { block: block.number });
  if (request.whom.length > 1 || request.rounds > 1) {
    const { runLiquidateMany } = await import("./run-liquidate-many.ts");
    return runLiquidateMany(context, request, session, { signer, block });
  }
  const who = request.whom[0]!;
  const { user, market } = await resolveWho(context, { ...request, ...who }, block.number);
  const styleOf = async (plan: PlannedLiquidation) => {
    const tokens = output.json ? [] : await routeTokens(context, [plan]);
    return { colors, width, nameOf: namesOf(context.book, tokens) };
  };
  const result = await liquidate(context, {
    ...request,
    ...who,
    user,
    market,
    signer,
    block,
    aggregators: await aggregatorsFor(session, config),
    now: () => new Date(),
    onProgress: progress.step,
    onStep: progress.show,
    onProven: async (proven) => {
      const style = await styleOf(proven.plan);
      progress.clear();
      output.text(`${simulatedPlanText({ ...proven, alternatives: [] }, style)}\n`);
    },
  });
  const { plan, simulation, submission, gasPrice } = result;
  const style = await styleOf(plan);
  const again = canAgain(context, result, plan);
  if (submission === null) {
    const sender = signer?.address ?? null;
    await warnOfStaleRecord(context, plan.contract);
    const missing = await missingForSending(context, {
      contracts: [plan.contract],
      gasLimit: paddedGas(simulation.gasUsed),
      gasPrice,
      sender,
    });
    const data = { sent: false, block: block.number, plan, simulation, submission, realised: null, missing, again };
    return output.result(data, () => [dryRunText(result, missing, style), ...againText(again, false)].join("\n\n"));
  }
  const realised = realisedFigures(plan, submission, gasPrice);
  const data = { sent: true, block: block.number, plan, simulation, submission, realised, missing: [], again };
  output.result(data, () =>
    [liquidatedText(result, submission, realised, style), ...againText(again, true)].join("\n"),
  );
}
