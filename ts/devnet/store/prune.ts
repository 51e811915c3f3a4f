import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { CACHE } from "./paths.ts";

/** How many builds, and how many sets of compiled contracts, stay. */
const KEPT = 4;

/** Deletes all but the newest builds from the cache. */
export async function prune(): Promise<void> {
  const names = await readdir(CACHE);
  for (const kind of [/^[0-9a-f]{16}$/, /^compiled-[0-9a-f]{16}\.json$/]) {
    const aged = await Promise.all(
      names
        .filter((name) => kind.test(name))
        .map(async (name) => ({ name, age: (await stat(join(CACHE, name))).mtimeMs })),
    );
    aged.sort((a, b) => b.age - a.age);
    for (const { name } of aged.slice(KEPT)) await rm(join(CACHE, name), { recursive: true, force: true });
  }
}
