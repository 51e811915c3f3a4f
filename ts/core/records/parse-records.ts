import { ConfigError } from "../errors/errors.ts";
import { RECORD_SCHEMA, type RecordFile, recordFile } from "./record-file.ts";

const FORMAT = `a file of records is JSON, {"schema":"${RECORD_SCHEMA}","vectors":[…]}`;

/**
 * The records of a file.
 * @param source for people
 * @throws ConfigError when the text is no JSON or of another format; the first thing that is wrong is named
 */
export function parseRecords(text: string, source: string): RecordFile {
  let json: unknown;
  try {
    json = JSON.parse(text, printable);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : "unknown error";
    throw new ConfigError(`${source} is not JSON: ${why}`, { cause, hint: FORMAT });
  }
  const parsed = recordFile.safeParse(json);
  if (parsed.success) return parsed.data;
  const [first, ...others] = parsed.error.issues;
  const { path, message } = first!;
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  throw new ConfigError(
    `${source} does not follow schema ${RECORD_SCHEMA}: ${placeOf(path, json)}: ${sentenceOf(message)}${more}`,
    { hint: FORMAT },
  );
}

const sentenceOf = (message: string): string =>
  message
    .replace(/^Invalid input: expected (\w+), received undefined$/, "is missing, where $1 is needed")
    .replace(/^Invalid input: /, "");

/** `vectors[3].reads[0].out`, with the name of the record where it has one. */
function placeOf(path: readonly PropertyKey[], json: unknown): string {
  const place = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${printable("", String(key))}`)).join("");
  const [list, index] = path;
  const id = list === "vectors" && typeof index === "number" ? idAt(json, index) : undefined;
  return `${place.replace(/^\./, "") || "the file"}${id === undefined ? "" : ` (${id})`}`;
}

function idAt(json: unknown, index: number): string | undefined {
  const { vectors } = json as { vectors?: readonly unknown[] };
  const id = (vectors?.[index] as { id?: unknown } | undefined)?.id;
  return typeof id === "string" && id !== "" ? id : undefined;
}

/** Whoever wrote the file chose its texts, and some of them are shown: what would move a terminal's cursor is left out. */
const printable = (_: string, value: unknown): unknown =>
  typeof value === "string" ? value.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ") : value;
