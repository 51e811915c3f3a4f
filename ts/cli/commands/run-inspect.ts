import { NothingToDo } from "../../core/errors/errors.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import { isUnread } from "../../flow/assess/is-unread.ts";
import { inspect } from "../../flow/inspect.ts";
import { targetKey } from "../../protocols/target.ts";
import { openContext } from "../open-context.ts";
import { inspectionText } from "../print/inspection-text.ts";
import { namesOf } from "../print/names.ts";
import { inspectionJson } from "../print/plain.ts";
import { countText } from "../print/unread-text.ts";
import { resolveWho } from "../resolve-who.ts";
import type { Session } from "../session.ts";
import type { InspectRequest } from "./inspect.ts";

/** Shows every account of a user; a failure when none of them could be read. */
export async function runInspect(request: InspectRequest, session: Session): Promise<void> {
  const { output, colors, width, progress } = session;
  const context = await openContext(session);
  const block = await resolveBlock(context.client, request.block);
  context.logger.debug("working on", { block: block.number });
  const { user, market } = await resolveWho(context, request, block.number);
  const found = await inspect(context, { ...request, user, market, block, onProgress: progress.step });
  if (found.length === 0) {
    throw new NothingToDo(`${user ?? targetKey(request.target!)} has no position in the markets asked for`, {
      code: "no-position",
      hint: "check the address, --chain and --protocol",
    });
  }
  const unread = found.map(({ assessment }) => assessment).filter(isUnread);
  output.result(output.json ? found.map(inspectionJson) : found, () =>
    [
      inspectionText(found, colors, namesOf(context.book, []), width),
      ...(unread.length > 0 ? [colors.yellow(`${countText(unread.length, found.length)} could not be read.`)] : []),
    ].join("\n\n"),
  );
}
