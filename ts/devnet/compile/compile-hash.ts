import { createHash } from "node:crypto";
import type { Sources } from "../part.ts";
import { compileRequest } from "./compile.ts";
import type { ReadSource } from "./read-source.ts";

/** Raised by hand when an artifact is kept in another form. */
const FORM = 1;

/**
 * Hash of all that decides what the contracts of a part compile to: their sources with everything these import, the
 * settings, the version of the compiler, and the artifacts that a package ships.
 *
 * @returns 16 hex digits
 */
export async function compileHash(read: ReadSource, { jobs, shipped = {} }: Sources): Promise<string> {
  const hash = createHash("sha256").update(`${FORM}\n`);
  for (const job of jobs) {
    const { version } = JSON.parse(await read(`node_modules/${job.compiler}/package.json`)) as { version: string };
    hash.update(`${job.compiler} ${version}\n${await compileRequest(read, job)}\n`);
  }
  for (const [name, path] of Object.entries(shipped)) hash.update(`${name}\n${await read(`node_modules/${path}`)}\n`);
  return hash.digest("hex").slice(0, 16);
}
