import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";

/** Node's name of a machine to the one in the package's name. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/**
 * Path of the anvil that the lockfile pins for this machine, or the bare name `anvil` (found on PATH) when that package
 * was not installed.
 */
export function anvilBinary(): string {
  const name = `@foundry-rs/anvil-${platform()}-${ARCHITECTURES[arch()] ?? arch()}`;
  const file = platform() === "win32" ? "anvil.exe" : "anvil";
  try {
    const path = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), "bin", file);
    if (existsSync(path)) return path;
  } catch {
    // Not installed: PATH is the answer.
  }
  return "anvil";
}
