import { resolveBlock } from "../../core/block.ts";
import { NothingToDo } from "../../core/errors.ts";
import { inspect } from "../../flow/inspect.ts";
import { openContext } from "../open-context.ts";
import { inspectionText } from "../print/inspection-text.ts";
import { namesOf } from "../print/names.ts";
import { inspectionJson } from "../print/plain.ts";
import type { Session } from "../session.ts";
import type { InspectRequest } from "./inspect.ts";

/** Shows every account of a user. */
export async function runInspect(request: InspectRequest, session: Session): Promise<void> {
  const context = await openContext(session);
  const block = await resolveBlock(context.client, request.block);
  const found = await inspect(context, { ...request, block, onProgress: session.progress.step });
  if (found.length === 0) {
    throw new NothingToDo(`${request.user} has no position in the markets asked for`, {
      code: "no-position",
      hint: "check the address, --chain and --protocol",
    });
  }
  session.output.result(session.output.json ? found.map(inspectionJson) : found, () =>
    inspectionText(found, session.colors, namesOf(context.book, [])),
  );
}
