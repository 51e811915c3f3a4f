import type { Command } from "commander";
import { UsageError } from "../../core/errors/errors.ts";

/** Where a list of borrowers is. */
export type BorrowersChoice =
  | { readonly file: string }
  /** `queryFile` null: the list is at the URL itself. */
  | { readonly url: string; readonly queryFile: string | null };

export interface BorrowersOptions {
  readonly user?: string;
  readonly borrowers?: string;
  readonly borrowersQuery?: string;
  readonly rescan?: boolean;
}

export function addBorrowersOptions(command: Command): Command {
  return command
    .option(
      "--borrowers <file|url>",
      "only these, in a file (- for standard input) or at an URL, instead of all in logs",
    )
    .option("--borrowers-query <file>", "GraphQL query to ask the URL of --borrowers with");
}

/** @throws UsageError for options that do not go together */
export function parseBorrowersChoice(options: BorrowersOptions): BorrowersChoice | null {
  const { borrowers: source, borrowersQuery: queryFile = null } = options;
  const isUrl = source !== undefined && /^https?:\/\//i.test(source);
  if (queryFile !== null && !isUrl) {
    throw new UsageError("--borrowers-query needs an URL", { hint: "give it with --borrowers" });
  }
  if (source === undefined) return null;
  const clash = options.user !== undefined ? "--user" : options.rescan ? "--rescan" : null;
  if (clash !== null) {
    throw new UsageError(`--borrowers and ${clash} do not go together`, { hint: "leave one of them out" });
  }
  if (!isUrl) return { file: source };
  if (!URL.canParse(source)) throw new UsageError("--borrowers is no valid URL", { hint: "check it" });
  return { url: source, queryFile };
}
