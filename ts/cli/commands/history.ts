import { UsageError } from "../../core/errors/errors.ts";
import { parseWhole } from "../../core/math/decimal.ts";
import { TOTALS, type TotalsBy } from "../../flow/history/totals-of.ts";
import type { GlobalOptions } from "../global-options.ts";
import { examples } from "../help.ts";
import { action, type Register, type Run } from "../run-command.ts";

/** What `history` is asked for. */
export interface HistoryRequest {
  /** Null: one sum over everything. */
  readonly by: TotalsBy | null;
  /** Null: everything. */
  readonly since: Since | null;
  /** Newest rows to show; the sums are over all. */
  readonly limit: number;
  /** Take the ledger as it is. */
  readonly offline: boolean;
}

/** A moment, milliseconds since 1970, or so long ago, milliseconds. */
export type Since = { readonly at: number } | { readonly ago: number };

interface HistoryOptions {
  readonly by?: string;
  readonly since?: string;
  readonly limit: string;
  readonly offline?: boolean;
}

export function historyCommand(run: Run<HistoryRequest>): Register {
  return (program, host) => {
    program
      .command("history")
      .description(
        "what was attempted, what came of it and why not, from the ledger; what is open is asked of the chain",
      )
      .option("--by <what>", `add up by ${TOTALS.join(", ")} (default: everything)`)
      .option("--since <when>", "from a day such as 2026-11-20, a time in UTC, or so long ago as 36h or 7d")
      .option("--limit <count>", "newest rows to show; sums are over all", "50")
      .option("--offline", "ask no chain: take the ledger as it is")
      .addHelpText("after", examples("history --chain base --by day --since 7d", "history --offline --json"))
      .action(action(host, parseHistory, run));
  };
}

export function parseHistory(_: readonly string[], options: HistoryOptions & GlobalOptions): HistoryRequest {
  return {
    by: options.by === undefined ? null : parseBy(options.by),
    since: options.since === undefined ? null : parseSince(options.since),
    limit: Number(parseWhole(options.limit, "--limit", { min: 1n, max: 1_000_000n })),
    offline: options.offline === true,
  };
}

function parseBy(text: string): TotalsBy {
  const by = TOTALS.find((name) => name === text.trim().toLowerCase());
  if (by) return by;
  throw new UsageError(`unknown --by ${JSON.stringify(text)}`, { hint: `use ${TOTALS.join(", ")}` });
}

/** Milliseconds. */
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Without a zone a time is UTC, as the ledger's are. */
export function parseSince(text: string): Since {
  const word = text.trim();
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(word.toLowerCase()) ?? [];
  if (count !== undefined && unit !== undefined) return { ago: Number(count) * UNITS[unit]! };
  const [, day, time = "T00:00:00", zone = "Z"] =
    /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)?(Z|[+-]\d{2}:\d{2})?$/.exec(word) ?? [];
  const at = day === undefined ? Number.NaN : Date.parse(`${day}${time}${zone}`);
  // the 31st of a shorter month would be taken for the next month's first
  const isDay = !Number.isNaN(at) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day!);
  if (isDay) return { at };
  throw new UsageError(`--since must be a day, a time or so long ago, not ${JSON.stringify(text)}`, {
    hint: "write 2026-11-20, 2026-11-20T08:00, 36h or 7d",
  });
}
