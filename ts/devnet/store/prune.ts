import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** How many builds, and how many sets of compiled contracts of each part, stay. */
const KEPT = 4;

/**
 * Deletes all but the newest builds from the cache, and compiled contracts that no part asks for any more.
 *
 * @param parts names of the parts that are compiled
 */
export async function prune(cache: string, parts: readonly string[]): Promise<void> {
  const names = await readdir(cache);
  const compiled = parts.map((part) => names.filter((name) => isOf(part, name)));
  const unknown = names.filter((name) => /^compiled-.*\.json$/.test(name) && !compiled.flat().includes(name));
  const old = await Promise.all(
    [names.filter((name) => /^[0-9a-f]{16}$/.test(name)), ...compiled].map((kind) => allButNewest(cache, kind)),
  );
  for (const name of [...unknown, ...old.flat()]) await rm(join(cache, name), { recursive: true, force: true });
}

function isOf(part: string, name: string): boolean {
  return name.startsWith(`compiled-${part}-`) && /^[0-9a-f]{16}\.json$/.test(name.slice(`compiled-${part}-`.length));
}

async function allButNewest(cache: string, names: readonly string[]): Promise<string[]> {
  const aged = await Promise.all(names.map(async (name) => ({ name, age: (await stat(join(cache, name))).mtimeMs })));
  return aged
    .sort((a, b) => b.age - a.age)
    .slice(KEPT)
    .map(({ name }) => name);
}
