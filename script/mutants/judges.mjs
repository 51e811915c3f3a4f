// The Solidity tests, as judges. Those on other chains and those of gas and size are none: what is deployed is compiled otherwise.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { forge } from "../setup.mjs";

const SHORT = { FOUNDRY_FUZZ_RUNS: "16", FOUNDRY_INVARIANT_RUNS: "8", FOUNDRY_INVARIANT_DEPTH: "32" };

export class Judges {
  #root;
  #child;

  constructor(root) {
    this.#root = root;
  }

  /** All that take a moment, those of `likely` first. Resolves to the name of one that fails; undefined if all pass. */
  async quick(likely) {
    return (likely && (await this.#run(likely))) ?? (await this.#run("test/{unit,adversarial,fuzz,lens}/**"));
  }

  /** The invariants, resolving to the same. */
  slow() {
    return this.#run("test/invariant/**");
  }

  close() {
    this.#child?.kill("SIGKILL");
  }

  async #run(path) {
    const { code, output } = await this.#forge(["test", "--fail-fast", "--match-path", path]);
    // Compiling would have made all whole again.
    if (!output.includes("compilation skipped")) throw new Error(`forge compiled, or did not start:\n${output}`);
    // What a test has failed with once is tried again first, also with the next mutant.
    for (const one of ["fuzz", "invariant"]) rmSync(join(this.#root, "cache", one), { recursive: true, force: true });
    if (code !== 0) return killerOf(output);
    if (!/ [1-9]\d* tests? passed, 0 failed, 0 skipped/.test(output)) throw new Error(`not all tests ran:\n${output}`);
    return undefined;
  }

  #forge(args) {
    return new Promise((resolve, reject) => {
      const env = { ...process.env, ...SHORT };
      this.#child = spawn(forge(), args, { cwd: this.#root, env, stdio: ["ignore", "pipe", "pipe"] });
      let output = "";
      for (const stream of [this.#child.stdout, this.#child.stderr]) {
        stream.on("data", (chunk) => {
          output += chunk;
        });
      }
      this.#child.on("error", reject);
      this.#child.on("close", (code) => resolve({ code, output: stripVTControlCharacters(output) }));
    });
  }
}

/** First test that failed, with its contract. */
function killerOf(output) {
  let contract;
  for (const line of output.split("\n")) {
    contract = /^Ran \d+ tests? for [^:]+:(\w+)/.exec(line)?.[1] ?? contract;
    const failed = /^\[FAIL.*\] (\w+)\(/.exec(line)?.[1];
    if (failed) return `${contract}.${failed}`;
  }
  throw new Error(`forge failed without a failing test:\n${output}`);
}
