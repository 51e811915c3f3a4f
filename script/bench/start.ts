// How long a command takes to start, from its bundle and from the sources, one after the other so that both see the same machine.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { renderTable } from "../../ts/cli/print/table.ts";
import { ROOT } from "../../ts/core/root.ts";
import type { Measured } from "./measured.ts";
import { median } from "./median.ts";

interface StartRow {
  readonly command: string;
  /** Medians over the rounds, milliseconds. */
  readonly bundle: number;
  readonly sources: number;
  /** Median of what the bundle took in a round as a share of what the sources took in it. */
  readonly share: number;
}

const BIN = join(ROOT, "bin", "fliq.mjs");
const ROUNDS = 15;
/** Up to the first word about the chain: without an endpoint it ends there. */
const COMMANDS = [["--help"], ["inspect", "--help"], ["targets", "--chain", "base"]] as const;

export function start(): Measured {
  const rows = COMMANDS.map(measure);
  const text = renderTable(
    [
      { head: "until the command has ended" },
      { head: "bundle", align: "right" },
      { head: "sources", align: "right" },
      { head: "share", align: "right" },
    ],
    rows.map(({ command, bundle, sources, share }) => [
      `fliq ${command}`,
      `${bundle} ms`,
      `${sources} ms`,
      share.toFixed(2),
    ]),
  );
  return { data: { start: rows, rounds: ROUNDS }, text };
}

function measure(args: readonly string[]): StartRow {
  // makes the bundle, and lets the system keep the files at hand
  for (const sources of [false, true]) timeOf(args, sources);
  const rounds = Array.from({ length: ROUNDS }, () => ({ bundle: timeOf(args, false), sources: timeOf(args, true) }));
  return {
    command: args.join(" "),
    bundle: Math.round(median(rounds.map(({ bundle }) => bundle))),
    sources: Math.round(median(rounds.map(({ sources }) => sources))),
    share: median(rounds.map(({ bundle, sources }) => bundle / sources)),
  };
}

/** Milliseconds of one run in a process of its own that sees no settings. */
function timeOf(args: readonly string[], sources: boolean): number {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ...(sources && { FLASH_LIQUIDATOR_RUN_SOURCES: "1" }) };
  const begin = performance.now();
  const { error } = spawnSync(process.execPath, [BIN, ...args], { env, stdio: "ignore" });
  if (error) throw error;
  return performance.now() - begin;
}
