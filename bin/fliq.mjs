#!/usr/bin/env node
// Entry of the command line: runs its bundle, which is made when it is missing or the sources have changed, or else the TypeScript
// sources themselves. FLASH_LIQUIDATOR_RUN_SOURCES=1 always runs the sources.
const NEEDED = [20, 19];

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  console.error(`error: Node ${process.versions.node} is too old; install Node ${NEEDED.join(".")} or newer`);
  process.exit(1);
}

try {
  const entry = process.env.FLASH_LIQUIDATOR_RUN_SOURCES ? null : await bundled();
  const { main } = await (entry === null ? fromSources() : fromBundle(entry));
  await main(process.argv.slice(2));
} catch (error) {
  if (error?.code !== "ERR_MODULE_NOT_FOUND" || !/Cannot find package/.test(error.message)) throw error;
  console.error("error: the dependencies are not installed; run npm ci first");
  process.exit(1);
}

/** Path of the bundle's entry; null when there is none and none can be made. */
async function bundled() {
  const { findBundle } = await import("../script/find-bundle.mjs");
  const found = findBundle();
  if (found !== null) return found;
  try {
    const { bundle } = await import("../script/bundle.mjs");
    return await bundle();
  } catch {
    // whatever is wrong with the sources, running them says it
    return null;
  }
}

async function fromBundle(entry) {
  // reading the maps takes longer than the rest of the start, and only a stack needs them
  if (process.argv.includes("--verbose")) process.setSourceMapsEnabled(true);
  const { pathToFileURL } = await import("node:url");
  return import(pathToFileURL(entry).href);
}

async function fromSources() {
  // The large packages are loaded before the TypeScript loader is in place, which would look at each of their hundreds
  // of files: the start takes half the processor time.
  await Promise.all([import("viem"), import("viem/accounts"), import("zod"), import("commander")]);
  const { register } = await import("tsx/esm/api");
  register();
  return import("../ts/cli/main.ts");
}
