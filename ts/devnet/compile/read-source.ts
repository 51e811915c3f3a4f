import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

/** Gives the text of a file by its path from the project's folder, with `/` on every system. */
export type ReadSource = (name: string) => Promise<string>;

/** Reads from the disk. */
export function readBelow(root: string): ReadSource {
  return (name) => readFile(resolve(root, name), "utf8");
}
