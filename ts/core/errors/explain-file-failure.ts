import { FileError } from "./errors.ts";

const CAUSES: Readonly<Record<string, readonly [why: string, hint: string]>> = {
  EACCES: ["this user may not", "check who owns it and its mode"],
  EPERM: ["this user may not", "check who owns it and its mode"],
  EROFS: ["its disk is read-only", "use a folder that can be written to"],
  ENOSPC: ["its disk is full", "make room, or use a folder on another disk"],
  EDQUOT: ["the quota of this user is used up", "make room, or use a folder on another disk"],
  EMFILE: ["too many files are open", "raise the limit, see ulimit -n"],
  ENOTDIR: ["a part of its path is a file", "check the path"],
  EISDIR: ["it is a folder", "check the path"],
};

/**
 * A file that the system does not let this program use, as a failure with one sentence.
 * @param shown the path as people know it, where the system does not name it
 * @returns null for any other failure, a missing file included: that is for whoever wanted it to explain
 */
export function explainFileFailure(error: unknown, shown = "a file"): FileError | null {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return null;
  const [why, hint] = CAUSES[String(error.code)] ?? [];
  if (why === undefined || hint === undefined) return null;
  const path = "path" in error ? String(error.path) : shown;
  return new FileError(`cannot use ${path}: ${why} (${error.code} on ${error.syscall})`, { cause: error, hint });
}
