import { posix } from "node:path";
import type { ReadSource } from "./read-source.ts";

/** Import prefixes and the folders below `node_modules` that they stand for. */
export type Remappings = Readonly<Record<string, string>>;

/** Matches the path of every form of Solidity import, and nothing in a comment that begins a line. */
const IMPORT = /^\s*import\s+(?:[^"';]*?from\s+)?["']([^"']+)["']\s*;/gm;

/**
 * Reads the entry files and everything they import.
 *
 * @param read gives the text of a source by its name
 * @param entries source names, e.g. `node_modules/package/src/A.sol`
 * @param remappings applied to imports that are not relative
 * @returns source name to source text, as standard JSON wants it
 * @throws when an imported file does not exist
 */
export async function collectSources(
  read: ReadSource,
  entries: readonly string[],
  remappings: Remappings,
): Promise<Record<string, { content: string }>> {
  const sources: Record<string, { content: string }> = {};
  const queue = [...entries];
  const seen = new Set(queue);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const content = await read(name);
    sources[name] = { content };
    for (const [, path] of content.matchAll(IMPORT)) {
      const target = path!.startsWith(".") ? posix.join(posix.dirname(name), path!) : remap(path!, remappings);
      if (seen.has(target)) continue;
      seen.add(target);
      queue.push(target);
    }
  }
  return sources;
}

function remap(path: string, remappings: Remappings): string {
  for (const [prefix, folder] of Object.entries(remappings)) {
    if (path.startsWith(prefix)) return folder + path.slice(prefix.length);
  }
  return `node_modules/${path}`;
}
