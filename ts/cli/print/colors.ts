import pc from "picocolors";
import type { Host, OutputStream } from "../host.ts";

export type Colors = ReturnType<typeof pc.createColors>;

/** Colours on a terminal, unless `--no-color`, NO_COLOR or a dumb terminal say otherwise; FORCE_COLOR always. */
export function colorsFor(stream: OutputStream, env: Host["env"], wanted: boolean): Colors {
  if (!wanted || env.NO_COLOR) return pc.createColors(false);
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "" && env.FORCE_COLOR !== "0";
  return pc.createColors(forced || (stream.isTTY === true && env.TERM !== "dumb"));
}
