import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the project. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Where compiled contracts and states live. Ignored by git: some of it is under the Business Source License. */
export const CACHE = join(ROOT, ".cache", "devnet");

/** Files of one built devnet. */
export const STATE_FILE = "state.json";
export const ALLOCS_FILE = "allocs.json";
export const INFO_FILE = "devnet.json";

/** Hash of everything that a build depends on: the lockfile, this folder and its Solidity. */
export async function sourceHash(): Promise<string> {
  const own = (await filesBelow(join(ROOT, "ts/devnet"))).filter((path) => !path.endsWith(".test.ts"));
  const solidity = (await filesBelow(join(ROOT, "test/devnet"))).filter((path) => path.endsWith(".sol"));
  return hashFiles([join(ROOT, "package-lock.json"), ...own, ...solidity]);
}

/** Hash of what compilation depends on, which changes less often than the scenario. */
export async function compileHash(): Promise<string> {
  const own = await filesBelow(join(ROOT, "ts/devnet/compile"));
  const solidity = (await filesBelow(join(ROOT, "test/devnet"))).filter((path) => path.endsWith(".sol"));
  return hashFiles([join(ROOT, "package-lock.json"), ...own.filter((path) => !path.endsWith(".test.ts")), ...solidity]);
}

/** Writes a file so that no reader ever sees a part of it. */
export async function writeWhole(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, content);
  await rename(draft, path);
}

/**
 * Runs `work` while no other process does, and waits for one that does. A lock left by a dead process is broken.
 */
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const lock = join(CACHE, `${name}.lock`);
  await mkdir(CACHE, { recursive: true });
  while (!(await tryLock(lock))) await new Promise((resolve) => setTimeout(resolve, 100));
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function tryLock(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const holder = Number(await readFile(lock, "utf8").catch(() => ""));
  if (holder > 0 && !isAlive(holder)) await rm(lock, { force: true });
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Order and line of each file count by its name relative to the project, so that the hash is the same everywhere. */
async function hashFiles(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of [...paths].sort()) {
    const content = await readFile(path);
    hash.update(`${relative(ROOT, path)}\n${content.length}\n`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}
