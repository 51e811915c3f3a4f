import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { ROOT } from "./paths.ts";

/**
 * Hash of what a state depends on: the lockfile, the code of the devnet and its Solidity, without their tests.
 *
 * @returns 16 hex digits
 */
export async function sourceHash(): Promise<string> {
  const code = (await filesBelow("ts/devnet")).filter((path) => !/\.test\.ts$|\/testing\//.test(path));
  const solidity = (await filesBelow("test/devnet")).filter((path) => /(?<!\.t)\.sol$/.test(path));
  const hash = createHash("sha256");
  for (const path of ["package-lock.json", ...code.sort(), ...solidity.sort()]) {
    const content = await readFile(join(ROOT, path));
    hash.update(`${path}\n${content.length}\n`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

/** Paths relative to the project, with `/` on every system. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join("/"));
}
