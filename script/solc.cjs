#!/usr/bin/env node
// What forge runs as `solc`: the compiler from npm, or a native solc of the same version when PATH has one (faster).
// Forge asks for `--version` and `--standard-json`; everything else is handed to the compiler's own command line.
const { spawnSync } = require("node:child_process");
const { readFileSync, writeSync } = require("node:fs");

const VERSION = require("solc/package.json").version;
const args = process.argv.slice(2);

const native = nativeSolc();
if (native) {
  const run = spawnSync(native, args, { stdio: "inherit" });
  process.exit(run.status ?? 1);
}

if (args.includes("--version")) {
  const long = require("solc").version().replace(".Emscripten.clang", "");
  print(`solc, the solidity compiler commandline interface\nVersion: ${long}.Emscripten.clang\n`);
} else if (args.includes("--standard-json")) {
  // Forge sends every source inside the request, so no import callback is needed.
  print(require("solc").compile(readFileSync(0, "utf8")));
} else {
  const run = spawnSync(process.execPath, [require.resolve("solc/solc.js"), ...args], { stdio: "inherit" });
  process.exit(run.status ?? 1);
}

/** Path of a native solc with exactly the pinned version, or undefined. SOLC_FORCE_JS=1 switches it off. */
function nativeSolc() {
  if (process.env.SOLC_FORCE_JS) return undefined;
  const probe = spawnSync("solc", ["--version"], { encoding: "utf8" });
  const found = /^Version: (\d+\.\d+\.\d+)/m.exec(probe.stdout ?? "")?.[1];
  return found === VERSION && /\.(Linux|Darwin|Windows|linux|darwin|windows)/.test(probe.stdout) ? "solc" : undefined;
}

/** Writes all of `text`: one write to a pipe may be cut short, and exiting early would lose the rest. */
function print(text) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}
