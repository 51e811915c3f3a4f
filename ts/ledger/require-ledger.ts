import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder } from "../core/data/make-folder.ts";
import { LedgerError } from "../core/errors/errors.ts";

/**
 * Tries the record before anything is sent that would have to stand in it. Creates an empty one when there is none.
 * @throws LedgerError when it cannot be written.
 */
export async function requireLedger(path: string): Promise<void> {
  try {
    await makeFolder(dirname(path));
    await (await open(path, "a", 0o600)).close();
  } catch (cause) {
    throw new LedgerError(`cannot record outcomes in ${path}, so nothing is sent`, {
      cause,
      hint: "check ledgerPath: its folder must be one that can be written to",
    });
  }
}
