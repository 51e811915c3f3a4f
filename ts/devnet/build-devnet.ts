import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { withLock } from "../core/data/with-lock.ts";
import { buildState } from "./build-state.ts";
import { SOURCES } from "./sources.ts";
import { exists } from "./store/exists.ts";
import { CACHE, INFO_FILE } from "./store/paths.ts";
import { prune } from "./store/prune.ts";
import { publish } from "./store/publish.ts";
import { sourceHash } from "./store/source-hash.ts";
import type { DevnetInfo } from "./types.ts";

/** What a build gives. */
export interface BuiltDevnet {
  /** Folder with `state.json`, `allocs.json` and `devnet.json`. */
  dir: string;
  info: DevnetInfo;
}

/**
 * Returns the devnet of the present sources, and builds it first when it is not in the cache. Afterwards
 * `.cache/devnet/allocs.json` and `.cache/devnet/devnet.json` are copies of its files, at a path that tests can know.
 *
 * @param options.force builds even when the cache has it
 * @throws when a contract does not compile, anvil does not start or a transaction of the scenario fails
 */
export async function buildDevnet({ force = false }: { force?: boolean } = {}): Promise<BuiltDevnet> {
  const name = await sourceHash();
  const dir = join(CACHE, name);
  const complete = join(dir, INFO_FILE);
  if (force || !(await exists(complete))) {
    await withLock(join(CACHE, "build.lock"), async () => {
      if (!force && (await exists(complete))) return; // built by whoever held the lock
      await buildState(dir);
      await prune(CACHE, Object.keys(SOURCES));
    });
  }
  await publish(name);
  return { dir, info: JSON.parse(await readFile(complete, "utf8")) as DevnetInfo };
}
