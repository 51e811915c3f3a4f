// One copy of the tree, where mutants are judged one after the other. No source is broken there, only what was made of it: forge would
// compile the tests as well, which takes minutes.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { carriersOf, inputsFor, replaceCode } from "./carriers.mjs";
import { Compiler } from "./compiler.mjs";
import { Judges } from "./judges.mjs";
import { likelyTests } from "./likely.mjs";
import { place } from "./place.mjs";

export class Sandbox {
  #root;
  #sound;
  #compiler = new Compiler();
  #judges;

  /** @param {Map<string, string>} sound Creation code by name of a carrier, nothing broken; filled here, shared by all sandboxes. */
  constructor(root, sound) {
    this.#root = root;
    this.#sound = sound;
    this.#judges = new Judges(root);
  }

  /** Compiles what holds `files` as it is, but for what another sandbox has begun with. */
  async compile(files) {
    for (const carrier of this.#carriersOf(files)) {
      if (this.#sound.has(carrier.name)) continue;
      this.#sound.set(carrier.name, undefined);
      this.#sound.set(carrier.name, await this.#codeOf(carrier));
    }
  }

  /** Throws unless the quick tests pass with what was compiled: else everything would be killed. */
  assertSound(files) {
    return this.#assertPasses(this.#carriersOf(files), () => this.#judges.quick());
  }

  /** @returns {Promise<string | undefined>} Name of a test that fails; undefined if none does. */
  async judge(mutant) {
    const { file, breaks } = mutant;
    const source = place(readFileSync(join(this.#root, file), "utf8"), mutant);
    const likely = likelyTests(this.#root, file);
    const carriers = carriersOf(this.#root, file);
    const broken = [];
    try {
      if (carriers.length === 0) throw new Error("nothing that the tests put on a chain holds it: see carriers.mjs");
      for (const carrier of carriers) {
        const code = await this.#codeOf(carrier, { [file]: source });
        if (code === this.#sound.get(carrier.name)) continue;
        broken.push({ carrier, undo: replaceCode(carrier, code) });
        const killer = await this.#judges.quick(likely);
        if (killer) return killer;
      }
      if (broken.length === 0) return undefined;
      const killer = await this.#judges.slow();
      const whole = broken.map(({ carrier }) => carrier);
      if (killer) await this.#assertPasses(whole, () => this.#judges.slow());
      return killer;
    } catch (error) {
      throw new Error(`${file}: ${breaks}: ${error.message}`);
    } finally {
      for (const { undo } of broken) undo();
    }
  }

  async #assertPasses(carriers, tests) {
    const undo = carriers.map((carrier) => replaceCode(carrier, this.#sound.get(carrier.name)));
    const failing = await tests();
    for (const one of undo) one();
    if (failing) throw new Error(`${failing} fails with nothing broken`);
  }

  /** In the quickest way that fits the stack. */
  async #codeOf(carrier, changed) {
    const [quickest, other] = inputsFor(this.#root, carrier, changed);
    try {
      return await this.#compiler.compile(quickest);
    } catch (error) {
      if (other && error.message.includes("too deep")) return this.#compiler.compile(other);
      throw error;
    }
  }

  #carriersOf(files) {
    const all = files.flatMap((file) => carriersOf(this.#root, file));
    return [...new Map(all.map((carrier) => [carrier.name, carrier])).values()];
  }

  close() {
    this.#judges.close();
    this.#compiler.close();
  }
}
