import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder } from "../core/data/make-folder.ts";
import { LedgerError } from "../core/errors/errors.ts";
import { type LedgerRow, parseRow } from "./ledger-row.ts";

const NEWLINE = 0x0a;

/**
 * Adds one row to the record, in one write at the file's end, and waits until it is on the disk. Processes that append
 * at the same time do not mix their rows. A row that an earlier crash left unfinished is closed with a line break first.
 * @throws LedgerError when the row is inconsistent or the file cannot be written.
 */
export async function appendRow(path: string, row: LedgerRow): Promise<void> {
  const line = JSON.stringify(row, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
  const checked = parseRow(JSON.parse(line));
  const what = "kind" in row ? "a transaction" : "an outcome";
  if ("problem" in checked) throw new LedgerError(`${what} cannot be recorded: ${checked.problem}`);
  let file: FileHandle | undefined;
  try {
    await makeFolder(dirname(path));
    file = await open(path, "a+", 0o600);
    const data = Buffer.from(`${(await endsMidLine(file)) ? "\n" : ""}${line}\n`);
    const { bytesWritten } = await file.write(data);
    if (bytesWritten !== data.length) throw new Error(`only ${bytesWritten} of ${data.length} bytes were written`);
    await file.sync();
  } catch (cause) {
    throw new LedgerError(`cannot record ${what} in ${path}`, {
      cause,
      hint: "check that the folder can be written to and the disk has room",
    });
  } finally {
    await file?.close();
  }
}

async function endsMidLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  await file.read(last, 0, 1, size - 1);
  return last[0] !== NEWLINE;
}
