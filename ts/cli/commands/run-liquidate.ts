import { resolveBlock } from "../../core/block.ts";
import { loadSigner } from "../../core/signer.ts";
import { realisedFigures } from "../../flow/account.ts";
import { liquidate } from "../../flow/liquidate.ts";
import { routeTokens } from "../../flow/route-tokens.ts";
import { passwordPrompt } from "../ask-password.ts";
import { openContext } from "../open-context.ts";
import { liquidationText } from "../print/liquidation-text.ts";
import { namesOf } from "../print/names.ts";
import type { Session } from "../session.ts";
import type { LiquidateRequest } from "./liquidate.ts";

/** Liquidates one account, or does everything but the sending. */
export async function runLiquidate(request: LiquidateRequest, session: Session): Promise<void> {
  const { progress, output, colors, host } = session;
  const context = await openContext(session, request.settings);
  const { config } = context;
  const needsKey = request.send || config.keySource !== "none";
  const { env, redactor } = host;
  const signer = needsKey ? await loadSigner({ config, env, redactor, askPassword: passwordPrompt(host) }) : null;
  const block = await resolveBlock(context.client, { tag: "latest" });
  const result = await liquidate(context, {
    ...request,
    signer,
    block,
    now: () => new Date(),
    onProgress: progress.step,
    onStep: progress.show,
  });
  const { plan, simulation, submission, gasPrice } = result;
  const tokens = output.json ? [] : await routeTokens(context, [plan]);
  const realised = submission && realisedFigures(plan, submission, gasPrice);
  output.result({ sent: submission !== null, block: block.number, plan, simulation, submission, realised }, () =>
    liquidationText(result, realised, colors, namesOf(context.book, tokens)),
  );
}
