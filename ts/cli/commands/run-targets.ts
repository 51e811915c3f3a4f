import { EXIT } from "../../core/errors/errors.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import { findTargets } from "../../flow/find-targets.ts";
import { expensiveGas } from "../../flow/plan/expensive-gas.ts";
import { noTargets } from "../no-targets.ts";
import { openContext } from "../open-context.ts";
import { PartlyDone } from "../partly-done.ts";
import { namesOf } from "../print/names.ts";
import { targetJson } from "../print/plain.ts";
import { targetsText } from "../print/targets-text.ts";
import { resolveUser } from "../resolve-user.ts";
import type { Session } from "../session.ts";
import type { TargetsRequest } from "./targets.ts";

/** Lists accounts worth liquidating. */
export async function runTargets(request: TargetsRequest, session: Session): Promise<void> {
  const { output, colors, width, logger, progress } = session;
  const context = await openContext(session, request.settings);
  const block = await resolveBlock(context.client, request.block);
  logger.debug("working on", { block: block.number });
  const followsHead = "tag" in request.block && request.block.tag === "latest";
  const user = await resolveUser(context, request.user, request.protocols, block.number);
  const targets = await findTargets(context, { ...request, user, block, followsHead, onProgress: progress.step });
  if (targets.rows.length === 0) throw noTargets(targets, user, block.number);
  const tooDear = targets.gasPrice && expensiveGas(targets.gasPrice, context.config.maxGasPriceWei);
  if (tooDear) logger.warn(`${tooDear.message}: nothing would be sent now`);
  output.result(output.json ? targetJson(targets, block) : targets, () =>
    targetsText(targets, { colors, nameOf: namesOf(context.book, []), width, block: block.number }),
  );
  if (targets.gaps.length > 0) throw new PartlyDone(EXIT.error);
}
