// Bundles the command line: Node reads a few files of JavaScript instead of translating hundreds of TypeScript, which is most of
// the time that a command takes to start.
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { BUNDLES, entryOf, findBundle, hashOf, readSettings, SOURCES_FILE } from "./find-bundle.mjs";
import { ROOT } from "./setup.mjs";

const ENTRY = "ts/cli/main.ts";
/** Bundles that stay: a command that runs for days may still load a part of its own. */
const KEPT = 4;
/** Packages in CommonJS ask for Node's modules by `require`, which a module does not have. */
const REQUIRE = 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);';

/**
 * Makes the bundle of the sources as they are, unless it is there.
 * @returns path of its entry
 * @throws when esbuild is not installed, a source is wrong or the cache cannot be written
 */
export async function bundle() {
  const found = findBundle();
  if (found !== null) return found;
  // nobody else's: two may do this at once
  const draft = join(BUNDLES, `draft-${process.pid}`);
  await mkdir(draft, { recursive: true });
  try {
    const settings = readSettings();
    const sources = await build(draft);
    const name = hashOf(sources, settings);
    // whoever was faster has made the same
    await rename(draft, join(BUNDLES, name)).catch(() => stat(entryOf(name)));
    await writeWhole(SOURCES_FILE, JSON.stringify(sources.map(([path]) => path)));
    await prune(name);
    return entryOf(name);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Path and bytes of each source, as they were read. */
async function build(folder) {
  const esbuild = await import("esbuild");
  const read = new Map();
  try {
    await esbuild.build({
      absWorkingDir: ROOT,
      entryPoints: [ENTRY],
      outdir: folder,
      bundle: true,
      // what a command does not need stays unread
      splitting: true,
      chunkNames: "[hash]",
      format: "esm",
      platform: "node",
      target: "node20.19",
      // what is printed of an error may name its class
      keepNames: true,
      // the sources are here
      sourcemap: "linked",
      sourcesContent: false,
      banner: { js: REQUIRE },
      plugins: [noteSources(folder, read)],
      logLevel: "silent",
    });
  } finally {
    // esbuild's process would outlive the bundle by as long as the command runs
    await esbuild.stop();
  }
  return [...read].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Notes what is read of this project, and keeps for each of its modules the address that it has as a source. */
function noteSources(folder, read) {
  return {
    name: "sources",
    setup({ onLoad }) {
      onLoad({ filter: /\.(ts|json)$/ }, async ({ path }) => {
        const name = relative(ROOT, path).split(sep).join("/");
        if (name.startsWith("..") || name.split("/").includes("node_modules")) return undefined;
        const content = await readFile(path);
        read.set(name, content);
        const text = content.toString("utf8");
        if (/\bimport\.meta\.(?!url\b)/.test(text)) throw new Error(`${name} may ask for import.meta.url only`);
        const source = JSON.stringify(relative(folder, path).split(sep).join("/"));
        const contents = text.replaceAll("import.meta.url", `new URL(${source}, import.meta.url).href`);
        return { contents, loader: name.endsWith(".json") ? "json" : "ts" };
      });
    },
  };
}

async function prune(newest) {
  const folders = (await readdir(BUNDLES, { withFileTypes: true })).filter((one) => one.isDirectory());
  const others = folders.map(({ name }) => name).filter((name) => name !== newest);
  const aged = await Promise.all(others.map(async (name) => ({ path: join(BUNDLES, name), time: await timeOf(name) })));
  for (const { path } of aged.sort((a, b) => b.time - a.time).slice(KEPT - 1)) {
    await rm(path, { recursive: true, force: true });
  }
}

/** When it was made; the beginning of time for a draft that has just been renamed. */
async function timeOf(name) {
  return (await stat(join(BUNDLES, name)).catch(() => ({ mtimeMs: 0 }))).mtimeMs;
}

/** So that no reader ever sees a part of it. */
async function writeWhole(path, content) {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, content);
  await rename(draft, path);
}
