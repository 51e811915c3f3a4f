import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { FileError } from "../errors/errors.ts";

/**
 * Makes a folder and those above it that are missing. Node's own `recursive` tries for ever where the system says that the
 * folder above is missing although it is there, as below `/proc`.
 * @throws FileError where the system makes no folder at all; else what it says.
 */
export async function makeFolder(path: string): Promise<void> {
  const first = await tryToMake(path);
  if (first === null) return;
  const above = dirname(path);
  if (first.code !== "ENOENT" || above === path) throw first;
  await makeFolder(above);
  const second = await tryToMake(path);
  if (second === null) return;
  if (second.code !== "ENOENT") throw second;
  throw new FileError(`cannot make the folder ${path}: the system allows none in ${above}`, {
    cause: second,
    hint: "use a folder on a disk",
  });
}

/** Null when it is there now. */
async function tryToMake(path: string): Promise<NodeJS.ErrnoException | null> {
  try {
    await mkdir(path);
    return null;
  } catch (error) {
    const failure = error as NodeJS.ErrnoException;
    const isThere = failure.code === "EEXIST" && (await stat(path)).isDirectory();
    return isThere ? null : failure;
  }
}
