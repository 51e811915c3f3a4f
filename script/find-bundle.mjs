// Where the bundled command line is. Plain Node and little of it: every command starts here.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./setup.mjs";

/** A folder for each state of the sources that was bundled. */
export const BUNDLES = join(ROOT, ".cache", "fliq");
/** Names of the sources that the newest bundle was made of. */
export const SOURCES_FILE = join(BUNDLES, "sources.json");
/** What a bundle depends on besides the files that are in it: the installed packages, and how it is made. */
const SETTINGS = ["node_modules/.package-lock.json", "package.json", "tsconfig.json", "script/bundle.mjs"];

/**
 * Path of the entry of the bundle that is of the sources as they are; null when there is none. Contents are compared: a few
 * milliseconds, and no clock, copy or checkout can make an old bundle look new.
 */
export function findBundle() {
  try {
    const sources = JSON.parse(readFileSync(SOURCES_FILE, "utf8")).map((path) => [
      path,
      readFileSync(join(ROOT, path)),
    ]);
    const entry = entryOf(hashOf(sources, readSettings()));
    return existsSync(entry) ? entry : null;
  } catch {
    // no list yet, or a file of it is gone
    return null;
  }
}

/** @param name of a bundle */
export function entryOf(name) {
  return join(BUNDLES, name, "main.js");
}

/** Path and bytes of each; none where there is no such file. */
export function readSettings() {
  return SETTINGS.map((path) => [
    path,
    existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path)) : Buffer.alloc(0),
  ]);
}

/**
 * Name of a bundle.
 * @param sources path below the checkout and bytes of each file that is in it
 * @param settings the same of what else decides
 */
export function hashOf(sources, settings) {
  const hash = createHash("sha256");
  for (const [path, bytes] of [...sources, ...settings]) hash.update(`${path}\n${bytes.length}\n`).update(bytes);
  return hash.digest("hex").slice(0, 16);
}
