import { readFileSync } from "node:fs";
import { decodeText } from "../data/decode-text.ts";
import { FileError } from "../errors/errors.ts";
import { explainFileFailure } from "../errors/explain-file-failure.ts";
import { parseRecords } from "./parse-records.ts";
import type { RecordFile } from "./record-file.ts";

/**
 * The records of a file.
 * @param path to open
 * @param shown as people gave it
 * @throws FileError when it cannot be read; as {@link parseRecords}
 */
export function readRecords(path: string, shown: string): RecordFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown error";
    if (code === "ENOENT") {
      throw new FileError(`cannot read ${shown} (ENOENT): it does not exist`, { cause, hint: "check the path" });
    }
    throw explainFileFailure(cause, shown) ?? new FileError(`cannot read ${shown} (${code})`, { cause });
  }
  return parseRecords(decodeText(bytes), shown);
}
