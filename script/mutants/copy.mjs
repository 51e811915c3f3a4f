// Copies of the tree that may be broken, in .cache.
import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

/** What forge needs to run the tests without compiling anything. */
const PARTS = [
  ...["contracts", "test", "script", "lib", "out", "cache", "foundry.toml", "remappings.txt"],
  ...[".cache/devnet/allocs.json", ".cache/devnet/devnet.json"],
];

/** @returns {string} Path of a fresh copy. */
export function copyTree(root, index) {
  const to = join(folder(root), String(index));
  for (const part of PARTS) {
    mkdirSync(dirname(join(to, part)), { recursive: true });
    cpSync(join(root, part), join(to, part), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  }
  symlinkSync(join(root, "node_modules"), join(to, "node_modules"));
  return to;
}

export function removeCopies(root) {
  // A forge that was just killed may have written a last file.
  rmSync(folder(root), { recursive: true, force: true, maxRetries: 5 });
}

function folder(root) {
  return join(root, ".cache", `mutants-${process.pid}`);
}
