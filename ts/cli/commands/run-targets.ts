import { resolveBlock } from "../../core/block.ts";
import { findTargets } from "../../flow/targets.ts";
import { unreadFailure } from "../../flow/unread.ts";
import { openContext } from "../open-context.ts";
import { namesOf } from "../print/names.ts";
import { targetJson } from "../print/plain.ts";
import { targetsText } from "../print/targets-text.ts";
import type { Session } from "../session.ts";
import type { TargetsRequest } from "./targets.ts";

/** Lists accounts worth liquidating. Finding none is a result, not a failure, unless some of them could not be read. */
export async function runTargets(request: TargetsRequest, session: Session): Promise<void> {
  const context = await openContext(session, request.settings);
  const block = await resolveBlock(context.client, request.block);
  const targets = await findTargets(context, { ...request, block, onProgress: session.progress.step });
  const failure = targets.rows.length === 0 ? unreadFailure(targets.unread) : null;
  if (failure !== null) throw failure;
  session.output.result(session.output.json ? targetJson(targets, block) : targets, () =>
    targetsText(targets, session.colors, namesOf(context.book, [])),
  );
}
