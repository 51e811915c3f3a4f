import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CACHE, INFO_FILE } from "./store/paths.ts";
import type { DevnetInfo } from "./types.ts";

/**
 * Addresses, borrowers and time of the build that was used last. Builds nothing.
 *
 * @throws when no devnet was ever built here
 */
export async function currentInfo(): Promise<DevnetInfo> {
  return JSON.parse(await readFile(join(CACHE, INFO_FILE), "utf8")) as DevnetInfo;
}
