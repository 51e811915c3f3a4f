import { text } from "node:stream/consumers";
import { resolveFrom } from "../../core/config/config-file.ts";
import { EXIT, NothingToDo } from "../../core/errors/errors.ts";
import { parseRecords } from "../../core/records/parse-records.ts";
import { readRecords } from "../../core/records/read-records.ts";
import { replayFile } from "../../flow/replay/replay-file.ts";
import { loadSettings } from "../open-context.ts";
import { PartlyDone } from "../partly-done.ts";
import { replayText } from "../print/replay-text.ts";
import type { Session } from "../session.ts";
import type { ReplayRequest } from "./replay.ts";

/** Shows what the mathematics say of recorded calls beside what they did. No chain is asked. */
export async function runReplay({ file, protocol }: ReplayRequest, session: Session): Promise<void> {
  const { host, output, colors, width } = session;
  const { chains } = loadSettings(session);
  const records =
    file === "-"
      ? parseRecords(await text(host.stdin), "standard input")
      : readRecords(resolveFrom(host.cwd, file), file);
  const replayed = await replayFile(records, (name) => protocol === null || name === protocol, chains);
  if (replayed.records.length === 0) {
    const of = protocol === null ? "" : ` of ${protocol}`;
    throw new NothingToDo(`${file === "-" ? "standard input" : file} has no record${of}`, {
      code: "no-record",
      numbers: { leftOut: replayed.leftOut },
      ...(replayed.leftOut > 0 && { hint: "leave --protocol out" }),
    });
  }
  output.result(replayed, () => replayText(replayed, { colors, width }));
  if (replayed.exact < replayed.records.length) throw new PartlyDone(EXIT.error);
}
