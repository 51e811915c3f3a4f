import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Sources } from "../part.ts";
import { exists } from "../store/exists.ts";
import { writeWhole } from "../store/write-whole.ts";
import { type Artifacts, compile } from "./compile.ts";
import { compileHash } from "./compile-hash.ts";
import { inTurns } from "./in-turns.ts";
import { loadShipped } from "./load-shipped.ts";
import { readBelow } from "./read-source.ts";

/** A compiler takes most of a gigabyte, so there is one for each core and not one for each job. */
const AT_ONCE = Math.max(2, availableParallelism());

/**
 * The contracts of every part, from the cache where nothing that a part is compiled from has changed. What is missing is
 * compiled in the order of the parts, a few jobs at once, and cached part by part.
 *
 * @param root folder that holds `node_modules` and `test/devnet`
 * @param cache folder of the `compiled-<part>-<hash>.json`
 * @param parts sources by name of the part
 */
export async function loadArtifacts(
  root: string,
  cache: string,
  parts: Readonly<Record<string, Sources>>,
): Promise<Readonly<Record<string, Artifacts>>> {
  const read = readBelow(root);
  const named = await Promise.all(
    Object.entries(parts).map(async ([name, sources]) => {
      const path = join(cache, `compiled-${name}-${await compileHash(read, sources)}.json`);
      return { name, sources, path, cached: await exists(path) };
    }),
  );
  const missing = named.filter(({ cached }) => !cached);
  const jobs = missing.flatMap(({ name, sources }) => sources.jobs.map((job) => ({ name, job })));
  const compiled = await inTurns(
    jobs.map(
      ({ name, job }) =>
        async () =>
          [name, await compile(root, job)] as const,
    ),
    AT_ONCE,
  );
  for (const { name, sources, path } of missing) {
    const own = compiled.filter(([part]) => part === name).map(([, artifacts]) => artifacts);
    const artifacts: Artifacts = Object.assign({}, ...own, await loadShipped(read, sources.shipped));
    await writeWhole(path, JSON.stringify(artifacts));
  }
  const loaded = named.map(async ({ name, path }) => {
    return [name, JSON.parse(await readFile(path, "utf8")) as Artifacts] as const;
  });
  return Object.fromEntries(await Promise.all(loaded));
}
