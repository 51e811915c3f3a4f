import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { exists } from "./exists.ts";
import { ALLOCS_FILE, CACHE, INFO_FILE } from "./paths.ts";
import { writeWhole } from "./write-whole.ts";

/**
 * Copies the files that Foundry reads to a path that does not change: `.cache/devnet/allocs.json` and
 * `.cache/devnet/devnet.json`, and notes in `.cache/devnet/current.json` which build they are of.
 *
 * @param name folder of the build inside the cache
 */
export async function publish(name: string): Promise<void> {
  const pointer = join(CACHE, "current.json");
  const wanted = `${JSON.stringify({ dir: name })}\n`;
  const copies = [ALLOCS_FILE, INFO_FILE];
  const present = await Promise.all(copies.map((file) => exists(join(CACHE, file))));
  if (present.every(Boolean) && (await readFile(pointer, "utf8").catch(() => "")) === wanted) return;
  for (const file of copies) await writeWhole(join(CACHE, file), await readFile(join(CACHE, name, file), "utf8"));
  await writeWhole(pointer, wanted);
}
