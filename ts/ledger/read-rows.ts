import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { LedgerError } from "../core/errors/errors.ts";
import { type LedgerRow, parseRow } from "./ledger-row.ts";

/** A line of the record, or why it is none. */
export type LedgerLine =
  | { readonly ok: true; readonly line: number; readonly row: LedgerRow }
  | { readonly ok: false; readonly line: number; readonly problem: string };

export interface ReadOptions {
  /** Lines to look at at all; by default every one that is not empty. */
  readonly only?: (text: string) => boolean;
}

/**
 * Reads the record line by line, oldest first. A damaged line is handed on as such: it is neither dropped nor does it
 * hide the rows after it. Yields nothing when there is no record yet.
 * @throws LedgerError when the file exists and cannot be read.
 */
export async function* readRows(path: string, { only = () => true }: ReadOptions = {}): AsyncGenerator<LedgerLine> {
  let line = 0;
  try {
    for await (const text of createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Infinity })) {
      line++;
      if (text.trim() !== "" && only(text)) yield parseLine(text, line);
    }
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return;
    throw new LedgerError(`cannot read ${path}`, { cause, hint: "check that it is a file you may read" });
  }
}

function parseLine(text: string, line: number): LedgerLine {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return { ok: false, line, problem: "is not JSON: the write was probably cut short" };
  }
  const parsed = parseRow(content);
  return "row" in parsed ? { ok: true, line, row: parsed.row } : { ok: false, line, problem: parsed.problem };
}
