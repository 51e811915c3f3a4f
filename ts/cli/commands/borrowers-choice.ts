import { UsageError } from "../../core/errors/errors.ts";

/** Where a list of borrowers is. */
export type BorrowersChoice =
  | { readonly file: string }
  /** `queryFile` null: the list is at the URL itself. */
  | { readonly url: string; readonly queryFile: string | null };

interface Options {
  readonly user?: string;
  readonly borrowers?: string;
  readonly borrowersQuery?: string;
  readonly rescan?: boolean;
}

/** @throws UsageError for options that do not go together */
export function parseBorrowersChoice(options: Options): BorrowersChoice | null {
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
