import { EXIT } from "../../core/errors/errors.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import { findTargets } from "../../flow/find-targets.ts";
import { expensiveGas } from "../../flow/plan/expensive-gas.ts";
import { noTargets } from "../no-targets.ts";
import { openContext } from "../open-context.ts";
import { PartlyDone } from "../partly-done.ts";
import { gapLines } from "../print/gap-lines.ts";
import { namesOf } from "../print/names.ts";
import { targetJson } from "../print/plain.ts";
import { targetsText } from "../print/targets-text.ts";
import { readBorrowers } from "../read-borrowers.ts";
import { resolveUser } from "../resolve-user.ts";
import type { Session } from "../session.ts";
import type { TargetsRequest } from "./targets.ts";

/** Lists accounts worth liquidating. */
export async function runTargets(request: TargetsRequest, session: Session): Promise<void> {
  const { output, colors, width, logger, progress } = session;
  const context = await openContext(session, request.settings);
  const borrowers = await readBorrowers(request.borrowers, session, context.config);
  const block = await resolveBlock(context.client, request.block);
  logger.debug("working on", { block: block.number });
  const followsHead = "tag" in request.block && request.block.tag === "latest";
  const user = await resolveUser(context, request.user, request.protocols, block.number);
  const targets = await findTargets(context, {
    ...request,
    user,
    borrowers,
    block,
    followsHead,
    onProgress: progress.step,
  });
  const nameOf = namesOf(context.book, []);
  // of a list that the user chose it is told what it lacks, and no more
  if (borrowers !== null)
    for (const line of gapLines(targets.gaps, nameOf)) logger.warn(`not in the list:${line.slice(1)}`);
  const unknown = borrowers === null ? targets.gaps : [];
  if (targets.rows.length === 0) throw noTargets({ ...targets, gaps: unknown }, user, block.number);
  const tooDear = targets.gasPrice && expensiveGas(targets.gasPrice, context.config.maxGasPriceWei);
  if (tooDear) logger.warn(`${tooDear.message}: nothing would be sent now`);
  output.result(output.json ? targetJson(targets, block) : targets, () =>
    targetsText({ ...targets, gaps: unknown }, { colors, nameOf, width, block: block.number }),
  );
  if (unknown.length > 0 || targets.isUnsure) throw new PartlyDone(EXIT.error);
}
